"""Ask for many things in parts: a statement takes only so many values."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_ASKED_AT_ONCE = 400
_T = TypeVar("_T")


def in_parts(items: Sequence[_T]) -> Iterator[list[_T]]:
    """Yield the items, as many at a time as are asked for at once."""
    for start in range(0, len(items), _ASKED_AT_ONCE):
        yield list(items[start : start + _ASKED_AT_ONCE])
