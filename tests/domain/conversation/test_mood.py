import pytest

from handrail.domain.conversation.mood import Feeling, feeling_in


@pytest.mark.parametrize("text", ["Hello", "How long does a refund take?", "Thanks!", ""])
def test_an_ordinary_message_shows_that_its_writer_is_calm(text: str) -> None:
    assert feeling_in(text) is Feeling.CALM


@pytest.mark.parametrize(
    "text",
    [
        "That is not what I asked",
        "WHERE IS MY PARCEL",
        "Where is my parcel??",
        "still waiting!!",
    ],
)
def test_shouting_and_being_let_down_show_that_somebody_is_impatient(text: str) -> None:
    assert feeling_in(text) is Feeling.IMPATIENT


def test_somebody_who_cannot_go_on_is_in_distress() -> None:
    assert feeling_in("I want to die") is Feeling.DISTRESSED
