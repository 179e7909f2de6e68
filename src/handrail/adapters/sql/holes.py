"""Which numbers below the highest sealed one were not there yet?

Most belong to transactions that were rolled back and never come. Some belong to transactions that
still run: their entries are looked for until an hour has passed, longer than any transaction takes.
What comes later still is found by a thorough seal.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

from handrail.adapters.sql.tables import audit_entries
from handrail.kernel.canonical import canonical_json

_KEPT = timedelta(hours=1)
_ASKED_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Hold a range of numbers that were skipped, both ends inside."""

    first: int
    last: int
    seen: datetime


def read_holes(spelled: str) -> list[Hole]:
    """Return the holes that were stored."""
    return [
        Hole(first=first, last=last, seen=datetime.fromisoformat(seen))
        for first, last, seen in json.loads(spelled)
    ]


def spelled_holes(holes: Sequence[Hole]) -> str:
    """Return holes as they are stored."""
    return canonical_json([[hole.first, hole.last, hole.seen.isoformat()] for hole in holes])


def in_holes(holes: Sequence[Hole]) -> Iterator[ColumnElement[bool]]:
    """Yield conditions of which one holds for each entry whose number lies in a hole."""
    sequence = audit_entries.c.sequence
    for start in range(0, len(holes), _ASKED_AT_ONCE):
        some = holes[start : start + _ASKED_AT_ONCE]
        yield or_(*(sequence.between(hole.first, hole.last) for hole in some))


def holes_after(
    holes: Sequence[Hole], highest: int, sealed: Sequence[int], now: datetime
) -> list[Hole]:
    """Return the holes that are left and those that came, once these numbers are sealed."""
    filled = sorted(number for number in sealed if number <= highest)
    left = [part for hole in holes for part in _without(hole, filled)]
    last = highest
    for number in sorted(number for number in sealed if number > highest):
        if number > last + 1:
            left.append(Hole(first=last + 1, last=number - 1, seen=now))
        last = number
    return [hole for hole in left if hole.seen > now - _KEPT]


def _without(hole: Hole, filled: Sequence[int]) -> list[Hole]:
    parts, first = [], hole.first
    for number in filled:
        if hole.first <= number <= hole.last:
            if number > first:
                parts.append(Hole(first=first, last=number - 1, seen=hole.seen))
            first = number + 1
    if first <= hole.last:
        parts.append(Hole(first=first, last=hole.last, seen=hole.seen))
    return parts
