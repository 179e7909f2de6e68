import pytest

from handrail.domain.answering.answer_kinds import AnswerKind
from handrail.domain.answering.question import holds_answer, kind_of, read_question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How do I reset my password?", AnswerKind.STEPS),
        ("how to cancel", AnswerKind.STEPS),
        ("How long does delivery take?", AnswerKind.DURATION),
        ("How many days do I have to return it?", AnswerKind.DURATION),
        ("How much is the Ensemble plan?", AnswerKind.AMOUNT),
        ("What is the monthly fee?", AnswerKind.AMOUNT),
        ("When will I be charged?", AnswerKind.TIME),
        ("What year was it founded?", AnswerKind.TIME),
        ("Why was my card declined?", AnswerKind.REASON),
        ("Where is my invoice?", AnswerKind.PLACE),
        ("Who can invite members?", AnswerKind.PERSON),
        ("Hi, can I pay by invoice?", AnswerKind.YES_NO),
        ("Can you tell me about rentals?", AnswerKind.OTHER),
        ("What is an Ensemble seat?", AnswerKind.DEFINITION),
        ("refund", AnswerKind.OTHER),
    ],
)
def test_a_question_says_what_an_answer_must_hold(question: str, kind: AnswerKind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "text", "holds"),
    [
        (AnswerKind.DURATION, "It takes three to five business days.", True),
        (AnswerKind.DURATION, "Delivery is quick.", False),
        (AnswerKind.AMOUNT, "It costs €4.", True),
        (AnswerKind.AMOUNT, "Shipping is charged.", False),
        (AnswerKind.TIME, "It was founded in 1987.", True),
        (AnswerKind.PERSON, "Written by Ada Lovelace.", True),
        (AnswerKind.REASON, "This happens because the card expired.", True),
        (AnswerKind.OTHER, "Anything.", True),
    ],
)
def test_an_answer_holds_what_was_asked_for(kind: AnswerKind, text: str, *, holds: bool) -> None:
    assert holds_answer(kind, text) is holds


def test_a_question_without_a_telling_word_is_matched_by_all_its_words() -> None:
    question = read_question("How can I do it?")

    assert question.terms == question.words


def test_a_denial_is_heard() -> None:
    assert read_question("Why can't I sign in?").is_negated
    assert not read_question("Why can I sign in?").is_negated
