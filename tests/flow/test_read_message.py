"""What a model may add to the understanding of a message, and what it cannot change."""

import pytest

from handrail.domain.decision.model import Answer, HandOff, HandOffReason
from handrail.flow.language_model import FaultKind, ModelFault, Understood
from tests.flow.desk import Desk
from tests.flow.writers import QUOTES, ScriptedReader, calibrated, gives_models

REFUND = "How long does a refund take?"
FOLLOW_UP = "And to PayPal?"


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    calibrated(made, QUOTES, 0.0)
    made.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank or PayPal.")
    return made


def reads(desk: Desk, says: Understood | ModelFault) -> ScriptedReader:
    reader = ScriptedReader(says)
    gives_models(desk, reader=reader)
    return reader


def test_a_wish_for_a_person_that_no_rule_knows_is_honoured(desk: Desk) -> None:
    reader = reads(desk, Understood(question="", wants_person=True, language="de"))

    record = desk.hears("Das klärt ihr bitte unter euch, und dann meldet sich Ada bei mir")

    assert len(reader.asked) == 1
    assert record.outcome == HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language="de")
    assert desk.index.searched == []


def test_a_wish_for_a_person_that_a_rule_knows_is_never_put_to_a_model(desk: Desk) -> None:
    reader = reads(desk, Understood(question="", wants_person=False))

    record = desk.hears("Let me talk to a person")

    assert isinstance(record.outcome, HandOff)
    assert reader.asked == []


def test_a_follow_up_is_searched_as_the_model_completes_it(desk: Desk) -> None:
    first = desk.hears(REFUND)
    reads(desk, Understood(question="How long does a refund to PayPal take?"))

    record = desk.hears(FOLLOW_UP, after=first)

    assert record.searched == "How long does a refund to PayPal take?"


def test_a_question_that_stands_alone_is_searched_as_it_was_written(desk: Desk) -> None:
    reads(desk, Understood(question="How much is a refund?"))

    assert desk.hears(REFUND).searched == REFUND


def test_a_question_made_of_other_words_than_the_customer_s_is_not_searched(desk: Desk) -> None:
    first = desk.hears(REFUND)
    reads(desk, Understood(question="What is the goodwill voucher limit for complaints?"))

    record = desk.hears(FOLLOW_UP, after=first)

    assert "voucher" not in record.searched


def test_where_the_model_fails_the_rules_read(desk: Desk) -> None:
    reads(desk, ModelFault(FaultKind.TOO_SLOW, "Model reader: no answer in time."))

    record = desk.hears(REFUND)

    assert isinstance(record.outcome, Answer)
    assert record.searched == REFUND
    assert record.fault == "Model reader: no answer in time."


def test_intent_language_and_mood_are_kept_in_the_record(desk: Desk) -> None:
    reads(desk, Understood(question="", intent="complaint", language="en", mood="angry"))

    record = desk.hears(REFUND)

    assert record.understood == {"intent": "complaint", "language": "en", "mood": "angry"}


def test_distress_that_no_rule_knows_is_believed(desk: Desk) -> None:
    reads(desk, Understood(question="", mood="distressed", language="en"))

    record = desk.hears("It went dark for me after the third letter came")

    assert record.outcome == HandOff(reason=HandOffReason.DISTRESS)
    assert desk.index.searched == []


def test_distress_that_a_rule_knows_is_never_denied_by_a_model(desk: Desk) -> None:
    reader = reads(desk, Understood(question="", mood="calm"))

    record = desk.hears("I want to die")

    assert isinstance(record.outcome, HandOff)
    assert record.outcome.reason is HandOffReason.DISTRESS
    assert reader.asked == []
