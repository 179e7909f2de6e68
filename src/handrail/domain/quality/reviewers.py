"""Do reviewers agree, and how much was read? Krippendorff's alpha, with its interval.

Alpha for names without an order, as in Krippendorff, "Computing Krippendorff's Alpha-Reliability"
(2011), section D: turns that one person read tell nothing, any number of people may have read the
others. The interval resamples turns.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from handrail.domain.quality.model import Figure

_RESAMPLES = 1_000
_FEWEST = 5
"""Turns read by two or more, below which no figure is given."""


def reviewer_agreement(readings: Sequence[Sequence[str]], *, seed: int = 0) -> Figure | None:
    """Return alpha over turns, each with what its readers found; None where too few were read.

    1: always the same; 0: no better than chance.
    """
    shared = [tuple(names) for names in readings if len(names) > 1]
    if len(shared) < _FEWEST:
        return None
    value = alpha(shared)
    rng = np.random.default_rng(seed)
    drawn = [
        alpha([shared[i] for i in rng.integers(0, len(shared), len(shared))])
        for _ in range(_RESAMPLES)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Figure(value=value, low=float(low), high=float(high), n=len(shared))


def alpha(readings: Sequence[Sequence[str]]) -> float:
    """Return Krippendorff's alpha for names without an order; 1 where everybody says the same."""
    weights: dict[tuple[str, str], float] = {}
    for names in readings:
        if len(names) < 2:
            continue
        counts = Counter(names)
        for one, n in counts.items():
            for other, m in counts.items():
                pair = n * (m - (one == other)) / (len(names) - 1)
                weights[one, other] = weights.get((one, other), 0.0) + pair
    return _alpha(weights)


def _alpha(coincidences: Mapping[tuple[str, str], float]) -> float:
    totals: dict[str, float] = {}
    for (one, _), weight in coincidences.items():
        totals[one] = totals.get(one, 0.0) + weight
    n = sum(totals.values())
    observed = sum(w for (one, other), w in coincidences.items() if one != other)
    expected = n * n - sum(total * total for total in totals.values())
    if expected == 0.0:
        return 1.0
    return 1.0 - (n - 1.0) * observed / expected
