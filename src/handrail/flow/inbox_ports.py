"""What looking through the inbox asks of the database: a page of conversations at a time."""

from collections.abc import Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import Handoff, Priority


class View(StrEnum):
    """Which conversations somebody looks at, by where they stand."""

    WAITING = "waiting"
    MINE = "mine"
    OTHERS = "others"
    RETURNED = "returned"
    CLOSED = "closed"
    ALL = "all"
    """With words to look for, also those that the assistant has alone."""


class Order(StrEnum):
    """In which order they come."""

    URGENT = "urgent"
    """The most urgent first, then those who wait longest."""
    WAITING = "waiting"
    """Those who wait longest first."""
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """Hold which conversations are listed, and in which order; None takes all."""

    view: View
    me: StaffId
    queues: Set[str] | None = None
    reason: HandOffReason | None = None
    priority: Priority | None = None
    channel: str | None = None
    language: str | None = None
    order: Order = Order.URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Hold one conversation of a list, without what was said in it."""

    conversation: Conversation
    handoff: Handoff | None
    """Its newest; None where the assistant always had it."""
    asked: str = ""
    """What the customer wrote last, read where no brief says what they want."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """Hold one page of a list."""

    rows: tuple[Listed, ...]
    next: str | None
    """Where the following page begins; None on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold in which conversations something was said."""

    refs: tuple[ConversationId, ...]
    """The newest first."""
    is_cut: bool = False
    """There are more, or older ones were not looked through."""


class InboxRead(Protocol):
    """Look through conversations in one short transaction."""

    def said(self, words: Sequence[str], limit: int) -> Said:
        """Return conversations that hold every word, whose id it is, or whose customer's id.

        A word may be any part of what was said, in any case. Nothing is found of a customer who
        was erased.
        """
        ...

    def listed(self, wanted: InboxFilter, after: str | None, limit: int) -> ListedPage:
        """Return one page of the conversations that were handed over; raises BadInput."""
        ...

    def found(
        self,
        refs: Sequence[ConversationId],
        wanted: InboxFilter,
        after: str | None,
        limit: int,
    ) -> ListedPage:
        """Return one page of these conversations, the newest first; raises BadInput."""
        ...


class InboxStore(Protocol):
    """Open transactions to look through conversations."""

    def looking(self) -> AbstractContextManager[InboxRead]:
        """Open a short reading transaction."""
        ...
