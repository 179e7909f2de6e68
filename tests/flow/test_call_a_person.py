"""When a person is called although nobody asked for one, and which words the customer reads."""

from dataclasses import replace

import pytest

from handrail.domain.conversation.distress import Concern
from handrail.domain.decision.model import Abstain, Answer, Courtesy, HandOff, HandOffReason
from handrail.domain.decision.wording import LANGUAGES, worded
from tests.flow.desk import Desk

REFUND = "How long does a refund take?"
UNKNOWN = "Do you sell submarines to Peru?"


@pytest.fixture
def desk() -> Desk:
    open_desk = Desk()
    open_desk.answers_from(0.0)
    open_desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
    open_desk.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
    return open_desk


def reason_of(outcome: object) -> HandOffReason | None:
    return outcome.reason if isinstance(outcome, HandOff) else None


def test_somebody_in_distress_gets_a_person_before_anything_is_searched(desk: Desk) -> None:
    record = desk.hears("I don't want to live anymore, you took everything")

    assert record.outcome == HandOff(reason=HandOffReason.DISTRESS, concern=Concern.SELF_HARM)
    assert "emergency" in record.reply
    assert desk.index.searched == []


def test_anger_that_is_said_twice_gets_a_person(desk: Desk) -> None:
    first = desk.hears("You are all thieves! How long does a refund take?")
    second = desk.hears("You fucking idiots, answer me", after=first)

    assert isinstance(first.outcome, Answer)
    assert reason_of(second.outcome) is HandOffReason.DISTRESS


def test_the_same_question_that_has_no_answer_gets_a_person_the_second_time(desk: Desk) -> None:
    first = desk.hears(UNKNOWN)
    second = desk.hears("Do you sell submarines to peru", after=first)

    assert isinstance(first.outcome, Abstain)
    assert reason_of(second.outcome) is HandOffReason.NO_PROGRESS
    assert second.reply.startswith("I do not seem to be getting you any further.")


def test_two_different_questions_without_an_answer_show_that_knowledge_is_missing(
    desk: Desk,
) -> None:
    first = desk.hears(UNKNOWN)
    second = desk.hears("Which opera singers live on the moon?", after=first)

    assert reason_of(second.outcome) is HandOffReason.MISSING_KNOWLEDGE


def test_whoever_asks_twice_for_what_is_not_offered_gets_a_person(desk: Desk) -> None:
    first = desk.hears("Please paint my bicycle purple")
    second = desk.hears("Can you paint my bicycle, please", after=first)

    assert isinstance(first.outcome, Abstain)
    assert reason_of(second.outcome) is HandOffReason.UNSUPPORTED_REQUEST


def test_an_answer_that_misses_the_question_twice_gets_a_person(desk: Desk) -> None:
    answered = desk.hears(REFUND)
    missed = desk.hears(f"That's not what I asked. {REFUND}", after=answered)
    again = desk.hears(f"Still not what I asked! {REFUND}", after=missed)

    assert isinstance(missed.outcome, Answer)
    assert reason_of(again.outcome) is HandOffReason.NO_PROGRESS


def test_the_same_answer_is_given_at_most_twice_to_the_same_question(desk: Desk) -> None:
    first = desk.hears(REFUND)
    second = desk.hears(REFUND, after=first)
    third = desk.hears(REFUND, after=second)

    assert first.reply == second.reply
    assert reason_of(third.outcome) is HandOffReason.NO_PROGRESS


def test_an_answer_in_between_shows_that_the_conversation_gets_somewhere(desk: Desk) -> None:
    first = desk.hears(UNKNOWN)
    second = desk.hears(REFUND, after=first)
    third = desk.hears("Which opera singers live on the moon?", after=second)

    assert isinstance(second.outcome, Answer)
    assert isinstance(third.outcome, Abstain)


def test_a_courtesy_in_between_changes_nothing(desk: Desk) -> None:
    first = desk.hears(UNKNOWN)
    thanked = desk.hears("thanks", after=first)
    third = desk.hears(UNKNOWN, after=thanked)

    assert isinstance(thanked.outcome, Courtesy)
    assert reason_of(third.outcome) is HandOffReason.NO_PROGRESS


def test_how_many_turns_may_lead_nowhere_is_a_setting(desk: Desk) -> None:
    patient = replace(desk.ports.think, most_turns=3)
    desk.ports = replace(desk.ports, think=patient)

    first = desk.hears(UNKNOWN)
    second = desk.hears(UNKNOWN, after=first)
    third = desk.hears(UNKNOWN, after=second)

    assert isinstance(second.outcome, Abstain)
    assert reason_of(third.outcome) is HandOffReason.NO_PROGRESS


@pytest.mark.parametrize("reason", list(HandOffReason))
def test_why_a_person_takes_over_is_said_in_every_language(reason: HandOffReason) -> None:
    said = {worded(HandOff(reason=reason, language=language)) for language in LANGUAGES}

    assert len(said) == len(LANGUAGES)
    if reason not in (HandOffReason.CUSTOMER_REQUEST, HandOffReason.STAFF_DECISION):
        asked_for = worded(HandOff(reason=HandOffReason.CUSTOMER_REQUEST))
        assert worded(HandOff(reason=reason)) != asked_for


@pytest.mark.parametrize("concern", list(Concern))
def test_distress_is_answered_in_every_language_and_always_ends_with_the_team(
    concern: Concern,
) -> None:
    for language in LANGUAGES:
        distress = HandOff(reason=HandOffReason.DISTRESS, language=language, concern=concern)
        asked_for = HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language=language)

        assert worded(distress).endswith(worded(asked_for))
        assert worded(distress) != worded(asked_for)
