"""Conversations, their messages, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
SiteKey = NewType("SiteKey", str)


class Author(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"


class ConversationState(StrEnum):
    """Who has the word."""

    OPEN = "open"
    """The assistant answers."""
    HANDED_OFF = "handed_off"
    """A person was asked for and the assistant is silent."""
    CLOSED = "closed"


class Origin(StrEnum):
    """Where a conversation comes from that no customer began."""

    SIMULATION = "simulation"
    """A scripted customer wrote it: it counts in no figure about customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """Hold what a customer sent, before anything is known about it."""

    conversation: ConversationId | None
    """None opens a new conversation."""
    text: str
    idempotency_key: str | None = None
    """Same conversation, same key: the same message, sent twice."""
    locale: str | None = None
    product: str | None = None
    site: str | None = None
    channel: str = "api"
    token_digest: str | None = None
    """SHA-256 of the bearer token of a conversation that this message opens."""
    customer: str | None = None
    """Who the customer is, from an authenticated session; None where nobody knows."""
    wants_person: bool = False
    """The customer pressed the button that asks for a person; the text is only what they added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Hold one message of a conversation."""

    id: MessageId
    conversation: ConversationId
    sequence: int
    """Order within the conversation, from 1; the database decides it, not a clock."""
    author: Author
    text: str
    at: datetime
    by: str | None = None
    """The name of the agent who wrote it, as the customer is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Hold something that happened in a conversation, for whoever listens; JSON values only."""

    kind: str
    """For example `reply.finished`; see docs/reference/http.md."""
    facts: Mapping[str, object] = field(default_factory=dict)
    sequence: int = 0
    """Order within the conversation, from 1, given by the database; 0 before it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Hold where a conversation stands; `version` grows with every change."""

    id: ConversationId
    state: ConversationState
    version: int
    opened_at: datetime
    locale: str | None = None
    """Language of the articles that it is answered from; None for any."""
    product: str | None = None
    site: str | None = None
    channel: str = "api"
    token_digest: str | None = None
    """SHA-256 of the bearer token that lets a customer continue it; None where opened locally."""
    customer: str | None = None
    """Who the customer is, from an authenticated session; what is said is sealed for them alone."""
    origin: Origin | None = None
    """None where a customer began it."""
    messages: tuple[Message, ...] = field(default=(), repr=False)

    @property
    def is_simulated(self) -> bool:
        """Tell whether a scripted customer wrote it."""
        return self.origin is Origin.SIMULATION

    @property
    def questions(self) -> tuple[str, ...]:
        """Return what the customer wrote so far, oldest first."""
        return tuple(m.text for m in self.messages if m.author is Author.CUSTOMER)
