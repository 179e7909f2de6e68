"""How long does a customer wait for the first word of a person? Told only where it is known.

What is told is when nine of ten had their answer, among the handoffs of the last weeks in this
queue at this hour of the day. Those who are still waiting, or left without an answer, count as
well: each says that it took at least so long (the product-limit estimate of Kaplan and Meier).
Leaving them out would make a desk look the quicker, the more of its customers give up.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

FEWEST = 10
"""Below so many answered handoffs, nothing is said of how long it takes."""
LATELY = timedelta(days=28)
"""How far back handoffs are looked at."""
_SHARE_LEFT = 0.1
_NEAR_HOURS = 1
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Hold how long one customer waited while somebody was there."""

    since: datetime
    answered_at: datetime | None = None
    """When a person said their first word; None where nobody did."""
    ended_at: datetime | None = None
    """When it ended; None while it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Hold what may honestly be said to somebody who begins to wait."""

    seconds: int | None = None
    """Nine of ten waited no longer, lately and at this hour; None where that is not known."""
    position: int | None = None
    """1 for the next in turn; None where nobody is there."""


UNKNOWN = Wait()


def expected_wait(
    recent: Iterable[Waited], ahead: int, now: datetime, zone: tzinfo, *, is_staffed: bool
) -> Wait:
    """Return what may be told, from how long others waited and how many are ahead in the queue."""
    if not is_staffed:
        return UNKNOWN
    hour = now.astimezone(zone).hour
    near = [held for held in recent if _is_near(held.since.astimezone(zone).hour, hour)]
    return Wait(seconds=_most_waited(near, now), position=ahead + 1)


def _is_near(hour: int, other: int) -> bool:
    apart = abs(hour - other)
    return min(apart, _HOURS_A_DAY - apart) <= _NEAR_HOURS


def _most_waited(recent: list[Waited], now: datetime) -> int | None:
    """Return after how many seconds one of ten is still without an answer; None if not known."""
    if sum(held.answered_at is not None for held in recent) < FEWEST:
        return None
    lengths = sorted((_length(held, now), held.answered_at is None) for held in recent)
    left = 1.0
    for place, (length, is_unanswered) in enumerate(lengths):
        if is_unanswered:
            continue
        at_risk = len(lengths) - place
        left *= 1 - 1 / at_risk
        if left <= _SHARE_LEFT + 1e-9:
            return math.ceil(length.total_seconds())
    return None


def _length(held: Waited, now: datetime) -> timedelta:
    return (held.answered_at or held.ended_at or now) - held.since
