"""What one look at all days found: what moved, and who fares worse than the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handrail.domain.quality.alert import (
    better_than_chance,
    in_order,
    is_whole,
    worse_than_chance,
)
from handrail.domain.quality.fairness import Compared, compared
from handrail.domain.quality.judged import Tally
from handrail.domain.quality.series import WEEK, Series, summed
from handrail.domain.quality.shift import Shift, shift_of
from handrail.domain.quality.usual import LOOKS_BACK
from handrail.domain.quality.watched import BY_MEASURE, Place
from handrail.domain.quality.waterfall import Week

COMPARES = 4 * WEEK
"""Days over which slices are compared with the rest."""
READS = LOOKS_BACK + 3 * WEEK
"""Days that a look needs: what is known late ends up to two weeks earlier."""
_KEPT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchReport:
    """Hold what a look found."""

    until: date
    """The first day that was not looked at: today, which is not over."""
    at: datetime
    worse: tuple[Shift, ...] = ()
    better: tuple[Shift, ...] = ()
    wholes: tuple[Shift, ...] = ()
    """Every measure of all conversations, moved or not."""
    slices: tuple[Compared, ...] = ()
    """Those that fare worse than the rest, and the nearest to it; the most harmed first."""
    series: int = 0
    """How many series had enough days to be looked at."""
    compared: int = 0
    is_simulated: bool = False
    lost: tuple[Week, ...] = ()
    """Where wrong answers lost the right article, week by week."""


def watch(
    series: Sequence[Series], until: date, at: datetime, *, is_simulated: bool = False
) -> WatchReport:
    """Look at every series."""
    known = [one for one in series if one.measure in BY_MEASURE]
    shifts = [shift for one in known if (shift := shift_of(one, until)) is not None]
    beside = compared(sums_of(known, until))
    worse = worse_than_chance(shifts)
    return WatchReport(
        until=until,
        at=at,
        worse=in_order(worse),
        better=in_order(better_than_chance(shifts)),
        wholes=tuple(one for one in shifts if is_whole(one)),
        slices=beside[:_KEPT],
        series=len(shifts),
        compared=len(beside),
        is_simulated=is_simulated,
    )


def sums_of(series: Iterable[Series], until: date) -> Mapping[str, Mapping[Place, Tally]]:
    """Add up the days over which slices are compared, by measure and slice."""
    first = until - timedelta(days=COMPARES)
    sums: dict[str, dict[Place, Tally]] = {}
    for one in series:
        days = (day for day in one.days if first <= day.day < until)
        sums.setdefault(one.measure, {})[one.place] = summed(days)
    return sums
