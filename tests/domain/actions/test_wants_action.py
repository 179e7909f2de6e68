"""What is a request and what is a question: rules over vectors that a test can see through."""

import numpy as np
import pytest

from handrail.domain.actions.cues import is_question, only_asks, read_sentence, root_of
from handrail.domain.actions.known_requests import Vectors, known_requests, sentences_of
from handrail.domain.actions.own_words import own_words
from handrail.domain.actions.request_features import FALLS, FEATURES, RISES, Heard, features_of
from handrail.domain.actions.request_weights import CERTAIN, POSSIBLE, WEIGHTS
from handrail.domain.actions.wants_action import Asks, AsksForNothing, MayAsk, Wish, wants_action
from tests.domain.actions.requests import an_action_that_takes

REFUND = an_action_that_takes(
    name="refund",
    examples=("Please refund me.", "I want a refund."),
    lookalikes=("How is it done?",),
)
CANCEL = an_action_that_takes(name="cancel", examples=("Please cancel it.",))
SILENT = an_action_that_takes(name="silent")
LIKE_REFUND, LIKE_CANCEL, LIKE_BOTH = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.8, 0.0, 0.6)
_VECTORS = {"How is it done?": (0.0, 1.0, 0.0), "Please cancel it.": LIKE_CANCEL}


def a_row(*vectors: tuple[float, float, float]) -> Vectors:
    return np.array(vectors, np.float32)


KNOWN = known_requests(
    (REFUND, CANCEL, SILENT),
    a_row(*(_VECTORS.get(s, LIKE_REFUND) for s in sentences_of((REFUND, CANCEL, SILENT)))),
)


def heard(text: str, vector: tuple[float, float, float] = LIKE_REFUND) -> Heard:
    own = own_words(text)
    count = len(own.sentences)
    return Heard(
        own=own,
        whole=a_row(vector)[0],
        sentences=a_row(*([vector] * count)),
        values=(True,) * count,
    )


def wish(text: str, vector: tuple[float, float, float] = LIKE_REFUND) -> Wish:
    return wants_action(heard(text, vector), KNOWN)


def test_a_request_that_sounds_like_the_examples_is_taken() -> None:
    assert wish("Please refund my order.") == Asks("refund")


def test_what_is_like_no_example_asks_for_nothing() -> None:
    assert wish("Please refund my order.", (0.0, 1.0, 0.0)) == AsksForNothing()


def test_a_request_that_sounds_like_two_actions_is_asked_about() -> None:
    found = wish("Please cancel and refund my order.", (0.9, 0.0, 0.9))

    assert isinstance(found, MayAsk)
    assert set(found.actions) == {"refund", "cancel"}


@pytest.mark.parametrize(
    "text", ["Please don't refund me.", "I do not want a refund.", "no refund needed please"]
)
def test_what_is_denied_is_never_taken_however_alike_it_sounds(text: str) -> None:
    assert wish(text) == AsksForNothing()


def test_a_message_without_words_asks_for_nothing() -> None:
    assert wish("?!") == AsksForNothing()


def test_an_action_without_examples_is_never_asked_for() -> None:
    assert [action.name for action in KNOWN] == ["refund", "cancel"]


def test_a_question_beside_a_request_speaks_against_it() -> None:
    alone, beside = (
        features_of(heard(text), KNOWN)["refund"][0]
        for text in ("Refund me.", "Refund me. Is that hard?")
    )

    assert (alone["other_marks"], beside["other_marks"]) == (0.0, 1.0)


def test_no_weight_speaks_against_what_its_signal_speaks_for() -> None:
    assert [name for name in RISES if WEIGHTS.get(name, 0.0) < 0] == []
    assert [name for name in FALLS if WEIGHTS.get(name, 0.0) > 0] == []
    assert set(WEIGHTS) <= set(FEATURES)
    assert 0 < POSSIBLE < CERTAIN < 1


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("How does it work", "asks_how"), ("Is my order packed", "asks_yes_no"),
        ("Would I get it back", "asks_would"), ("Could you please cancel it", "can_you"),
        ("Can you tell me more", "can_you_tell"), ("Can I have my money back", "can_i_have"),
        ("I'd like a refund", "wish"), ("I want to know more", "wish_to_know"),
        ("I changed it yesterday", "already"), ("What if it breaks", "if"),
        ("My friend wants a refund", "other_person"), ("I can't find it", "cannot"),
    ],
)  # fmt: skip
def test_a_turn_of_phrase_is_a_cue(sentence: str, cue: str) -> None:
    assert read_sentence(sentence).cues[cue] == 1.0


def test_a_plain_question_needs_no_vector() -> None:
    assert only_asks("How long does a refund take?")
    assert not only_asks("Is it broken, please refund it")
    assert is_question("can you tell me more")
    assert not is_question("CC-4410287")


def test_words_of_one_root_are_one() -> None:
    assert {root_of(word) for word in ("cancel", "cancelled", "cancelling", "cancellation")} == {
        "cance"
    }
