"""Do something anew where somebody else came first."""

from collections.abc import Callable
from typing import TypeVar

from handrail.kernel.errors import Conflict

_T = TypeVar("_T")


def try_again(work: Callable[[], _T], times: int) -> _T:
    """Return what the work returns; each Conflict but the last starts it over, up to `times`."""
    for _ in range(times - 1):
        try:
            return work()
        except Conflict:
            continue
    return work()
