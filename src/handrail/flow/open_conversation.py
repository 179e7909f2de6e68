"""Open a conversation before anything is said in it."""

from dataclasses import dataclass

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    Origin,
)
from handrail.flow.ports import Store
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Hold what is known of a conversation when it begins."""

    token_digest: str | None = None
    locale: str | None = None
    product: str | None = None
    site: str | None = None
    channel: str = "api"
    customer: str | None = None
    origin: Origin | None = None
    """Set by what opens it for a scripted customer; no customer can say so of themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPorts:
    """Hold what opening a conversation needs from outside."""

    store: Store
    clock: Clock
    ids: Ids


def open_conversation(opening: Opening, ports: OpeningPorts) -> Conversation:
    """Store a new, empty conversation and return it."""
    opened = Conversation(
        id=ConversationId(ports.ids.new("conv")),
        state=ConversationState.OPEN,
        version=0,
        opened_at=ports.clock.now(),
        locale=opening.locale,
        product=opening.product,
        site=opening.site,
        channel=opening.channel,
        token_digest=opening.token_digest,
        customer=opening.customer,
        origin=opening.origin,
    )
    entry = AuditEntry(
        kind="conversation.opened",
        actor="customer",
        subject=opened.id,
        at=opened.opened_at,
        facts=_facts(opened),
    )
    with ports.store.write() as writing:
        writing.open_conversation(opened, entry)
    return opened


def _facts(opened: Conversation) -> Facts:
    said: Facts = {"channel": opened.channel}
    return said if opened.origin is None else {**said, "origin": opened.origin.value}
