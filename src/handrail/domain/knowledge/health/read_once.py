"""What was read of a thing stays known while the thing stays as it is, from check to check."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Form = TypeVar("_Form")
_Read = TypeVar("_Read")


class ReadOnce(Generic[_Key, _Form, _Read]):
    """Remember what was read of each of so many things at most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[_Key, tuple[_Form, _Read]] = {}

    def of(self, key: _Key, form: _Form, read: Callable[[], _Read]) -> _Read:
        """Return what is read of a thing in this form; it is read anew where it had another."""
        known = self._held.get(key)
        if known is None or known[0] != form:
            if len(self._held) >= self._most:
                self._held.clear()
            known = (form, read())
            self._held[key] = known
        return known[1]
