"""To whom a conversation is handed, what its customer is told, and where people answer at once."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handrail.domain.decision.calibration import Promise
from handrail.domain.decision.model import Answer, HandOff, HandOffReason, TurnRecord
from handrail.domain.decision.topics import Topic
from handrail.domain.handoff.hours import OfficeHours, Span
from handrail.domain.handoff.model import Handoff, HandoffState, Priority
from handrail.domain.handoff.queue import Queue
from handrail.flow.desk_ports import Handing
from handrail.flow.take_over import return_to_assistant, take_over
from tests.builders import a_handoff, an_entry
from tests.flow.desk import ADA, KIM, Desk

REFUND = "How long does a refund take?"
STRICT = Promise(max_wrong=0.01, confidence=0.95)
FROM_TWO = OfficeHours(
    zone=ZoneInfo("UTC"), week=((Span(begins=14 * 60, ends=18 * 60),),) * 7
)  # it is noon on a Monday


@pytest.fixture
def desk() -> Desk:
    open_desk = Desk()
    open_desk.answers_from(0.0)
    open_desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
    open_desk.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
    return open_desk


def hands(desk: Desk, handing: Handing) -> None:
    desk.ports = replace(desk.ports, handing=handing)


def handoff_of(record: TurnRecord, desk: Desk) -> Handoff:
    with desk.store.read() as reading:
        return reading.handoffs_of(record.conversation)[-1]


def requested(record: TurnRecord, desk: Desk) -> dict[str, object]:
    with desk.store.read() as reading:
        events = reading.events_after(record.conversation, 0)
    return next(dict(e.facts) for e in events if e.kind == "handoff.requested")


def test_it_comes_to_the_queue_that_its_words_name(desk: Desk) -> None:
    hands(desk, Handing(queues=(Queue(name="billing", words=("refund*",)),)))
    first = desk.hears(REFUND)

    desk.hears("a human please", after=first)
    other = desk.hears("a human please")

    assert handoff_of(first, desk).queue == "billing"
    assert handoff_of(other, desk).queue == "support"


def test_where_nobody_is_there_the_customer_is_told_when_somebody_is_back(desk: Desk) -> None:
    hands(desk, Handing(hours=FROM_TWO, place="London", first_response=timedelta(minutes=30)))

    record = desk.hears("Ich möchte mit einem Menschen sprechen")

    handoff = handoff_of(record, desk)
    assert "Montag um 14:00 (London)" in record.reply
    assert not handoff.is_staffed
    assert handoff.due_at == desk.clock.now().replace(hour=14, minute=30, second=0, microsecond=0)
    assert requested(record, desk)["is_staffed"] is False
    assert requested(record, desk)["position"] is None


def test_what_is_told_of_the_wait_is_what_others_waited(desk: Desk) -> None:
    start = desk.clock.now() - timedelta(days=1)
    for number in range(20):
        record = desk.hears("Hello!")
        past = a_handoff(
            f"hand_{number}x",
            conversation=record.conversation,
            state=HandoffState.CLOSED,
            requested_at=start,
            first_word_at=start + timedelta(minutes=number + 1),
            ended_at=start + timedelta(hours=1),
        )
        with desk.store.decide() as writing:
            writing.add_handoff(past, an_entry())

    record = desk.hears("a human please")

    assert "within 18 min" in record.reply
    assert requested(record, desk)["wait_seconds"] == 18 * 60
    assert requested(record, desk)["position"] == 1


def test_the_next_in_turn_are_told_so_and_the_urgent_come_before(desk: Desk) -> None:
    urgent = Queue(name="urgent", words=("fire",), priority=Priority.URGENT)
    hands(desk, Handing(queues=(urgent,)))

    places = [
        requested(desk.hears(text), desk)["position"]
        for text in ("human please", "human please", "fire! human please")
    ]

    assert places == [1, 2, 1]


def test_on_a_site_where_people_answer_the_first_message_is_handed_over(desk: Desk) -> None:
    hands(desk, Handing(drafts_on={"shop": True}))

    record = desk.hears(REFUND, site="shop")
    elsewhere = desk.hears(REFUND, site="other")

    assert record.outcome == HandOff(reason=HandOffReason.POLICY_RESTRICTION)
    assert "An AI assistant helps them" in record.reply
    assert desk.index.searched == [REFUND]
    assert isinstance(elsewhere.outcome, Answer)


def test_one_site_may_answer_where_the_others_only_draft(desk: Desk) -> None:
    hands(desk, Handing(drafts_everywhere=True, drafts_on={"shop": False}))

    assert isinstance(desk.hears(REFUND, site="shop").outcome, Answer)
    assert isinstance(desk.hears(REFUND).outcome, HandOff)


@pytest.mark.parametrize(
    "topic",
    [
        Topic(name="money", promise=STRICT, words=("refund*",)),
        Topic(name="money", promise=STRICT, articles=("help/refunds",)),
    ],
)
def test_on_a_topic_where_people_answer_nothing_is_answered(topic: Topic, desk: Desk) -> None:
    hands(desk, Handing(drafted_topics=(topic,)))

    refund = desk.hears(REFUND)
    shipping = desk.hears("What does shipping cost?")

    assert refund.outcome == HandOff(reason=HandOffReason.POLICY_RESTRICTION)
    assert "5 days" not in refund.reply
    assert isinstance(shipping.outcome, Answer)


def test_whoever_asks_for_a_person_there_is_handed_over_for_their_own_reason(desk: Desk) -> None:
    hands(desk, Handing(drafts_everywhere=True))

    for record in (desk.hears("a human please"), desk.hears("", wants_person=True)):
        assert record.outcome == HandOff(reason=HandOffReason.CUSTOMER_REQUEST)


def test_whoever_is_in_distress_there_is_told_who_helps_and_is_urgent(desk: Desk) -> None:
    hands(desk, Handing(drafts_everywhere=True))

    record = desk.hears("I don't want to live anymore")

    assert isinstance(record.outcome, HandOff)
    assert record.outcome.reason is HandOffReason.DISTRESS
    assert "emergency number" in record.reply
    assert handoff_of(record, desk).priority is Priority.URGENT


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [("退款需要多久？", None, "zh"), ("Wie lange?", "de", "de"), ("Bonjour", None, "fr")],
)
def test_the_customer_is_told_in_their_language(
    text: str, locale: str | None, language: str, desk: Desk
) -> None:
    hands(desk, Handing(drafts_everywhere=True))

    record = desk.hears(text, locale=locale)

    assert isinstance(record.outcome, HandOff)
    assert record.outcome.language == language


def test_a_conversation_that_was_returned_there_comes_back_with_the_next_message(
    desk: Desk,
) -> None:
    hands(desk, Handing(drafts_everywhere=True))
    record = desk.hears(REFUND)
    first = take_over(handoff_of(record, desk).id, KIM, desk.staffed())
    return_to_assistant(first.id, ADA, desk.staffed())

    desk.hears("And shipping?", after=record)

    assert handoff_of(record, desk).id != first.id
