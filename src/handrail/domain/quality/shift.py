"""Did a measure really move in the last week, or is this what its weeks are always like?

A share is compared with what its own past predicts (see `usual`), a mean by Welch's test with the
same factor for days that differ. `python -m benchmarks.control_limits` measures how often a project
in which nothing changes is told that something did, and how soon a shift is found.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.domain.quality.model import Figure
from handrail.domain.quality.series import WEEK, DayCount, Series, recent_and_before, summed
from handrail.domain.quality.usual import (
    LEAST_BEFORE_DAYS,
    LOOKS_BACK,
    NORMAL,
    error_of,
    mean_figure_of,
    mean_spread,
    share_with_spread,
    tails,
    usual_of,
)
from handrail.domain.quality.watched import BY_MEASURE, Place, Watched

_LEAST_BEFORE, _LEAST_RECENT, _LEAST_MEAN = 50, 10, 30
_WORTH = 0.05  # of shifts more likely than that nobody asks since when


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hold how the last week differs from the weeks before it."""

    measure: str
    slice: str
    of: str
    before: Figure
    now: Figure
    chance: float
    """How likely so much worse a week is where nothing has changed."""
    chance_better: float
    since: date
    """Where the two parts differ most: the day it most likely began."""
    excess: float
    """Customers of the last week who fared worse than usual; less than 0: better."""

    @property
    def place(self) -> Place:
        """Return the slice with its value."""
        return self.slice, self.of

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {
            "measure": self.measure,
            "slice": self.slice,
            "of": self.of,
            "before": self.before.as_json(),
            "now": self.now.as_json(),
            "chance": self.chance,
            "since": self.since.isoformat(),
            "excess": round(self.excess, 2),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """Hold the last week beside what was before, whichever way is bad."""

    now: Figure
    before: Figure
    up: float
    """How likely so much or more is where nothing has changed."""
    down: float
    more: float


def shift_of(series: Series, until: date) -> Shift | None:
    """Compare the last whole week with those before; None where there is too little to say."""
    watched = BY_MEASURE[series.measure]
    recent, before = recent_and_before(series.days, until, LOOKS_BACK)
    least = _LEAST_RECENT if watched.is_share else _LEAST_MEAN
    if len(before) < LEAST_BEFORE_DAYS or summed(before).cases < _LEAST_BEFORE:
        return None
    if summed(recent).cases < least:
        return None
    moved = (_moved_share if watched.is_share else _moved_mean)(recent, before)
    chances = (moved.up, moved.down) if watched.is_bad_high else (moved.down, moved.up)
    return Shift(
        measure=series.measure,
        slice=series.slice,
        of=series.of,
        before=moved.before,
        now=moved.now,
        chance=chances[0],
        chance_better=chances[1],
        since=_since(recent, before, watched) if min(chances) < _WORTH else recent[0].day,
        excess=moved.more if watched.is_bad_high else -moved.more,
    )


def _moved_share(recent: Sequence[DayCount], before: Sequence[DayCount]) -> _Moved:
    usual, now, past = usual_of(before), summed(recent), summed(before)
    expected = sum(d.cases * usual.by_weekday[d.day.weekday()] for d in recent) / now.cases
    up, down = tails(
        now.hits / usual.spread, now.cases / usual.spread, expected, usual.cases / usual.spread
    )
    return _Moved(
        now=share_with_spread(now.hits, now.cases, usual.spread),
        before=share_with_spread(past.hits, past.cases, usual.spread),
        up=up,
        down=down,
        more=now.hits - expected * now.cases,
    )


def _moved_mean(recent: Sequence[DayCount], before: Sequence[DayCount]) -> _Moved:
    spread, now = mean_spread(before), summed(recent)
    figure, usual = (mean_figure_of(days, spread) for days in (recent, before))
    error = math.hypot(error_of(recent, spread), error_of(before, spread))
    apart = (figure.value - usual.value) / error if error else 0.0
    up = 1.0 - NORMAL.cdf(apart)
    return _Moved(
        now=figure,
        before=usual,
        up=up,
        down=1.0 - up,
        more=now.total - usual.value * now.cases,
    )


def _since(recent: Sequence[DayCount], before: Sequence[DayCount], watched: Watched) -> date:
    """Return the day that parts these weeks best: where what came before differs most."""
    days = [*before, *recent]
    begin = recent[0].day - timedelta(days=3 * WEEK)
    amounts = [float(day.hits) if watched.is_share else day.total for day in days]
    cases, total = sum(day.cases for day in days), sum(amounts)
    best, at = -1.0, recent[0].day
    seen, said = 0, 0.0
    for day, amount in zip(days, amounts, strict=True):
        if day.day >= begin and 0 < seen < cases:
            moved = said / seen - (total - said) / (cases - seen)
            weight = moved * moved * seen * (cases - seen)
            if weight > best:
                best, at = weight, day.day
        seen, said = seen + day.cases, said + amount
    return at
