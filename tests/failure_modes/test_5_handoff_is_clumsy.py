"""The handoff is clumsy. "Let me talk to someone!"

The guards: a request for a person is honoured within one reply; whoever takes over starts with a
brief, every line of which stands on something.
"""

from pathlib import Path
from shutil import rmtree

import pytest

from handrail.app import App
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import Abstain, Clarify, HandOff, HandOffReason
from handrail.domain.handoff.brief_text import brief_as_text
from handrail.domain.handoff.check_brief import faults_of
from handrail.domain.handoff.model import Slot
from handrail.domain.handoff.write_brief import RULES
from handrail.flow.deliver import deliver_all
from handrail.flow.delivery import HELPDESK_KINDS, NOTICE_KINDS, DeliveryKind, DeliveryState
from handrail.flow.inbox import Wanted, inbox
from handrail.flow.list_deliveries import list_deliveries
from handrail.flow.parcels import Notice, NotTaken, Taken, Ticket
from handrail.flow.read_conversation import read_handoff
from handrail.flow.write_brief import brief_facts
from tests.channel_world import ChannelWorld, KeptParcels
from tests.flow.desk import KIM
from tests.projects import asked

pytestmark = pytest.mark.xdist_group("sample")


def who_waits(company: App) -> list[ConversationId]:
    """Return whose conversations the staff find in their inbox."""
    return [held.conversation for held in inbox(Wanted(), KIM, company.desk_ports())]


@pytest.mark.parametrize(
    "wish",
    [
        "I want to talk to a person",
        "can i speak to someone real pls",
        "Quiero hablar con una persona",
        "Je veux parler à un conseiller",
        "Ich möchte mit einem Mitarbeiter sprechen",
        "Quero falar com um atendente",
        "我要人工客服",
        "मुझे किसी इंसान से बात करनी है",
        "أريد التحدث مع موظف",
        "Хочу поговорить с оператором",
        "Saya ingin bicara dengan manusia",
        "আমি একজন মানুষের সাথে কথা বলতে চাই",
    ],
)
def test_a_request_for_a_person_is_honoured_within_one_reply(wish: str, company: App) -> None:
    record = asked(company, wish)

    assert isinstance(record.outcome, HandOff)
    assert record.outcome.reason is HandOffReason.CUSTOMER_REQUEST
    assert record.reply
    assert record.evidence == ()


@pytest.mark.parametrize(
    "question",
    [
        "Do I have to sign for the parcel in person?",
        "Which person can use the Family plan?",
        "How do I become an agent for Corncrake?",
    ],
)
def test_a_question_that_merely_speaks_of_people_is_not_handed_over(
    question: str, company: App
) -> None:
    assert not isinstance(asked(company, question).outcome, HandOff)


def test_the_assistant_does_not_talk_over_the_person_who_was_asked_for(company: App) -> None:
    handed_over = asked(company, "This is useless. Get me a human.")

    later = asked(company, "How do I reset my password?", conversation=handed_over.conversation)

    assert later.reply == ""


def test_whoever_takes_over_reads_everything_that_was_written(company: App) -> None:
    first = asked(company, "My cello arrived broken")
    asked(company, "I want to talk to a person", conversation=first.conversation)
    asked(company, "Order 5512, by the way", conversation=first.conversation)

    [waiting] = inbox(Wanted(), KIM, company.desk_ports())
    shown = read_handoff(waiting.id, KIM, company.desk_ports())

    assert shown.conversation.id == first.conversation
    assert shown.conversation.questions == (
        "My cello arrived broken",
        "I want to talk to a person",
        "Order 5512, by the way",
    )


def test_whoever_takes_over_starts_with_a_brief_that_makes_nothing_up(company: App) -> None:
    first = asked(company, "Hi! Can I take my cello on a flight as hand luggage?")
    asked(company, "order 5512, I'm Orla Brennan", conversation=first.conversation)
    asked(company, "I want to talk to a person", conversation=first.conversation)
    with company.store.read() as reading:
        conversation = reading.conversation(first.conversation)
        handoff = reading.open_handoff_of(first.conversation)
        assert conversation is not None
        facts = brief_facts(conversation, reading, company.brief_ports)

    assert handoff is not None
    brief = handoff.brief
    assert brief is not None
    said = brief_as_text(brief)
    assert brief.writer == RULES
    assert faults_of(brief, facts) == ()
    assert {line.slot for line in brief.lines} == set(Slot)
    assert "“Can I take my cello on a flight as hand luggage?”" in said
    assert "“Orla Brennan”" in said
    assert "“5512”" in said


