from handrail.domain.conversation.model import Author, ConversationId, Message, MessageId
from handrail.domain.conversation.mood import Feeling, Mood, mood_of
from tests.builders import NOON


def said(*texts: str, author: Author = Author.CUSTOMER) -> tuple[Message, ...]:
    return tuple(
        Message(
            id=MessageId(f"msg_{number}"),
            conversation=ConversationId("conv_1"),
            sequence=number,
            author=author,
            text=text,
            at=NOON,
        )
        for number, text in enumerate(texts, start=1)
    )


def test_who_only_asks_is_calm_and_no_message_shows_it() -> None:
    assert mood_of(said("Hello", "How long does a refund take?")) == Mood(feeling=Feeling.CALM)


def test_the_strongest_feeling_counts_with_the_last_message_that_shows_it() -> None:
    messages = said(
        "WHERE IS MY PARCEL",
        "you are all thieves!",
        "That's not what I asked",
        "this is bullshit",
        "How long does a refund take?",
    )

    assert mood_of(messages) == Mood(feeling=Feeling.UPSET, message=MessageId("msg_4"))


def test_distress_is_the_strongest() -> None:
    messages = said("I want to die", "are you kidding me", "hello??")

    assert mood_of(messages) == Mood(feeling=Feeling.DISTRESSED, message=MessageId("msg_1"))


def test_capitals_and_rows_of_marks_are_impatience() -> None:
    for text in ("WHERE IS MY PARCEL", "hello??", "还没到！！"):
        assert mood_of(said(text)).feeling is Feeling.IMPATIENT


def test_what_was_said_long_before_is_over() -> None:
    messages = said("this is bullshit", *["How long does a refund take?"] * 6)

    assert mood_of(messages) == Mood(feeling=Feeling.CALM)


def test_what_others_write_says_nothing_of_the_customer() -> None:
    assert mood_of(said("I want to die", author=Author.AGENT)) == Mood(feeling=Feeling.CALM)
