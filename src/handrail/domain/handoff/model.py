"""A handoff: who waits for whom and since when, and the brief that it starts with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import HandOffReason

HandoffId = NewType("HandoffId", str)


class HandoffState(StrEnum):
    """Where a handoff stands."""

    WAITING = "waiting"
    """A person was asked for and nobody has taken it yet."""
    TAKEN = "taken"
    """One of the staff has the word."""
    RETURNED = "returned"
    """The person gave the conversation back to the assistant."""
    CLOSED = "closed"
    """The person ended the conversation."""


OPEN = frozenset({HandoffState.WAITING, HandoffState.TAKEN})
"""A customer waits for a person, or has one; a conversation has at most one handoff like this."""


class Priority(StrEnum):
    """How soon somebody is to look, the most urgent first."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Slot(StrEnum):
    """What a brief has to say, each at least once; what is not known is marked so."""

    WANTS = "wants"
    """What the customer wants, in their own words."""
    CUSTOMER = "customer"
    """Who they are and how that was verified."""
    WHY = "why"
    """Why it was handed over."""
    SHOWN = "shown"
    """Which articles they were shown."""
    ACTIONS = "actions"
    """Which actions were proposed, and how each ended."""
    MISSING = "missing"
    """What is still to be found out or decided."""
    MOOD = "mood"
    NEXT_STEP = "next_step"
    """What to do first, with where that comes from."""


class SourceKind(StrEnum):
    """What a line of a brief can rest on."""

    MESSAGE = "message"
    ARTICLE = "article"
    ACTION = "action"
    SESSION = "session"
    """A token that showed who the customer is."""
    RECORD = "record"
    """The record of a turn: what was decided in it, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSource:
    """Point at what a line rests on."""

    kind: SourceKind
    ref: str
    """Id of the message, article, action, conversation (of a session) or record."""
    version: str | None = None
    """Version of an article."""
    quote: str = ""
    """The words there, where the line repeats some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLine:
    """Hold one thing that the person has to know."""

    slot: Slot
    text: str
    sources: tuple[LineSource, ...] = ()
    is_unknown: bool = False
    """Nothing is known of this; such a line has no source, every other line has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Hold what a person starts with; every slot is there."""

    lines: tuple[BriefLine, ...]
    writer: str
    """Name and version of what worded it."""

    def of(self, slot: Slot) -> tuple[BriefLine, ...]:
        """Return the lines of one slot, in order."""
        return tuple(line for line in self.lines if line.slot is slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """Hold one handover of a conversation to the staff; `version` grows with every change."""

    id: HandoffId
    conversation: ConversationId
    reason: HandOffReason
    state: HandoffState
    version: int
    requested_at: datetime
    queue: str
    """Whose work it is: the name of a queue of the settings."""
    priority: Priority
    is_staffed: bool
    """Whether somebody was there when it was asked for; otherwise a message was taken."""
    due_at: datetime | None = None
    """Until when the first word of a person is promised; None where nothing is promised."""
    language: str = "en"
    agent: StaffId | None = None
    """Who has taken it, or had it last."""
    introduced: StaffId | None = None
    """Who has the word as far as the customer was told; None where they were told of nobody."""
    passed_by: StaffId | None = None
    """Who passed it on last."""
    passed_at: datetime | None = None
    taken_at: datetime | None = None
    first_word_at: datetime | None = None
    """When a person first said something."""
    ended_at: datetime | None = None
    brief: Brief | None = None
    """None only where its customer was erased."""

    @property
    def hands(self) -> str:
        """Return what is another text once it is in other hands; a worded brief changes nothing."""
        moments = (at.isoformat() for at in (self.taken_at, self.passed_at) if at is not None)
        return " ".join((self.state.value, self.agent or "nobody", *moments))
