"""One of the staff reads what a customer wrote: that they did is written down (T17)."""

from dataclasses import dataclass

from handrail.domain.actions.model import Action, StaffSession
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffId
from handrail.domain.handoff.note import StaffNote
from handrail.domain.handoff.rating import Rating
from handrail.flow.desk_ports import DeskPorts, DeskWritten
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownConversation:
    """Hold what one of the staff sees of a conversation."""

    conversation: Conversation
    records: tuple[TurnRecord, ...]
    """What the assistant decided in each turn, and why."""
    handoffs: tuple[Handoff, ...]
    """Oldest first; the last one may be open."""
    actions: tuple[Action, ...]
    """What was asked to be done in it, oldest first."""
    rating: Rating | None
    notes: tuple[StaffNote, ...] = ()
    """What the staff told each other, oldest first."""


def read_conversation(
    ref: ConversationId, staff: StaffSession, ports: DeskPorts, *, is_noted: bool = False
) -> ShownConversation:
    """Return a conversation with all that was decided in it, and note who read it.

    The only way by which staff read what customers wrote. `is_noted` is for a page that they have
    open and that looks again by itself: that they read it stands written already. Raises NotFound.
    """
    with ports.store.decide() as tx:
        return _shown(ref, staff, tx, ports, is_noted=is_noted)


def read_handoff(ref: HandoffId, staff: StaffSession, ports: DeskPorts) -> ShownConversation:
    """Return the conversation of a handoff, as `read_conversation` does; raises NotFound."""
    with ports.store.decide() as tx:
        found = tx.handoff(ref)
        if found is None:
            raise NotFound(f"There is no handoff {ref!r}.")
        return _shown(found.conversation, staff, tx, ports)


def _shown(
    ref: ConversationId,
    staff: StaffSession,
    tx: DeskWritten,
    ports: DeskPorts,
    *,
    is_noted: bool = False,
) -> ShownConversation:
    held = tx.conversation(ref)
    if held is None:
        raise NotFound(f"There is no conversation {ref!r}.")
    if not is_noted:
        tx.note(staff_entry("conversation.read", ref, staff, ports.clock))
    return ShownConversation(
        conversation=held,
        records=tx.records_of(ref),
        handoffs=tx.handoffs_of(ref),
        actions=tx.actions_of(ref),
        rating=tx.rating(ref),
        notes=tx.notes_of(ref),
    )
