"""What the product promises once a person takes part: never two who speak, nothing lost."""

import pytest

from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationState
from handrail.domain.decision.model import Answer, HandOff, HandOffReason, TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffState, Slot
from handrail.domain.handoff.suggestion import Used
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.rate_conversation import rate_conversation
from handrail.flow.read_conversation import read_conversation, read_handoff
from handrail.flow.suggest_reply import suggest_reply
from handrail.flow.take_over import (
    close_conversation,
    return_to_assistant,
    say_as_agent,
    take_conversation,
    take_over,
)
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from tests.builders import an_entry
from tests.flow.desk import ADA, KIM, LEE, Desk

REFUND = "How long does a refund take?"


@pytest.fixture
def desk() -> Desk:
    open_desk = Desk()
    open_desk.answers_from(0.0)
    open_desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
    return open_desk


@pytest.fixture
def ports(desk: Desk) -> DeskPorts:
    return desk.staffed()


@pytest.fixture
def asked(desk: Desk) -> TurnRecord:
    return desk.hears("Let me talk to a person, my parcel 1001 is lost")


def handoff_of(record: TurnRecord, desk: Desk) -> Handoff:
    with desk.store.read() as reading:
        return reading.handoffs_of(record.conversation)[-1]


def kinds(record: TurnRecord, desk: Desk) -> list[str]:
    with desk.store.read() as reading:
        return [event.kind for event in reading.events_after(record.conversation, 0)]


