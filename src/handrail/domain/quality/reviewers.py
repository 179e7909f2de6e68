"""Do reviewers agree, and how much was read? Krippendorff's alpha, with its interval.

Alpha for names without an order, as in Krippendorff, "Computing Krippendorff's Alpha-Reliability"
(2011), section D: turns that one person read tell nothing, any number of people may have read the
others. The interval resamples turns.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.domain.quality.model import Figure

_RESAMPLES = 1_000
_FEWEST = 5
"""Turns read by two or more, below which no figure is given."""


def reviewer_agreement(readings: Sequence[Sequence[str]], *, seed: int = 0) -> Figure | None:
    """Return alpha over turns, each with what its readers found; None where too few were read.

    1: always the same; 0: no better than chance.
    """
    shared = [tuple(sorted(names)) for names in readings if len(names) > 1]
    if len(shared) < _FEWEST:
        return None
    kinds = sorted(set(shared))  # few, however many turns were read
    each = np.array([kinds.index(one) for one in shared])
    pairs = _pairs(kinds)
    rng = np.random.default_rng(seed)
    drawn = [
        _alpha(np.tensordot(_number_of_each(each[places], len(kinds)), pairs, 1))
        for places in (rng.integers(0, len(each), len(each)) for _ in range(_RESAMPLES))
    ]
    value = _alpha(np.tensordot(_number_of_each(each, len(kinds)), pairs, 1))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Figure(value=value, low=float(low), high=float(high), n=len(shared))


def alpha(readings: Sequence[Sequence[str]]) -> float:
    """Return Krippendorff's alpha for names without an order; 1 where everybody says the same."""
    return _alpha(_pairs([names for names in readings if len(names) > 1]).sum(axis=0))


def _pairs(readings: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return for each turn how often each name stands beside each, by its share of the pairs."""
    names = sorted({name for found in readings for name in found})
    held = [found.count(name) for found in readings for name in names]
    counts = np.array(held, dtype=float).reshape(len(readings), len(names))
    beside = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(names))
    shares: NDArray[np.float64] = beside / (counts.sum(axis=1) - 1.0)[:, None, None]
    return shares


def _number_of_each(places: NDArray[np.intp], kinds: int) -> NDArray[np.intp]:
    return np.bincount(places, minlength=kinds)


def _alpha(coincidences: NDArray[np.float64]) -> float:
    totals = coincidences.sum(axis=1)
    n = float(totals.sum())
    observed = n - float(np.trace(coincidences))
    expected = n * n - float(totals @ totals)
    if expected == 0.0:
        return 1.0
    return 1.0 - (n - 1.0) * observed / expected
