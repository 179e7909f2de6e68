"""Group questions whose number of topics nobody knows.

Where there are many, each question is first moved to the mean of its nearest neighbours, which
pulls the members of a topic together and leaves what has no neighbours alone; then groups are
joined from below while that costs little (Ward). A few questions have too few neighbours for that:
they are joined by the mean distance of their members as it is.

All constants were set on questions of `clinc_oos`, 9 to 2,000 at a time in 3 to 75 topics;
`benchmarks/gaps.py` reports on questions of a bank.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

MANY = 150
"""Questions from which on they are moved towards their neighbours."""
NEIGHBOURS, NEIGHBOURS_OF_FEWER, FEWER = 8, 4, 300
APART_FEW = 0.65
"""Mean cosine distance from which on two groups of a few questions are not one topic."""
APART_MANY = 0.07
"""Cost of joining two groups of many, by the root of how many questions there are."""
_AT_ONCE = 512
"""Rows compared at a time: bounds memory, as all pairs of many questions are large."""


def group_questions(vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the number of the group that each row belongs to; rows have length one."""
    count = len(vectors)
    if count < 2:
        return np.zeros(count, dtype=np.int64)
    rows = vectors.astype(np.float64)
    if count < MANY:
        return _cut(linkage(pdist(rows, "cosine").clip(0.0), "average"), APART_FEW)
    neighbours = NEIGHBOURS_OF_FEWER if count < FEWER else NEIGHBOURS
    tree = linkage(_towards_neighbours(rows, neighbours), "ward")
    return _cut(tree, APART_MANY * float(np.sqrt(count)))


def _cut(tree: NDArray[np.float64], height: float) -> NDArray[np.int64]:
    return np.asarray(fcluster(tree, height, "distance"), dtype=np.int64)


def _towards_neighbours(vectors: NDArray[np.float64], neighbours: int) -> NDArray[np.float64]:
    """Return each row's mean with its neighbours, whichever of the two is near to the other."""
    centred = _unit(vectors - vectors.mean(axis=0))
    count = len(centred)
    weights = np.zeros((count, count), dtype=np.float32)
    for start in range(0, count, _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, count))
        near = centred[rows] @ centred.T
        near[np.arange(len(rows)), rows] = -1.0
        best = np.argpartition(-near, neighbours - 1, axis=1)[:, :neighbours]
        kept = np.take_along_axis(near, best, axis=1).clip(0.0)
        weights[rows[:, None], best] = kept
    np.maximum(weights, weights.T, out=weights)
    np.fill_diagonal(weights, 1.0)
    weights /= weights.sum(axis=1, keepdims=True)
    return _unit(weights.astype(np.float64) @ centred)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    # Questions that all read alike leave nothing when their mean is taken away.
    return np.where(lengths > 1e-9, rows / np.maximum(lengths, 1e-9), np.eye(1, rows.shape[1]))
