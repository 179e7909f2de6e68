"""Patterns that are compiled when they are first used: a start pays for those that it uses."""

import re
from typing import Any, cast


def when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as the compiled pattern does; it is compiled at its first use.

    Compiling all that the checks look for takes a fourteenth of a start; most answers quote, and
    most questions ask for one kind of thing.
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    def __init__(self, pattern: str, flags: int) -> None:
        self._spelled = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._spelled), name)
        self.__dict__[name] = found  # the next use costs what it costs on the pattern itself
        return found
