"""When is a shift told, and of which part of the conversations?

One measure that moves shows in many slices: the topic, its articles, the language they are asked
in. So a measure raises one alert, which names every place where it moved. What an open alert covers
is not told again, and what one that was closed lately covered is not either: the week that was
looked at is still the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NewType

from handrail.domain.quality.shift import Shift
from handrail.domain.quality.watched import BY_MEASURE, EVERYTHING

AlertId = NewType("AlertId", str)

FALSE_A_DAY = 0.002
"""How likely any look at a project in which nothing changes may find something, all series
together: half of it for the measures as a whole, half for their slices."""
_SETTLES = timedelta(days=7)
_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Hold a measure that got worse, with every place where it did."""

    id: AlertId
    measure: str
    at: datetime
    shifts: tuple[Shift, ...]
    """The most customers harmed first; all conversations, where they moved, before any part."""
    is_simulated: bool = False
    closed_at: datetime | None = None
    closed_by: str | None = None
    note: str = ""
    """What whoever closed it found."""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to look at it."""
        return self.closed_at is None

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {
            "id": self.id,
            "measure": self.measure,
            "at": self.at.isoformat(),
            "simulated": self.is_simulated,
            "shifts": [shift.as_json() for shift in self.shifts],
            "closed_at": None if self.closed_at is None else self.closed_at.isoformat(),
            "closed_by": self.closed_by,
            "note": self.note,
        }

    def covers(self, shift: Shift, now: datetime) -> bool:
        """Tell whether a shift was told by this alert."""
        is_past = self.closed_at is not None and now - self.closed_at >= _SETTLES
        places = {one.place for one in self.shifts}
        return not is_past and self.measure == shift.measure and shift.place in places


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hold a measure that got worse and was not told of yet."""

    measure: str
    shifts: tuple[Shift, ...]


def is_whole(shift: Shift) -> bool:
    """Tell whether a shift is of all conversations."""
    return shift.place == EVERYTHING


def worse_than_chance(looked_at: Sequence[Shift]) -> tuple[Shift, ...]:
    """Return the shifts for the worse that chance does not explain."""
    levels = _levels(looked_at)
    return tuple(one for one in looked_at if one.chance <= levels[is_whole(one)])


def better_than_chance(looked_at: Sequence[Shift]) -> tuple[Shift, ...]:
    """Return the shifts for the better that chance does not explain."""
    levels = _levels(looked_at)
    return tuple(one for one in looked_at if one.chance_better <= levels[is_whole(one)])


def _levels(looked_at: Sequence[Shift]) -> dict[bool, float]:
    """Return how unlikely a shift has to be: all that were looked at share what is allowed."""
    wholes = sum(is_whole(one) for one in looked_at)
    return {
        True: FALSE_A_DAY / 2 / max(1, wholes),
        False: FALSE_A_DAY / 2 / max(1, len(looked_at) - wholes),
    }


def to_raise(worse: Iterable[Shift], held: Sequence[Alert], now: datetime) -> tuple[Found, ...]:
    """Return what is to be told: measures with a place that no alert covers."""
    by_measure: dict[str, list[Shift]] = {}
    for shift in worse:
        by_measure.setdefault(shift.measure, []).append(shift)
    found = []
    for measure in (name for name in BY_MEASURE if name in by_measure):
        shifts = by_measure[measure]
        if any(not any(alert.covers(shift, now) for alert in held) for shift in shifts):
            found.append(Found(measure=measure, shifts=in_order(shifts)[:_NAMED]))
    return tuple(found)


def in_order(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return the whole before its parts, then where most customers are harmed."""
    return tuple(sorted(shifts, key=lambda one: (not is_whole(one), -one.excess, one.of)))


def closed(alert: Alert, by: str, at: datetime, note: str) -> Alert:
    """Return an alert that somebody has looked into."""
    return replace(alert, closed_at=at, closed_by=by, note=note)