def test_where_the_assistant_cannot_work_a_person_is_asked_for_by_itself(
    project: Path, company: App
) -> None:
    rmtree(project / ".handrail/index")

    record = asked(company, "How do I reset my password?")

    assert record.outcome == HandOff(reason=HandOffReason.MODEL_FAILURE)
    assert record.reply
    assert record.fault is not None
    assert str(project) not in record.reply
    assert who_waits(company) == [record.conversation]


def test_two_machines_that_talk_to_each_other_end_with_a_person(company: App) -> None:
    """A known loop: another company's bot and ours answer each other for ever."""
    note = "Automatic reply: thank you for contacting us, your ticket #{} has been received."
    said = [asked(company, note.format(1))]

    while len(said) < 6:
        said.append(asked(company, note.format(len(said) + 1), conversation=said[0].conversation))

    handed_over = [isinstance(record.outcome, HandOff) for record in said]
    assert handed_over.index(True) <= 1
    assert [record.reply for record in said if record.reply] == [r.reply for r in said[:2]]
    assert who_waits(company) == [said[0].conversation]


def test_a_request_for_a_person_is_never_put_off_with_a_question(company: App) -> None:
    """A known loop: "Before I connect you, could you tell me more about your problem?"."""
    asked_back = asked(company, "How do I cancel?")

    record = asked(company, "none of these, a person please", conversation=asked_back.conversation)

    assert isinstance(asked_back.outcome, Clarify)
    assert record.outcome == HandOff(reason=HandOffReason.CUSTOMER_REQUEST)
    assert "?" not in record.reply


def test_a_conversation_that_gets_nowhere_ends_with_a_person(company: App) -> None:
    first = asked(company, "Can I take my violin as hand luggage on the plane?")

    again = asked(
        company,
        "can I take a violin on the plane as hand luggage??",
        conversation=first.conversation,
    )

    assert isinstance(first.outcome, Abstain)
    assert again.outcome == HandOff(reason=HandOffReason.NO_PROGRESS)


@pytest.mark.parametrize(
    ("cry", "reads"),
    [
        ("I don't want to live anymore, you took everything I had", "emergency"),
        ("no quiero vivir más", "emergencias"),
        ("我不想活了", "急救"),
        ("My mum just died and you keep sending her bills", "sorry for your loss"),
    ],
)
def test_somebody_in_distress_reads_a_humane_word_and_gets_a_person(
    cry: str, reads: str, company: App
) -> None:
    record = asked(company, cry)

    assert isinstance(record.outcome, HandOff)
    assert record.outcome.reason is HandOffReason.DISTRESS
    assert reads in record.reply
    assert record.evidence == ()


def test_a_handoff_that_was_announced_arrives_or_its_failure_is_seen(world: ChannelWorld) -> None:
    """The known loop of other products: the customer was told, and nobody ever heard of it.

    Here a helpdesk is down while the customer is told. What is due is made from the handoff itself,
    so it arrives once the helpdesk is back; where it never is, that is noted, told and listed.
    """
    down: list[Taken | NotTaken] = [NotTaken(why="HTTP 503.")] * 5
    back, gone = KeptParcels(HELPDESK_KINDS, answers=down), KeptParcels(HELPDESK_KINDS)
    gone.answers = [NotTaken(why="HTTP 503.")] * 100
    room = KeptParcels(NOTICE_KINDS)
    ports = world.delivering({"back": back, "gone": gone, "room": room}, most_attempts=8)
    told = world.hears("Get me a human")
    assert isinstance(told.outcome, HandOff)

    for _ in range(12):
        deliver_all(ports)
        world.clock.advance(3_600)

    stands = {d.sink: d.state for d in world.deliveries() if d.kind is DeliveryKind.HANDOFF}
    assert stands == {"back": DeliveryState.DELIVERED, "gone": DeliveryState.FAILED}
    assert sum(isinstance(parcel, Ticket) for parcel, _ in back.sent) == 6
    assert "delivery.failed" in world.entries()
    assert [d.sink for d in list_deliveries(world.channels)] == ["gone"]
    notices = [parcel.text for parcel, _ in room.sent if isinstance(parcel, Notice)]
    assert any("Not delivered to gone" in text for text in notices)
