"""What comes back from a helpdesk: people there answer, and close what they have done."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handrail.domain.conversation.model import ConversationId
from handrail.flow.delivery import SinkName
from handrail.flow.delivery_ports import DeliveryRead, DeliveryWritten
from handrail.flow.desk_ports import DeskRead, DeskWritten

MOST_ASKEW = timedelta(minutes=5)
"""A webhook whose signed time is further from ours is not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSaid:
    """Hold what one of the people there told the customer."""

    ticket: str
    message: str
    """What the helpdesk calls it: the same is said once, however often it comes."""
    text: str
    by: str
    """The name that the customer is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed:
    """Say that they are done with a ticket."""

    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Hold a webhook whose signature was right."""

    id: str
    """Of this delivery of it."""
    happened: tuple[AgentSaid | TicketClosed, ...]
    """Empty where it tells nothing that the customer has to know."""


class Helpdesk(Protocol):
    """Read the webhooks of one helpdesk."""

    def hear(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Hook:
        """Return what a webhook says; raises NotAuthenticated where its signature is not right.

        `headers` has names in lower case. Raises BadInput where a signed body cannot be read.
        """
        ...


class HookRead(DeliveryRead, DeskRead, Protocol):
    """Read deliveries and handoffs."""


class HookWritten(DeliveryWritten, DeskWritten, Protocol):
    """Change deliveries and handoffs in one transaction."""

    def receive_hook(self, sink: SinkName, ref: str, at: datetime) -> bool:
        """Note that a webhook came; tell whether it is new. What it does has entries of its own."""
        ...

    def is_erased(self, conversation: ConversationId) -> bool:
        """Tell whether a conversation's customer was erased: nothing can be said to them."""
        ...

    def forget_hooks(self, before: datetime) -> int:
        """Forget deliveries of webhooks that came before a moment; return how many.

        Takes no entry: what they did has entries of its own, and stays done.
        """
        ...


class HookStore(Protocol):
    """Open transactions in which webhooks are heard."""

    def decide(self) -> AbstractContextManager[HookWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...
