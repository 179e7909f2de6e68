import pytest

from handrail.domain.conversation.asks_several import asks_several


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "How do I reset my password and what does shipping cost to France?",
            ("How do I reset my password?", "what does shipping cost to France?"),
        ),
        (
            "What does the team plan cost? How long does shipping take to Spain?",
            ("What does the team plan cost?", "How long does shipping take to Spain?"),
        ),
        (
            "Wie ändere ich mein Passwort? Was kostet der Versand nach Frankreich?",
            ("Wie ändere ich mein Passwort?", "Was kostet der Versand nach Frankreich?"),
        ),
    ],
)
def test_two_questions_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert asks_several(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How do I reset my password?",
        "How do I cancel my plan and get a refund?",
        "Can I change my email and is it free?",
        "My order is late. Where is it? Can I get a refund?",
        "Do you ship to Spain and France?",
        "Really? How do I do this for the same team?",
        "What is a team? " * 5,
        "How do I pay? " * 1_000,
        "?" * 100_000,
    ],
)
def test_a_single_or_doubtful_question_stays_whole(text: str) -> None:
    assert asks_several(text) == (text,)
