"""When is somebody there, and when will somebody be there again?

Hours are told by the clock on the wall of one place. They are turned into moments day by day, so
that a day with 23 or 25 hours is as right as any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_A_DAY = timedelta(days=1)
_LOOKED_AHEAD_DAYS = 400
"""Somebody who has not opened by then does not open."""
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Hold a part of a day, in minutes from midnight; it may end on the next day."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """Hold when a team is there."""

    zone: tzinfo
    week: tuple[tuple[Span, ...], ...]
    """Monday first."""
    holidays: frozenset[date] = frozenset()
    """Days on which nothing begins."""


def is_open(hours: OfficeHours, at: datetime) -> bool:
    """Tell whether somebody is there."""
    return any(begin <= at < end for begin, end in _openings(hours, at, days=2))


def next_opening(hours: OfficeHours, at: datetime) -> datetime | None:
    """Return when somebody is there next: now, where somebody is; None where nobody ever will be.

    It is told by the clock of the place itself.
    """
    for begin, end in _openings(hours, at):
        if end > at:
            return max(begin, at.astimezone(UTC)).astimezone(hours.zone)
    return None


def after_open_time(hours: OfficeHours, at: datetime, wait: timedelta) -> datetime | None:
    """Return when somebody will have been there for so long; None where that never comes."""
    left, counted_to = wait, at.astimezone(UTC)  # a wall's clock cannot be counted on
    for begin, end in _openings(hours, at):
        start = max(begin, counted_to)
        if end <= start:
            continue  # another span has counted this time already
        if end - start >= left:
            return start + left
        left -= end - start
        counted_to = end
    return None


def _openings(
    hours: OfficeHours, at: datetime, days: int = _LOOKED_AHEAD_DAYS
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the openings from the day before `at` on, earliest first, in UTC."""
    day = at.astimezone(hours.zone).date() - _A_DAY
    for _ in range(days + 1):
        if day not in hours.holidays:
            spans = sorted(hours.week[day.weekday()], key=lambda span: span.begins)
            for span in spans:
                last = day if span.ends > span.begins else day + _A_DAY
                yield _moment(hours, day, span.begins), _moment(hours, last, span.ends)
        day += _A_DAY


def _moment(hours: OfficeHours, day: date, minutes: int) -> datetime:
    days, within = divmod(minutes, _MINUTES_A_DAY)
    on_the_wall = time(*divmod(within, 60))
    local = datetime.combine(day + days * _A_DAY, on_the_wall, tzinfo=hours.zone)
    return local.astimezone(UTC)
