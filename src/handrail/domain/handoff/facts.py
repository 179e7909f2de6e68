"""What a brief is written from: everything that is known of a conversation, as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handrail.domain.actions.model import Action, CustomerSession
from handrail.domain.actions.spec import ActionSpec
from handrail.domain.conversation.model import Author, Conversation, Message, MessageId
from handrail.domain.decision.model import HandOff, HandOffReason, TurnRecord
from handrail.domain.knowledge.model import ArticleId


class MoodKind(StrEnum):
    """How a customer seems to feel."""

    CALM = "calm"
    WORRIED = "worried"
    UPSET = "upset"
    FRUSTRATED = "frustrated"
    ANGRY = "angry"
    DISTRESSED = "distressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """Hold how a customer seems to feel, and the words that show it."""

    kind: MoodKind
    message: MessageId
    words: str
    """As they stand in the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTold:
    """Hold an action as its card tells of it."""

    action: Action
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    """Label and value, every value as it is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefFacts:
    """Hold what is known of a conversation when it is handed over."""

    conversation: Conversation
    """With its messages."""
    records: tuple[TurnRecord, ...]
    """In the order of the turns."""
    reason: HandOffReason | None
    """None where a person took it over without being asked for."""
    at: datetime
    """When the brief is written."""
    actions: tuple[ActionTold, ...] = ()
    """In the order in which they were proposed."""
    specs: Mapping[str, ActionSpec] = field(default_factory=dict)
    """The actions that can be asked for, by name."""
    titles: Mapping[ArticleId, str] = field(default_factory=dict)
    """What the articles that are named in the records are called."""
    session: CustomerSession | None = None
    """Who the customer is, from a token; it may have run out."""
    mood: Mood | None = None
    language: str = "en"

    @property
    def customer_messages(self) -> tuple[Message, ...]:
        """Return what the customer wrote, oldest first."""
        return tuple(m for m in self.conversation.messages if m.author is Author.CUSTOMER)

    @property
    def handover(self) -> TurnRecord | None:
        """Return the record of the turn in which it was handed over, else of the last one."""
        last = len(self.records) - 1
        while last > 0 and _hands_over(self.records[last - 1]) and _hands_over(self.records[last]):
            last -= 1
        return self.records[last] if self.records else None


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold what the customer wrote, and what came of it."""

    message: Message | None
    """None where its words are not there any more."""
    record: TurnRecord


def turns_of(facts: BriefFacts) -> tuple[Turn, ...]:
    """Return the turns of a conversation, each record with the message that it is of."""
    return tuple(_paired(facts.records, facts.customer_messages))


def _paired(records: Sequence[TurnRecord], messages: Sequence[Message]) -> Iterator[Turn]:
    at = 0
    for record in records:
        place = next(
            (i for i in range(at, len(messages)) if messages[i].text == record.question), None
        )
        yield Turn(None if place is None else messages[place], record)
        at = at if place is None else place + 1


def _hands_over(record: TurnRecord) -> bool:
    return isinstance(record.outcome, HandOff)
