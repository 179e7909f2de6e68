"""One thing that is to reach one place outside, and where it stands.

The rows are the truth and the queue: what is to be delivered is made from handoffs, messages and
actions as they are stored, so nothing can be announced and not be due.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from handrail.domain.conversation.model import ConversationId

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
        doubled: timedelta = self.first_pause * (1 << min(attempts - 1, 20))
        return min(doubled, self.longest_pause)


def freed(delivery: Delivery, **changes: object) -> Delivery:
    """Return a delivery that nobody holds any more."""
    return replace(delivery, worker=None, lease_until=None, **changes)  # type: ignore[arg-type] # fields by name
