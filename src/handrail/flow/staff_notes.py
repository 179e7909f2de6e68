"""The staff tell each other something in a conversation, and say when they are away."""

from handrail.domain.actions.model import StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.note import NoteId, StaffNote
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.open_turn import readable_text
from handrail.flow.staff_entry import staff_entry
from handrail.flow.take_over import AtDesk


def add_note(ref: ConversationId, text: str, staff: StaffSession, ports: DeskPorts) -> StaffNote:
    """Write a note beside a conversation that only the staff see; raises BadInput, NotFound."""
    readable = readable_text(text)
    with ports.store.decide() as tx:
        held = tx.hold_conversation(ref)
        note = note_now(held.id, readable, AtDesk(staff, tx, ports))
        facts = {"conversation": held.id}
        tx.add_note(note, staff_entry("note.added", note.id, staff, ports.clock, facts))
    return note


def note_now(
    ref: ConversationId,
    text: str,
    at: AtDesk,
    *,
    to: StaffId | None = None,
    queue: str | None = None,
) -> StaffNote:
    """Return a note that somebody writes now."""
    return StaffNote(
        id=NoteId(at.ports.ids.new("note")),
        conversation=ref,
        by=at.staff.staff,
        at=at.ports.clock.now(),
        text=text,
        after=at.tx.newest_events((ref,)).get(ref, 0),
        to=to,
        queue=queue,
    )


def say_away(staff: StaffSession, ports: DeskPorts, *, is_away: bool) -> None:
    """Say that one is away, so that nobody passes a conversation on to them; or that one is back.

    What they have stays theirs: a lead can take it.
    """
    now = ports.clock.now()
    kind = "staff.away" if is_away else "staff.back"
    with ports.store.decide() as tx:
        entry = staff_entry(kind, f"staff:{staff.staff}", staff, ports.clock)
        tx.keep_away(staff.staff, now if is_away else None, entry)
