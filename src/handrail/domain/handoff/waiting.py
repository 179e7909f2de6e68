"""How long does a customer wait for the first word of a person? Told only where it is known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

FEWEST = 10
"""Below so many recent handoffs of this queue, nothing is said of how long it takes."""
_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Hold what may honestly be said to somebody who begins to wait."""

    seconds: int | None = None
    """Nine of ten waited no longer, lately and at this hour; None where that is not known."""
    position: int | None = None
    """1 for the next in turn; None where nobody is there."""


UNKNOWN = Wait()


def expected_wait(recent: Sequence[timedelta], ahead: int, *, is_staffed: bool) -> Wait:
    """Return what may be told, from how long others waited and how many are ahead in the queue."""
    if not is_staffed:
        return UNKNOWN
    return Wait(seconds=_most_waited(recent), position=ahead + 1)


def _most_waited(recent: Sequence[timedelta]) -> int | None:
    if len(recent) < FEWEST:
        return None
    ordered = sorted(recent)
    return math.ceil(ordered[math.ceil(_SHARE * len(ordered)) - 1].total_seconds())
