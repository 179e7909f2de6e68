import pytest

from handrail.domain.actions.own_words import own_words


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ('What does "refund my order" mean?', "What does mean?"),
        ("Is “please cancel CC-1” from you?", "Is from you?"),
        ("'Refund me now' is what he wants. Is it?", "is what he wants. Is it?"),
        ("> cancel my order\nWho wrote this?", "Who wrote this?"),
        ("He wrote: cancel the whole order. What now?", "He . What now?"),
        ("Begin forwarded message:\ncancel it please", ""),
        (
            "--- Forwarded message ---\ncancel it\n--- End ---\nIs it real?",
            "--- End --- Is it real?",
        ),
        ("From: Max\nTo: me\nPlease refund me.\nIs it real?", "Is it real?"),
    ],
)
def test_what_is_quoted_or_forwarded_is_not_the_customers_own(message: str, kept: str) -> None:
    own = own_words(message)

    assert " ".join(own.text.split()) == kept
    assert own.has_quoted
    assert len(own.text) == len(message)


@pytest.mark.parametrize(
    "message", ["I don't want it, it's broken", "My new address is: 3 High Street", "5 o'clock"]
)
def test_an_apostrophe_or_a_colon_quotes_nothing(message: str) -> None:
    own = own_words(message)

    assert own.text == message
    assert not own.has_quoted


def test_sentences_end_where_people_end_them_and_not_within_numbers() -> None:
    own = own_words("It broke! Refund 12.50 euros to order no. 7. Mail me@example.com?\nThanks")

    assert [sentence.text.strip() for sentence in own.sentences] == [
        "It broke!",
        "Refund 12.50 euros to order no. 7.",
        "Mail me@example.com?",
        "Thanks",
    ]


def test_of_a_long_message_the_start_and_the_end_are_read() -> None:
    own = own_words(" ".join(f"Sentence {n}." for n in range(40)))

    said = [sentence.text.strip() for sentence in own.sentences]

    assert said[0] == "Sentence 0."
    assert said[-1] == "Sentence 39."
    assert len(said) == 12
