"""How sure is a measurement? Percentile bootstrap for means and AUROC, exact for shares.

Resampling draws from a generator seeded by the caller: the same cases give the same interval.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.domain.quality.model import Figure

Floats = NDArray[np.float64]
ExactInterval = Callable[[int, int, float], tuple[float, float]]
"""Given successes, cases and a level such as 0.95: the exact two-sided interval of the share."""

LEVEL = 0.95
RESAMPLES = 2_000
_CELLS_AT_ONCE = 2_000_000  # bounds the memory of one batch of resamples to about 16 MB


def mean_figure(
    values: Sequence[float], *, seed: int = 0, resamples: int = RESAMPLES, level: float = LEVEL
) -> Figure:
    """Measure the mean of per-case values; no cases give the emptiest figure, 0 within [0, 1]."""
    if not values:
        return Figure(value=0.0, low=0.0, high=1.0, n=0)
    cases = np.asarray(values, dtype=np.float64)
    low, high = _percentiles(_resampled_means(cases, seed, resamples), level)
    return Figure(value=float(cases.mean()), low=low, high=high, n=len(cases))


def paired_difference(
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> Figure:
    """Measure by how much `ours` exceeds `theirs`, case by case; 0 inside: nothing proven."""
    if len(ours) != len(theirs):
        raise ValueError(f"paired cases differ in number: {len(ours)} and {len(theirs)}")
    if not ours:
        return Figure(value=0.0, low=-1.0, high=1.0, n=0)
    gaps = [a - b for a, b in zip(ours, theirs, strict=True)]
    return mean_figure(gaps, seed=seed, resamples=resamples, level=level)


def share_figure(
    count: int, cases: int, interval: ExactInterval, *, level: float = LEVEL
) -> Figure:
    """Measure a share with its exact interval, which stays honest at 0 and at 1."""
    if cases == 0:
        return Figure(value=0.0, low=0.0, high=1.0, n=0)
    low, high = interval(count, cases, level)
    return Figure(value=count / cases, low=low, high=high, n=cases)


def auroc(scores: Sequence[float], is_positive: Sequence[bool]) -> float:
    """Return the probability that a positive case outscores a negative one; ties count one half."""
    positive, negative = _by_class(scores, is_positive)
    if not len(positive) or not len(negative):
        return 0.5
    return _area(positive, np.sort(negative))


def auroc_figure(
    scores: Sequence[float],
    is_positive: Sequence[bool],
    *,
    seed: int = 0,
    resamples: int = 1_000,
    level: float = LEVEL,
) -> Figure:
    """Measure AUROC; positives and negatives are resampled apart, so neither can vanish."""
    positive, negative = _by_class(scores, is_positive)
    if not len(positive) or not len(negative):
        return Figure(value=0.5, low=0.0, high=1.0, n=len(scores))
    rng = np.random.default_rng(seed)
    drawn = np.array(
        [
            _area(rng.choice(positive, len(positive)), np.sort(rng.choice(negative, len(negative))))
            for _ in range(resamples)
        ]
    )
    low, high = _percentiles(drawn, level)
    return Figure(value=_area(positive, np.sort(negative)), low=low, high=high, n=len(scores))


def balanced_accuracy_figure(
    scores: Sequence[float],
    is_positive: Sequence[bool],
    threshold: float,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> Figure:
    """Measure the mean of both classes' share on the right side of a threshold.

    Positive cases belong at or above it. The classes are resampled apart.
    """
    positive, negative = _by_class(scores, is_positive)
    if not len(positive) or not len(negative):
        return Figure(value=0.5, low=0.0, high=1.0, n=len(scores))
    right = (float((positive >= threshold).mean()), float((negative < threshold).mean()))
    rng = np.random.default_rng(seed)
    drawn = (
        rng.binomial(len(positive), right[0], resamples) / len(positive)
        + rng.binomial(len(negative), right[1], resamples) / len(negative)
    ) / 2.0
    low, high = _percentiles(drawn, level)
    return Figure(value=sum(right) / 2.0, low=low, high=high, n=len(scores))


def _by_class(scores: Sequence[float], is_positive: Sequence[bool]) -> tuple[Floats, Floats]:
    if len(scores) != len(is_positive):
        raise ValueError(f"scores and labels differ in number: {len(scores)}, {len(is_positive)}")
    marks = np.asarray(is_positive, dtype=np.bool_)
    values = np.asarray(scores, dtype=np.float64)
    return values[marks], values[~marks]


def _area(positive: Floats, sorted_negative: Floats) -> float:
    below = np.searchsorted(sorted_negative, positive, side="left")
    not_above = np.searchsorted(sorted_negative, positive, side="right")
    return float((below + not_above).mean() / (2 * len(sorted_negative)))


def _resampled_means(cases: Floats, seed: int, resamples: int) -> Floats:
    rng = np.random.default_rng(seed)
    at_once = max(1, _CELLS_AT_ONCE // len(cases))
    means: list[Floats] = []
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        means.append(cases[rng.integers(0, len(cases), size=(rows, len(cases)))].mean(axis=1))
    return np.concatenate(means)


def _percentiles(drawn: Floats, level: float) -> tuple[float, float]:
    outside = (1.0 - level) / 2.0
    low, high = np.quantile(drawn, [outside, 1.0 - outside])
    return float(low), float(high)
