"""What is kept of how a conversation went: its outcome, and what it adds to the figures of its day.

A conversation adds the same few numbers to every figure, whatever slices it falls into. So a day is
made of what its conversations kept, and no page ever reads conversations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from handrail.domain.conversation.model import ConversationId
from handrail.domain.quality.outcome import Outcome, Why


class Hands(StrEnum):
    """Who brought a conversation to its end."""

    ASSISTANT = "assistant"
    """Alone: no person was asked for and none spoke."""
    STAFF = "staff"
    """A person spoke, and the assistant had answered nothing."""
    BOTH = "both"
    NOBODY = "nobody"
    """A person was asked for and none spoke."""


PEOPLE = frozenset({Hands.STAFF, Hands.BOTH})


class Slice(StrEnum):
    """What figures can be told apart by."""

    ALL = "all"
    TOPIC = "topic"
    LOCALE = "locale"
    CHANNEL = "channel"
    ARTICLE = "article"
    ACTION = "action"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold what is added up of a measure: a share's hits among its cases, or a sum over cases."""

    hits: int = 0
    cases: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(
            self.hits + other.hits,
            self.cases + other.cases,
            self.total + other.total,
            self.squares + other.squares,
        )


def share_of_one(is_hit: bool) -> Tally:  # noqa: FBT001 - the one thing that a share counts
    """Return what one case adds to a share."""
    return Tally(hits=int(is_hit), cases=1)


def amount_of_one(amount: float, *, is_hit: bool = False) -> Tally:
    """Return what one case adds to a mean."""
    return Tally(hits=int(is_hit), cases=1, total=amount, squares=amount * amount)


def day_of(moment: datetime) -> date:
    """Return the day in UTC that a moment belongs to."""
    return moment.astimezone(UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adds:
    """Hold what one conversation adds to the figures of its day."""

    slices: Mapping[str, tuple[str, ...]]
    """Slice to the values that the conversation falls under: `article` to those it cites."""
    tallies: Mapping[str, Tally]
    reversals: Mapping[str, Tally] = field(default_factory=dict)
    """Action to what of it was done, and made good for afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold how one conversation went, as it was judged at a moment."""

    conversation: ConversationId
    outcome: Outcome
    why: Why
    topic: str | None
    handled_by: Hands
    last_at: datetime
    """Of its last message: the conversation belongs to this day."""
    judged_at: datetime
    """Whatever was stored before this moment counts in it."""
    version: int
    returned_in: ConversationId | None
    is_simulated: bool
    adds: Adds

    @property
    def day(self) -> date:
        """Return the day that the conversation belongs to."""
        return day_of(self.last_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """Hold what one day's conversations of a slice add up to, for one measure."""

    day: date
    measure: str
    slice: str
    of: str
    is_simulated: bool
    tally: Tally
