"""What delivering needs from outside: places that take parcels, and rows that are the queue."""

from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.actions.model import Action, ActionId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId, Message
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffId
from handrail.flow.delivery import Delivery, DeliveryId, DeliveryKind, DeliveryState, SinkName
from handrail.flow.parcels import NotTaken, Parcel, Taken

MOST_AT_ONCE = 200
"""Of one kind, for one place, no more rows are made in one transaction."""


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
    ended_after: datetime | None = None
    """Only endings of handoffs that ended later; None looks at all."""


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

    def missing_deliveries(self, look: Look, limit: int = MOST_AT_ONCE) -> tuple[Missing, ...]:
        """Return what has to be delivered and has no row yet: of each kind so many, the oldest."""
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
