"""What the product promises where a conversation goes from one of the staff to another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import Event
from handrail.domain.decision.model import TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.queue import Queue
from handrail.flow.desk_ports import DeskPorts, Handing
from handrail.flow.pass_on import PassOn, colleagues_of, pass_on, queues_of
from handrail.flow.read_conversation import read_conversation
from handrail.flow.staff_notes import add_note, say_away
from handrail.flow.suggest_reply import suggest_reply
from handrail.flow.take_over import (
    return_to_assistant,
    say_as_agent,
    take_conversation,
    take_over,
)
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from tests.builders import an_entry
from tests.flow.desk import ADA, KIM, LEE, Desk

TO_LEE = PassOn(to=StaffId("lee"), note="They have waited since Monday.")
TO_BILLING = PassOn(queue="billing", note="An invoice, not a parcel.")
BILLING = Queue(name="billing", words=("invoice*",), priority=Priority.HIGH)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def ports(desk: Desk) -> DeskPorts:
    desk.ports = desk.with_handing(Handing(queues=(BILLING,), first_response=timedelta(minutes=30)))
    return desk.staffed()


@pytest.fixture
def asked(desk: Desk, ports: DeskPorts) -> TurnRecord:
    return desk.hears("Let me talk to a person, my parcel 1001 is lost")


def handoff_of(record: TurnRecord, desk: Desk) -> Handoff:
    with desk.store.read() as reading:
        return reading.handoffs_of(record.conversation)[-1]


def told(record: TurnRecord, desk: Desk) -> list[tuple[str, object]]:
    with desk.store.read() as reading:
        events: tuple[Event, ...] = reading.events_after(record.conversation, 0)
    people = (event for event in events if event.kind.startswith("agent."))
    return [(event.kind, event.facts["agent"]) for event in people]


def test_a_colleague_to_whom_it_is_passed_on_has_it_with_the_note(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    say_as_agent(asked.conversation, "Hello, Kim here.", KIM, ports)

    passed = pass_on(handoff_of(asked, desk).id, TO_LEE, KIM, ports)

    shown = read_conversation(asked.conversation, LEE, ports)
    assert passed.away is None
    assert (passed.handoff.agent, passed.handoff.passed_by) == ("lee", "kim")
    assert passed.handoff.state is HandoffState.TAKEN
    assert [(note.by, note.to, note.text) for note in shown.notes] == [
        ("kim", "lee", "They have waited since Monday.")
    ]


def test_a_customer_is_told_once_who_answers_now(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    say_as_agent(asked.conversation, "Hello, Kim here.", KIM, ports)

    pass_on(handoff_of(asked, desk).id, TO_LEE, KIM, ports)
    say_as_agent(asked.conversation, "Hello, Lee here.", LEE, ports)

    assert told(asked, desk) == [
        ("agent.joined", "kim"),
        ("agent.message", "kim"),
        ("agent.left", "kim"),
        ("agent.joined", "lee"),
        ("agent.message", "lee"),
    ]


def test_where_nothing_was_said_a_customer_hears_of_the_next_one_when_they_speak(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    take_over(handoff_of(asked, desk).id, KIM, ports)

    pass_on(handoff_of(asked, desk).id, TO_LEE, KIM, ports)
    silent = told(asked, desk)
    say_as_agent(asked.conversation, "Hello, Lee here.", LEE, ports)

    assert silent == [("agent.joined", "kim")]
    assert told(asked, desk)[1:] == [
        ("agent.left", "kim"),
        ("agent.joined", "lee"),
        ("agent.message", "lee"),
    ]


def test_into_a_queue_it_waits_for_whoever_takes_it_and_the_customer_knows(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    say_as_agent(asked.conversation, "Hello, Kim here.", KIM, ports)

    passed = pass_on(handoff_of(asked, desk).id, TO_BILLING, KIM, ports).handoff
    take_conversation(asked.conversation, LEE, ports)

    assert (passed.state, passed.agent, passed.queue) == (HandoffState.WAITING, None, "billing")
    assert passed.priority is Priority.HIGH
    assert passed.due_at == desk.clock.now() + timedelta(minutes=30)
    assert told(asked, desk)[2:] == [("agent.passed_on", "kim"), ("agent.joined", "lee")]


def test_what_waits_keeps_its_promise_in_another_queue(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    before = handoff_of(asked, desk)
    desk.clock.advance(600)

    passed = pass_on(before.id, TO_BILLING, KIM, ports).handoff

    assert (passed.due_at, passed.queue) == (before.due_at, "billing")
    assert told(asked, desk) == []


def test_a_colleague_who_is_away_is_not_given_it(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    say_as_agent(asked.conversation, "Hello, Kim here.", KIM, ports)
    say_away(LEE, ports, is_away=True)

    passed = pass_on(handoff_of(asked, desk).id, TO_LEE, KIM, ports)

    assert passed.away == "lee"
    assert (passed.handoff.state, passed.handoff.agent) == (HandoffState.WAITING, None)
    assert told(asked, desk)[-1] == ("agent.passed_on", "kim")
    say_away(LEE, ports, is_away=False)
    assert pass_on(passed.handoff.id, TO_LEE, KIM, ports).handoff.agent == "lee"


def test_a_lead_takes_it_from_an_agent_and_passes_on_what_is_not_theirs(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    say_as_agent(asked.conversation, "Hello, Kim here.", KIM, ports)
    ref = handoff_of(asked, desk).id

    with pytest.raises(Forbidden):
        pass_on(ref, PassOn(to=StaffId("ada")), LEE, ports)
    passed = pass_on(ref, TO_LEE, ADA, ports).handoff
    taken = take_over(ref, ADA, ports)

    assert (passed.agent, passed.passed_by, taken.agent) == ("lee", "ada", "ada")


def test_of_two_who_pass_it_on_at_once_the_second_is_told(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    ref = take_conversation(asked.conversation, KIM, ports).id
    hands = handoff_of(asked, desk).hands

    pass_on(ref, PassOn(to=StaffId("lee"), hands=hands), KIM, ports)
    with pytest.raises(Conflict, match="lee has this conversation now"):
        pass_on(ref, PassOn(queue="billing", hands=hands), ADA, ports)

    assert handoff_of(asked, desk).agent == "lee"


def test_a_brief_that_is_worded_meanwhile_puts_it_in_no_other_hands(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    before = take_conversation(asked.conversation, KIM, ports)
    with desk.store.decide() as tx:
        tx.move_handoff(replace(before, brief=None), an_entry())

    passed = pass_on(before.id, PassOn(to=StaffId("lee"), hands=before.hands), KIM, ports)

    assert passed.handoff.agent == "lee"


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (PassOn(), BadInput),
        (PassOn(to=StaffId("lee"), queue="billing"), BadInput),
        (PassOn(to=StaffId("kim")), BadInput),
        (PassOn(to=StaffId("nobody")), NotFound),
    ],
)
def test_it_goes_to_one_place_that_there_is(
    wanted: PassOn, error: type[Exception], desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    ref = take_conversation(asked.conversation, KIM, ports).id

    with pytest.raises(error):
        pass_on(ref, wanted, KIM, ports)

    assert handoff_of(asked, desk).agent == "kim"


def test_nobody_passes_on_what_is_not_there_or_has_ended(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    ref = take_conversation(asked.conversation, KIM, ports).id
    return_to_assistant(ref, KIM, ports)

    with pytest.raises(Conflict):
        pass_on(ref, TO_LEE, KIM, ports)
    with pytest.raises(NotFound):
        pass_on(HandoffId("hand_none"), TO_LEE, KIM, ports)
    with pytest.raises(BadInput):
        pass_on(handoff_of(desk.hears("a person please"), desk).id, TO_LEE, LEE, ports)


def test_who_gives_back_what_was_passed_on_leaves_under_the_name_that_was_told(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    ref = take_conversation(asked.conversation, KIM, ports).id
    pass_on(ref, TO_LEE, KIM, ports)

    return_to_assistant(ref, LEE, ports)

    assert told(asked, desk) == [("agent.joined", "kim"), ("agent.left", "kim")]


def test_a_note_is_for_the_staff_alone(desk: Desk, ports: DeskPorts, asked: TurnRecord) -> None:
    desk.answers_from(0.0)
    desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
    desk.hears("How long does a refund take?", asked)
    note = add_note(asked.conversation, "Zebra: do not refund twice.", KIM, ports)

    suggest_reply(asked.conversation, ports)
    shown = read_conversation(asked.conversation, LEE, ports)

    assert shown.notes == (note,)
    with desk.store.read() as reading:
        events = reading.events_after(asked.conversation, 0)
        known = (reading.conversation(asked.conversation), reading.records_of(asked.conversation))
    assert "Zebra" not in repr((events, known, desk.index.searched, shown.handoffs))
    with pytest.raises(BadInput):
        add_note(asked.conversation, "  ", KIM, ports)


def test_a_note_stands_where_it_was_written(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    first = add_note(asked.conversation, "One.", KIM, ports)
    say_as_agent(asked.conversation, "Hello, Kim here.", KIM, ports)

    second = add_note(asked.conversation, "Two.", KIM, ports)

    assert second.after == first.after + 2


def test_passing_on_noting_and_leaving_are_written_down_without_their_words(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    ref = take_conversation(asked.conversation, KIM, ports).id
    pass_on(ref, TO_LEE, KIM, ports)
    say_away(KIM, ports, is_away=True)

    with desk.store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries()][-3:]
    assert [entry.kind for entry in entries] == ["note.added", "handoff.passed_on", "staff.away"]
    assert {entry.actor for entry in entries} == {"staff:kim"}
    assert entries[1].facts["to"] == "lee"
    assert "Monday" not in repr(entries)


def test_those_who_are_there_come_first_and_every_queue_is_named(
    desk: Desk, ports: DeskPorts
) -> None:
    say_away(ADA, ports, is_away=True)

    with desk.store.read() as reading:
        found = colleagues_of(KIM, reading, ports)

    assert [(one.staff, one.is_away) for one in found] == [("lee", False), ("ada", True)]
    assert [queue.name for queue in queues_of(ports)] == ["billing", "support"]
