"""What is delivered to other systems, and what delivering needs from outside.

The rows are the truth and the queue: what is to be delivered is made from handoffs, messages and
actions as they are stored, so nothing can be announced and not be due.
"""

from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from handrail.domain.actions.model import Action, ActionId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId, Message
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffId

DeliveryId = NewType("DeliveryId", str)
SinkName = NewType("SinkName", str)


class DeliveryKind(StrEnum):
    """What is delivered."""

    HANDOFF = "handoff"
    """A conversation that was handed over, as a ticket with brief and transcript."""
    MESSAGE = "message"
    """A later message of it, for the ticket."""
    CLOSING = "closing"
    """That one of the staff ended it here."""
    MAIL = "mail"
    """A reply to a customer who wrote by e-mail."""
    REFUSAL = "refusal"
    """Why a mail that came in was not read."""
    WAITING = "waiting"
    """Notice that a customer waits for a person."""
    APPROVAL = "approval"
    """Notice that an action waits for the staff."""
    FAILURE = "failure"
    """Notice that something could not be delivered."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    DUE = "due"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up: somebody has to look."""
    NEEDLESS = "needless"
    """What it was about ended before, or its customer was erased."""


HELPDESK_KINDS = frozenset({DeliveryKind.HANDOFF, DeliveryKind.MESSAGE, DeliveryKind.CLOSING})
MAIL_KINDS = frozenset({DeliveryKind.MAIL, DeliveryKind.REFUSAL})
NOTICE_KINDS = frozenset({DeliveryKind.WAITING, DeliveryKind.APPROVAL, DeliveryKind.FAILURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Hold one thing that is to reach one place; `attempts` grows with every claim."""

    id: DeliveryId
    """What the other side sees twice it can do once."""
    sink: SinkName
    kind: DeliveryKind
    conversation: ConversationId
    about: str
    """Id of the handoff, message, action, mail or delivery that is told of."""
    state: DeliveryState
    made_at: datetime
    next_at: datetime
    attempts: int = 0
    worker: str | None = None
    lease_until: datetime | None = None
    why: str | None = None
    """Why it was not delivered yet, or at all."""
    ended_at: datetime | None = None
    remote: str | None = None
    """What the other side calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Say how often and how long a delivery is tried."""

    most_attempts: int = 16
    first_pause: timedelta = timedelta(seconds=5)
    longest_pause: timedelta = timedelta(hours=1)
    lease: timedelta = timedelta(minutes=3)
    """Longer than one try can take; whoever holds it meanwhile is not disturbed."""

    def pause(self, attempts: int) -> timedelta:
        """Return how long to wait after so many attempts: each time twice as long."""
        return min(self.first_pause * 2 ** min(attempts - 1, 20), self.longest_pause)


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


class Sink(Protocol):
    """Take parcels to one place outside. Never raises for what that place or the network does."""

    @property
    def kinds(self) -> Set[DeliveryKind]:
        """Return what this place is told of."""
        ...

    @property
    def may_double(self) -> str | None:
        """Return which parcels may come twice after a lost reply, and why; None where none may."""
        ...

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
        """Try once; `is_repeated` says that an earlier try may have come through."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MailThread:
    """Hold what is known of the mails of a conversation."""

    subject: str
    ids: tuple[str, ...]
    """Message-IDs of the customer's mails, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Say what a look for new deliveries covers."""

    sinks: Mapping[SinkName, Set[DeliveryKind]]
    after: int = 0
    """Only messages numbered higher; 0 looks at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Hold something that has to be delivered and has no row yet."""

    sink: SinkName
    kind: DeliveryKind
    conversation: ConversationId
    about: str


class DeliveryRead(Protocol):
    """Read deliveries, and what they tell of, from a consistent state of the database."""

    def conversation(self, ref: ConversationId) -> Conversation | None:
        """Return a conversation with its messages, or None."""
        ...

    def handoff(self, ref: HandoffId) -> Handoff | None:
        """Return a handoff, or None."""
        ...

    def action(self, ref: ActionId) -> Action | None:
        """Return an action, or None."""
        ...

    def delivery(self, ref: DeliveryId) -> Delivery | None:
        """Return a delivery, or None."""
        ...

    def deliveries(self, states: Set[DeliveryState], *, limit: int = 200) -> tuple[Delivery, ...]:
        """Return deliveries in these states, newest first."""
        ...

    def due_deliveries(
        self, sinks: Set[SinkName], now: datetime, limit: int = 50
    ) -> tuple[DeliveryId, ...]:
        """Return what may be delivered now: of each conversation and place, the first one."""
        ...

    def missing_deliveries(self, look: Look, limit: int = 200) -> tuple[Missing, ...]:
        """Return what has to be delivered and has no row yet, oldest first."""
        ...

    def last_message_number(self) -> int:
        """Return the number of the newest message; 0 where there is none."""
        ...

    def ticket_of(self, sink: SinkName, conversation: ConversationId) -> str | None:
        """Return the newest ticket of a conversation there, or None."""
        ...

    def conversation_of_ticket(self, sink: SinkName, remote: str) -> ConversationId | None:
        """Return the conversation that a ticket tells of, or None."""
        ...

    def record_of_message(self, message: Message) -> TurnRecord | None:
        """Return the turn record that a message of the assistant came from, or None."""
        ...

    def mail_thread(self, conversation: ConversationId) -> MailThread | None:
        """Return what the mails of a conversation look like, or None where none came."""
        ...

    def refusal_of(self, mail: str) -> str | None:
        """Return why a mail was not read, or None."""
        ...


class DeliveryWritten(DeliveryRead, Protocol):
    """Change deliveries; every change says why."""

    def add_delivery(self, delivery: Delivery, entry: AuditEntry) -> bool:
        """Store a delivery; tell whether it is new, and else change nothing."""
        ...

    def claim_delivery(self, delivery: Delivery, now: datetime, entry: AuditEntry) -> None:
        """Hold a delivery that is due and was at one attempt less; raises Conflict otherwise."""
        ...

    def end_delivery(self, delivery: Delivery, entry: AuditEntry) -> None:
        """Store what came of a claim; raises Conflict where somebody else claimed it since."""
        ...

    def retry_delivery(self, delivery: Delivery, entry: AuditEntry) -> None:
        """Make a failed delivery due again; raises Conflict where it is not failed any more."""
        ...

    def link_ticket(
        self, sink: SinkName, remote: str, conversation: Conversation, at: datetime
    ) -> None:
        """Note which ticket tells of a conversation, as far as it is told; has its entry already.

        Takes none of its own: it is written with the delivery that made the ticket.
        """
        ...

    def link_mail(self, conversation: ConversationId, keys: Sequence[str], at: datetime) -> None:
        """Note by which hashes answers to a mail are known; written with its delivery."""
        ...


class DeliveryStore(Protocol):
    """Open transactions on deliveries."""

    def read(self) -> AbstractContextManager[DeliveryRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[DeliveryWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...


def freed(delivery: Delivery, **changes: object) -> Delivery:
    """Return a delivery that nobody holds any more."""
    return replace(delivery, worker=None, lease_until=None, **changes)  # type: ignore[arg-type] # fields by name
