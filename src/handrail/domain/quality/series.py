"""A measure over days: how many cases there were, and of how many it was so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.domain.quality.judged import Tally
from handrail.domain.quality.watched import Place

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """Count one day: `hits` of `cases` for a share, `total` and `squares` for a mean."""

    day: date
    hits: int = 0
    cases: int = 0
    total: float = 0.0
    squares: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Hold a measure of one slice, day by day, the oldest first; days without a case may lack."""

    measure: str
    slice: str
    of: str
    days: tuple[DayCount, ...]

    @property
    def place(self) -> Place:
        """Return the slice with its value."""
        return self.slice, self.of


def summed(days: Iterable[DayCount]) -> Tally:
    """Add days up."""
    held = tuple(days)
    return Tally(
        hits=sum([day.hits for day in held]),
        cases=sum([day.cases for day in held]),
        total=sum([day.total for day in held]),
        squares=sum([day.squares for day in held]),
    )


def recent_and_before(
    days: Sequence[DayCount], until: date, most_before: int
) -> tuple[tuple[DayCount, ...], tuple[DayCount, ...]]:
    """Return the seven days before `until`, and whole weeks before those: no weekday weighs more.

    What is known late, as whether somebody came back, ends earlier: the newest day with a case.
    """
    past = [day for day in days if day.cases and day.day < until]
    if not past:
        return (), ()
    end = max(day.day for day in past)
    cut = end - timedelta(days=WEEK)
    recent = tuple(day for day in past if day.day > cut)
    first = max(min(day.day for day in past), cut - timedelta(days=most_before - 1))
    weeks = ((cut - first).days + 1) // WEEK
    begin = cut - timedelta(days=weeks * WEEK)
    return recent, tuple(day for day in past if begin < day.day <= cut)