def entries(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.read() as reading:
        return [(entry.kind, entry.actor) for _, entry in reading.audit_entries()]


def test_asking_for_a_person_opens_a_handoff_that_starts_informed(
    desk: Desk, asked: TurnRecord
) -> None:
    handoff = handoff_of(asked, desk)

    assert handoff.state is HandoffState.WAITING
    assert handoff.reason is HandOffReason.CUSTOMER_REQUEST
    assert handoff.queue == "support"
    assert handoff.brief is not None
    assert [line.text for line in handoff.brief.of(Slot.WANTS)] == [asked.question]
    assert kinds(asked, desk)[-1] == "handoff.requested"


def test_what_is_written_while_waiting_opens_no_second_handoff(
    desk: Desk, asked: TurnRecord
) -> None:
    desk.hears("Hello? Anybody?", after=asked)

    with desk.store.read() as reading:
        assert len(reading.handoffs_of(asked.conversation)) == 1
    assert kinds(asked, desk).count("handoff.requested") == 1


def test_a_person_takes_it_answers_and_gives_it_back(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    handoff = handoff_of(asked, desk)

    take_over(handoff.id, KIM, ports)
    said = say_as_agent(asked.conversation, "Hello, I see the parcel.", KIM, ports)
    desk.hears("Thank you!", after=asked)
    back = return_to_assistant(handoff.id, KIM, ports)
    answered = desk.hears(REFUND, after=asked)

    assert (said.by, said.text) == ("kim", "Hello, I see the parcel.")
    assert back.state is HandoffState.RETURNED
    assert isinstance(answered.outcome, Answer)
    assert [author for author, _ in desk.said_in(asked)] == [
        "customer",
        "assistant",
        "agent",
        "customer",
        "customer",
        "assistant",
    ]
    assert kinds(asked, desk)[4:] == [
        "agent.joined",
        "agent.message",
        "message.received",
        "agent.left",
        "rating.requested",
        "message.received",
        "reply.started",
        "reply.claim",
        "reply.finished",
    ]


def test_whoever_speaks_where_nobody_has_the_word_takes_over(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    say_as_agent(asked.conversation, "Kim here.", KIM, ports)

    handoff = handoff_of(asked, desk)
    assert (handoff.state, handoff.agent) == (HandoffState.TAKEN, "kim")
    assert handoff.first_word_at == desk.clock.now()
    assert kinds(asked, desk)[-2:] == ["agent.joined", "agent.message"]


def test_a_person_may_step_in_where_nobody_asked(desk: Desk, ports: DeskPorts) -> None:
    opened = desk.hears("Hello!")

    taken = take_conversation(opened.conversation, KIM, ports)
    later = desk.hears(REFUND, after=opened)

    assert taken.reason is HandOffReason.STAFF_DECISION
    assert taken.state is HandoffState.TAKEN
    assert later.reply == ""
    assert later.outcome == HandOff(reason=HandOffReason.STAFF_DECISION)


def test_a_reply_that_was_being_written_while_a_person_spoke_is_never_said(
    desk: Desk, ports: DeskPorts
) -> None:
    opened = desk.hears("Hello!")
    desk.writer.first = lambda: say_as_agent(opened.conversation, "Kim here.", KIM, ports)

    with pytest.raises(Conflict):
        desk.hears(REFUND, after=opened)

    assert [author for author, _ in desk.said_in(opened)] == ["customer", "assistant", "agent"]


def test_what_one_has_another_agent_may_not_take_speak_in_return_or_close(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    handoff = take_over(handoff_of(asked, desk).id, KIM, ports)

    with pytest.raises(Conflict, match="kim has this"):
        take_over(handoff.id, LEE, ports)
    with pytest.raises(Conflict, match="kim has this"):
        say_as_agent(asked.conversation, "Lee here.", LEE, ports)
    for end in (return_to_assistant, close_conversation):
        with pytest.raises(Forbidden):
            end(handoff.id, LEE, ports)

    assert take_over(handoff.id, KIM, ports) == handoff
    assert handoff_of(asked, desk) == handoff


def test_a_lead_may_take_it_from_whoever_has_it_and_the_customer_is_told(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    handoff = take_over(handoff_of(asked, desk).id, KIM, ports)

    taken = take_over(handoff.id, ADA, ports)

    assert taken.agent == "ada"
    with desk.store.read() as reading:
        left, joined = reading.events_after(asked.conversation, 0)[-2:]
    assert (left.kind, dict(left.facts)) == ("agent.left", {"agent": "kim", "after": "ada"})
    assert (joined.kind, dict(joined.facts)) == ("agent.joined", {"agent": "ada"})


def test_the_customer_is_told_the_name_that_each_of_the_staff_is_shown_by(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    with desk.store.write() as writing:
        writing.show_staff_as(StaffId("kim"), "Kim L.", an_entry())
        writing.show_staff_as(StaffId("ada"), "Ada from Corncrake", an_entry())

    said = say_as_agent(asked.conversation, "Hello.", KIM, ports)
    taken = take_over(handoff_of(asked, desk).id, ADA, ports)
    return_to_assistant(taken.id, ADA, ports)

    with desk.store.read() as reading:
        told = [
            event.facts["agent"]
            for event in reading.events_after(asked.conversation, 0)
            if event.kind.startswith("agent.")
        ]
    assert said.by == "Kim L."
    assert told == ["Kim L.", "Kim L.", "Kim L.", *["Ada from Corncrake"] * 2]
    assert (taken.agent, handoff_of(asked, desk).agent) == ("ada", "ada")


def test_closing_asks_how_it_was_and_a_message_opens_it_again(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    handoff = take_over(handoff_of(asked, desk).id, KIM, ports)

    close_conversation(handoff.id, KIM, ports)

    assert kinds(asked, desk)[-2:] == ["conversation.closed", "rating.requested"]
    with pytest.raises(Conflict, match="closed"):
        say_as_agent(asked.conversation, "One more thing.", KIM, ports)
    with pytest.raises(Conflict, match="ended"):
        close_conversation(handoff.id, KIM, ports)
    again = desk.hears(REFUND, after=asked)
    assert isinstance(again.outcome, Answer)
    with desk.store.read() as reading:
        held = reading.conversation(asked.conversation)
    assert held is not None
    assert held.state is ConversationState.OPEN


def test_after_closing_a_person_can_be_asked_for_anew(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    first = take_over(handoff_of(asked, desk).id, KIM, ports)
    close_conversation(first.id, KIM, ports)

    desk.hears("I want a human", after=asked)

    second = handoff_of(asked, desk)
    assert second.id != first.id
    assert second.state is HandoffState.WAITING


def test_a_draft_is_what_the_assistant_would_have_said_and_is_said_by_nobody(
    desk: Desk, ports: DeskPorts
) -> None:
    opened = desk.hears(REFUND)
    desk.hears("human please", after=opened)
    before = desk.said_in(opened)

    drafted = suggest_reply(opened.conversation, ports)

    assert drafted.text == "A refund takes 5 days to reach your bank."
    assert isinstance(drafted.record.outcome, Answer)
    assert desk.said_in(opened) == before


@pytest.mark.parametrize(
    ("sent", "used"),
    [
        ("A refund takes 5 days to reach your bank.", Used.AS_IS),
        ("It takes 5 days, sorry for the wait.", Used.EDITED),
    ],
)
def test_what_became_of_a_draft_is_noted(
    sent: str, used: Used, desk: Desk, ports: DeskPorts
) -> None:
    opened = desk.hears(REFUND)
    drafted = suggest_reply(opened.conversation, ports)

    said = say_as_agent(opened.conversation, sent, KIM, ports, suggestion=drafted.id)

    with desk.store.read() as reading:
        held = reading.suggestion(drafted.id)
    assert held is not None
    assert (held.used, held.message) == (used, said.id)


def test_a_draft_of_another_conversation_is_not_sent(desk: Desk, ports: DeskPorts) -> None:
    drafted = suggest_reply(desk.hears(REFUND).conversation, ports)
    other = desk.hears("Hello!")

    with pytest.raises(NotFound):
        say_as_agent(other.conversation, "Five days.", KIM, ports, suggestion=drafted.id)

    assert [author for author, _ in desk.said_in(other)] == ["customer", "assistant"]


def test_a_customer_rates_once_or_thinks_again(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    rate_conversation(asked.conversation, 2, "  ", ports)
    last = rate_conversation(asked.conversation, 5, "Kim was great", ports)

    with desk.store.read() as reading:
        assert reading.rating(asked.conversation) == last
    assert kinds(asked, desk)[-2:] == ["rating.given", "rating.given"]
    for wrong in (0, 6):
        with pytest.raises(BadInput):
            rate_conversation(asked.conversation, wrong, None, ports)


def test_whoever_of_the_staff_reads_a_conversation_leaves_an_entry(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    by_handoff = read_handoff(handoff_of(asked, desk).id, KIM, ports)
    by_conversation = read_conversation(asked.conversation, ADA, ports)

    assert by_handoff == by_conversation
    assert by_handoff.records == (asked,)
    assert entries(desk)[-2:] == [
        ("conversation.read", "staff:kim"),
        ("conversation.read", "staff:ada"),
    ]


def test_everything_that_staff_do_is_written_down_under_their_name(
    desk: Desk, ports: DeskPorts, asked: TurnRecord
) -> None:
    handoff = handoff_of(asked, desk)
    start = len(entries(desk))

    take_over(handoff.id, KIM, ports)
    say_as_agent(asked.conversation, "Kim here.", KIM, ports)
    close_conversation(handoff.id, KIM, ports)

    written = entries(desk)[start:]
    assert [kind for kind, _ in written] == [
        "handoff.taken",
        "agent.said",
        "handoff.answered",
        "handoff.closed",
        "conversation.closed",
    ]
    assert {actor for _, actor in written} == {"staff:kim"}
