"""What every store promises of notes among the staff, and of who passed a conversation on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationId, Event
from handrail.domain.handoff.model import HandoffState
from handrail.domain.handoff.note import NoteId, StaffNote
from handrail.flow.desk_ports import DeskStore
from handrail.kernel.errors import NotFound
from tests.builders import (
    NOON,
    a_conversation,
    a_handoff,
    a_record,
    an_entry,
    an_inbound,
)

CONV = ConversationId("conv_1")
NOTE = StaffNote(
    id=NoteId("note_1"),
    conversation=CONV,
    by=StaffId("kim"),
    at=NOON,
    text="Ask the warehouse.",
    after=3,
    to=StaffId("lee"),
)
QUEUED = replace(NOTE, id=NoteId("note_2"), to=None, queue="billing", text="")


def noted(store: DeskStore, customer: str | None = None) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation(customer=customer), an_entry())
    with store.decide() as writing:
        writing.add_note(NOTE, an_entry("note.added"))
        writing.add_note(QUEUED, an_entry("note.added"))


@pytest.mark.parametrize("customer", [None, "ada@example.com"])
def test_notes_are_kept_whole_and_in_order(store: DeskStore, customer: str | None) -> None:
    noted(store, customer)

    with store.read() as reading:
        assert reading.notes_of(CONV) == (NOTE, QUEUED)
        assert reading.notes_of(ConversationId("conv_none")) == ()
        assert [entry.kind for _, entry in reading.audit_entries()][1:] == ["note.added"] * 2
    with pytest.raises(NotFound), store.decide() as writing:
        writing.add_note(replace(NOTE, conversation=ConversationId("conv_none")), an_entry())


def test_notes_are_no_part_of_the_conversation(store: DeskStore) -> None:
    noted(store)

    with store.read() as reading:
        held, events = reading.conversation(CONV), reading.events_after(CONV, 0)

    assert "warehouse" not in repr((held, events))


def test_notes_are_read_when_their_customer_becomes_known_later(store: DeskStore) -> None:
    noted(store)

    with store.write() as writing:
        known = a_conversation(customer="ada@example.com")
        writing.save_turn(known, an_inbound(), a_record(), an_entry())

    with store.read() as reading:
        assert reading.notes_of(CONV) == (NOTE, QUEUED)


def test_who_passed_a_handoff_on_and_of_whom_the_customer_knows_are_kept(store: DeskStore) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry())
        writing.add_handoff(a_handoff(), an_entry())
    passed = a_handoff(
        state=HandoffState.TAKEN,
        agent=StaffId("lee"),
        introduced=StaffId("kim"),
        passed_by=StaffId("kim"),
        passed_at=NOON + timedelta(minutes=1),
        queue="billing",
        due_at=NOON + timedelta(hours=1),
    )

    with store.decide() as writing:
        moved = writing.move_handoff(passed, an_entry())

    with store.read() as reading:
        assert reading.handoff(moved.id) == moved == replace(passed, version=1)


def test_a_number_grows_with_every_note_event_and_step(store: DeskStore) -> None:
    seen = []

    def look() -> None:
        with store.read() as reading:
            seen.append(reading.talk_versions((CONV,)).get(CONV, 0))

    noted(store)
    look()
    with store.decide() as writing:
        writing.tell_of(CONV, (Event(kind="message.received"),))
        writing.add_handoff(a_handoff(), an_entry())
    look()
    with store.decide() as writing:
        writing.move_handoff(a_handoff(state=HandoffState.TAKEN), an_entry())
    look()

    assert seen == [2, 3, 4]
    with store.read() as reading:
        assert reading.desk_versions()["conversations", CONV] == 4
