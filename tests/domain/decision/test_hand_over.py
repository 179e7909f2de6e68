"""Which reason calls a person, and which does not yet."""

from handrail.domain.actions.model import ActionState, RefusalReason
from handrail.domain.decision.hand_over import Facts, called_afterwards, called_at_once
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    ActionRuled,
    Answer,
    AskForAction,
    Courtesy,
    HandOff,
    HandOffReason,
)
from handrail.domain.decision.progress import Step, steps_of
from tests.builders import a_claim, a_record

REFUSED = ActionRuled(
    name="refund",
    title="Refund",
    state=ActionState.REFUSED,
    refusal=RefusalReason.NOT_IDENTIFIED,
)
UNKNOWN = Abstain(reason=AbstainReason.NO_EVIDENCE)
THANKED = Courtesy(kind="thanks")


def reason_of(handed: HandOff | None) -> HandOffReason | None:
    return None if handed is None else handed.reason


def test_who_is_refused_twice_running_is_passed_to_a_person() -> None:
    facts = Facts(text="refund me", steps=(Step("a refund", REFUSED), Step("thanks", THANKED)))

    assert reason_of(called_afterwards(REFUSED, facts)) is HandOffReason.POLICY_RESTRICTION


def test_one_refusal_is_told_and_no_more() -> None:
    assert called_afterwards(REFUSED, Facts(text="refund me")) is None
    assert called_afterwards(UNKNOWN, Facts(text="why?", steps=(Step("a", REFUSED),))) is None


def test_who_writes_after_something_failed_gets_a_person_and_who_says_thanks_does_not() -> None:
    wrote = called_at_once(Facts(text="and now?", has_failed_action=True))
    thanked = called_at_once(Facts(text="thanks", has_failed_action=True))

    assert reason_of(wrote) is HandOffReason.TOOL_FAILURE
    assert thanked is None


def test_distress_comes_before_a_request_for_a_person() -> None:
    called = called_at_once(Facts(text="I want to die. Get me a human", wants_person=True))

    assert reason_of(called) is HandOffReason.DISTRESS


def test_the_same_question_back_twice_is_no_progress() -> None:
    asked = AskForAction(text="Which order?")
    facts = Facts(text="dunno", steps=(Step("refund", asked), Step("dunno", asked)))

    assert reason_of(called_afterwards(asked, facts)) is HandOffReason.NO_PROGRESS


def test_messages_that_are_not_understood_are_no_missing_knowledge() -> None:
    lost = Abstain(reason=AbstainReason.NOT_UNDERSTOOD)
    facts = Facts(text="qwe", steps=(Step("asdf", lost),))

    assert reason_of(called_afterwards(lost, facts)) is HandOffReason.NO_PROGRESS


def test_an_answer_that_leads_on_is_given_whatever_came_before() -> None:
    facts = Facts(text="and refunds?", steps=(Step("a submarine", UNKNOWN),))

    assert called_afterwards(Answer(claims=(a_claim(),)), facts) is None


def test_what_came_before_a_person_had_the_word_counts_no_more() -> None:
    handed = HandOff(reason=HandOffReason.NO_PROGRESS)
    records = [a_record("rec_1", UNKNOWN), a_record("rec_2", handed), a_record("rec_3", UNKNOWN)]

    assert [step.outcome for step in steps_of(records)] == [UNKNOWN]
