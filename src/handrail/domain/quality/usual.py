"""What is a measure usually like, and what does its past predict?

A share is predicted beta-binomially: exact where there are few cases, and as uncertain as a short
past makes it. Two things make days differ though nothing has changed, and both are taken out: the
day of the week (its shares are drawn towards the common one as far as they may differ by chance,
after Stein), and that days differ more than single customers explain (the factor of Laney's
p'-chart: counts weigh so much less).

Laney, Improved control charts for attributes, Quality Engineering 14 (2002). See
docs/decisions/0082.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from handrail.domain.quality.model import Figure
from handrail.domain.quality.series import WEEK, DayCount, summed

LOOKS_BACK = 8 * WEEK
"""Days before the recent week that say what is usual."""
LEAST_BEFORE_DAYS = 12
"""Fewer days with a case say nothing of what is usual."""
NORMAL = NormalDist()
LEVEL = 0.95
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Hold what the past says of a share."""

    share: float
    by_weekday: Mapping[int, float]
    spread: float
    """How much more days differ than single customers explain; never less than 1."""
    cases: int


def usual_of(days: Sequence[DayCount]) -> Usual:
    """Return what days of a share are usually like."""
    total = summed(days)
    share = total.hits / total.cases
    by_weekday = _by_weekday(days, share)
    return Usual(
        share=share,
        by_weekday=by_weekday,
        spread=_spread(days, by_weekday),
        cases=total.cases,
    )


def tails(hits: float, cases: float, share: float, known: float) -> tuple[float, float]:
    """Return how likely so many hits or more are, and so many or fewer.

    `share` is what `known` cases have shown before. Counts may be fractions: they are taken as the
    whole number that says less.
    """
    n = max(1, round(cases))
    pmf = predicted(n, share, known)
    up, down = min(n, math.floor(hits)), min(n, math.ceil(hits))
    return float(min(1.0, pmf[up:].sum())), float(min(1.0, pmf[: down + 1].sum()))


def share_with_spread(hits: int, cases: int, spread: float = 1.0) -> Figure:
    """Return a share with its Wilson interval, wider where days differ more than by chance."""
    if not cases:
        return Figure(value=0.0, low=0.0, high=1.0, n=0)
    low, high = wilson(hits / cases, cases / spread, NORMAL.inv_cdf(0.5 + LEVEL / 2))
    return Figure(value=hits / cases, low=low, high=high, n=cases)


def wilson(share: float, cases: float, z: float) -> tuple[float, float]:
    """Return the score interval of a share."""
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    half /= 1 + z * z / cases
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def mean_figure_of(days: Sequence[DayCount], spread: float = 1.0) -> Figure:
    """Return a mean with its interval."""
    total = summed(days)
    if not total.cases:
        return Figure(value=0.0, low=0.0, high=0.0, n=0)
    half = NORMAL.inv_cdf(0.5 + LEVEL / 2) * error_of(days, spread)
    value = total.total / total.cases
    return Figure(value=value, low=value - half, high=value + half, n=total.cases)


def predicted(n: int, share: float, known: float) -> Floats:
    """Return the beta-binomial chances of 0 to n hits, after Jeffreys' prior."""
    a, b = share * known + 0.5, (1.0 - share) * known + 0.5
    first = math.lgamma(n + b) + math.lgamma(a + b) - math.lgamma(b) - math.lgamma(n + a + b)
    k = np.arange(n, dtype=np.float64)
    steps = np.log((n - k) * (k + a)) - np.log((k + 1.0) * (n - k - 1.0 + b))
    logs = first + np.concatenate([[0.0], np.cumsum(steps)])
    chances: Floats = np.exp(logs)
    return chances


def _by_weekday(days: Sequence[DayCount], share: float) -> dict[int, float]:
    groups: dict[int, list[DayCount]] = {}
    for day in days:
        groups.setdefault(day.day.weekday(), []).append(day)
    held = {w: summed(alike) for w, alike in groups.items()}
    variance = share * (1.0 - share)
    if len(held) < WEEK or variance == 0.0:
        return dict.fromkeys(range(WEEK), share)
    apart = sum((g.hits - g.cases * share) ** 2 / (g.cases * variance) for g in held.values())
    kept = max(0.0, 1.0 - (WEEK - 1 - 2) / apart) if apart else 0.0  # positive-part Stein
    return {w: share + kept * (g.hits / g.cases - share) for w, g in held.items()}


def _spread(days: Sequence[DayCount], by_weekday: Mapping[int, float]) -> float:
    apart, counted = 0.0, 0
    for day in days:
        share = by_weekday[day.day.weekday()]
        variance = day.cases * share * (1.0 - share)
        if variance > 0.0:
            apart += (day.hits - day.cases * share) ** 2 / variance
            counted += 1
    free = counted - (WEEK if len(set(by_weekday.values())) > 1 else 1)
    return max(1.0, apart / free) if free > 0 else 1.0


def error_of(days: Sequence[DayCount], spread: float) -> float:
    """Return the standard error of a mean."""
    return math.sqrt(spread * _variance(days) / summed(days).cases)


def _variance(days: Sequence[DayCount]) -> float:
    total = summed(days)
    if total.cases < 2:
        return 0.0
    return max(0.0, (total.squares - total.total**2 / total.cases) / (total.cases - 1))


def mean_spread(days: Sequence[DayCount]) -> float:
    """Return how much more the means of days differ than single customers explain."""
    total, variance = summed(days), _variance(days)
    if variance == 0.0:
        return 1.0
    mean = total.total / total.cases
    apart = sum((d.total - d.cases * mean) ** 2 / (d.cases * variance) for d in days)
    return max(1.0, apart / (len(days) - 1))
