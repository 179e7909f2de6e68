import pytest

from handrail.domain.conversation.reply_heard import is_automatic, is_unhelped
from handrail.domain.conversation.same_question import is_same_question


@pytest.mark.parametrize(
    "text",
    [
        "That's not what I asked",
        "still doesn't work",
        "I already tried that",
        "no es lo que pregunté",
        "ce n'est pas ce que j'ai demandé",
        "isso não foi o que eu perguntei",
        "это не то, что я спрашивал",
        "不是我问的",
        "yeh maine nahi pucha",
        "ليس هذا ما سألت عنه",
        "das war nicht meine Frage",
    ],
)
def test_a_reply_that_was_no_help_is_told(text: str) -> None:
    assert is_unhelped(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I reset my password?",
        "Why does it not work with Chrome?",
        "My card does not work",
        "What is not included in the plan?",
        "I did not receive my order",
    ],
)
def test_a_question_with_a_no_in_it_is_no_complaint_about_the_reply(text: str) -> None:
    assert not is_unhelped(text)


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: I am out of the office until Monday",
        "Thank you for contacting Acme! Your ticket #123 has been received.",
        "This is an automated message, please do not reply",
        "Respuesta automática: estoy fuera de la oficina",
        "自动回复：我不在办公室",
    ],
)
def test_what_no_person_wrote_is_known(text: str) -> None:
    assert is_automatic(text)


@pytest.mark.parametrize(
    "text", ["How do I set up an automatic reply?", "How do I turn on out of office?", "thanks!"]
)
def test_a_question_about_automatic_replies_is_a_persons(text: str) -> None:
    assert not is_automatic(text)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("how do i reset my password", "How can I reset the password?", True),
        ("Do you sell submarines to Peru?", "do you sell submarins to peru", True),
        ("refund order 12", "refund order 13", False),
        ("reset password", "change password", False),
        ("When do you open on Sunday?", "When do you open on Monday?", False),
        ("???", "???", True),
        ("???", "!!!", False),
    ],
)
def test_the_same_question_is_known_by_its_words(one: str, other: str, is_same: bool) -> None:
    assert is_same_question(one, other) is is_same
    assert is_same_question(other, one) is is_same
