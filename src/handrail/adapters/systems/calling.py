"""One call at an operator's system, whatever it speaks, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from handrail.action_settings import PlaceDeclaration


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold what a system answered: it did what was asked."""

    body: object


@dataclass(frozen=True, slots=True)
class Denied:
    """Hold why a system did not do it: nothing has happened."""

    why: str


@dataclass(frozen=True, slots=True)
class NothingThere:
    """Say that what was asked for does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Hold why nobody knows what happened."""

    why: str
    is_untouched: bool = False
    """The request surely had no effect: it may be sent again, whatever the class."""


Heard = Answered | Denied | NothingThere | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Hold what is sent: arguments by name, and what the declaration puts elsewhere."""

    operation: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    placed: tuple[tuple[PlaceDeclaration, str], ...] = ()
    is_refusal_an_error: bool = False
    """What the system reports as an error means that nothing was done."""


class Caller(Protocol):
    """Speak to a system. Never raises for what the system or the network does."""

    def call(self, call: Call) -> Heard:
        """Do one call and return what came of it."""
        ...

    def close(self) -> None:
        """Leave the system."""
        ...


def spelled(moment: datetime) -> str:
    """Return a moment as it is sent: with its offset, to the microsecond."""
    return moment.isoformat(timespec="microseconds")
