"""What is handed to a place outside, and what it says of it."""

from dataclasses import dataclass
from datetime import timedelta

from handrail.domain.conversation.model import Conversation, Message
from handrail.domain.handoff.model import Handoff
from handrail.flow.delivery import DeliveryId, DeliveryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Hold a conversation that was handed over, for people who work elsewhere."""

    ref: DeliveryId
    handoff: Handoff
    subject: str
    brief: str
    """The brief, as text."""
    conversation: Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Hold a later message for a ticket."""

    ref: DeliveryId
    ticket: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Say that a conversation was ended here."""

    ref: DeliveryId
    ticket: str
    handoff: Handoff


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Hold a mail to a customer."""

    ref: DeliveryId
    to: str
    subject: str
    body: str
    by: str | None
    """The person who wrote it, as customers are told; None where the assistant did."""
    answers: str | None
    """Message-ID of the mail that it answers."""
    thread: tuple[str, ...]
    """Message-IDs of the thread, oldest first."""
    token: str
    """Marks the thread where a mail program keeps no other trace of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Tell the staff of something to look at; holds nothing personal."""

    ref: DeliveryId
    kind: DeliveryKind
    text: str
    link: str | None


Parcel = Ticket | Note | Closing | Letter | Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Say that the other side has it."""

    remote: str | None = None
    """What it calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Say that the other side has it not, or that nobody knows."""

    why: str
    after: timedelta | None = None
    """How long the other side asks to wait."""
    is_final: bool = False
    """Trying the same again cannot help."""
