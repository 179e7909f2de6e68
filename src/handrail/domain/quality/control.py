"""Between what would a day stay by chance alone? The limits of a control chart.

Shares have the limits that their past predicts for as many cases as the day had; means are charted
as individuals with moving ranges (Wheeler, Understanding Variation, 1993). One flat day of 370 lies
outside: the limits are for looking, and `shift` decides what raises an alert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from handrail.domain.quality.series import WEEK, DayCount, Series, recent_and_before
from handrail.domain.quality.usual import LEAST_BEFORE_DAYS, LOOKS_BACK, predicted, usual_of
from handrail.domain.quality.watched import BY_MEASURE

_OUTSIDE = 0.00135  # beyond three standard deviations on one side, as control charts have it
_MOVING_RANGE = 2.66  # Wheeler's factor for individuals


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Hold what a day was, and between what it would stay by chance alone."""

    day: date
    value: float
    cases: int
    usual: float
    low: float
    high: float

    @property
    def is_outside(self) -> bool:
        """Tell whether chance alone would hardly bring such a day."""
        return not self.low <= self.value <= self.high


def limits_of(series: Series, until: date, shown: int = 6 * WEEK) -> tuple[Limit, ...]:
    """Return the last days with their limits; nothing where too few days say what is usual."""
    watched = BY_MEASURE[series.measure]
    _, before = recent_and_before(series.days, until, LOOKS_BACK)
    first = until - timedelta(days=shown)
    last = [day for day in series.days if first <= day.day < until and day.cases]
    if len(before) < LEAST_BEFORE_DAYS:
        return ()
    return _share_limits(last, before) if watched.is_share else _mean_limits(last, before)


def _share_limits(last: Sequence[DayCount], before: Sequence[DayCount]) -> tuple[Limit, ...]:
    usual = usual_of(before)
    found = []
    for day in last:
        share = usual.by_weekday[day.day.weekday()]
        n = max(1, round(day.cases / usual.spread))
        chances = np.cumsum(predicted(n, share, usual.cases / usual.spread))
        low = int(np.searchsorted(chances, _OUTSIDE)) / n
        high = int(np.searchsorted(chances, 1.0 - _OUTSIDE)) / n
        value = day.hits / day.cases
        found.append(
            Limit(
                day=day.day,
                value=value,
                cases=day.cases,
                usual=share,
                low=min(low, share),
                high=min(1.0, max(high, share)),
            )
        )
    return tuple(found)


def _mean_limits(last: Sequence[DayCount], before: Sequence[DayCount]) -> tuple[Limit, ...]:
    means = [day.total / day.cases for day in before]
    usual = sum(means) / len(means)
    ranges = [abs(b - a) for a, b in pairwise(means)]
    half = _MOVING_RANGE * sum(ranges) / len(ranges)
    return tuple(
        Limit(
            day=day.day,
            value=day.total / day.cases,
            cases=day.cases,
            usual=usual,
            low=max(0.0, usual - half),
            high=usual + half,
        )
        for day in last
    )
