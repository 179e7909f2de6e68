"""A long message costs in proportion to its length, whatever somebody wrote to slow it down."""

import time

import pytest

from handrail.adapters.language.personal_data import PatternFinder
from handrail.domain.conversation.personal_data import KnownPerson
from handrail.flow.masking import masked_texts

KNOWN = KnownPerson(
    names=("Ann Ann Ann Bell",), addresses=("1 1 1 A",), emails=("a@a.a",), phones=("111111111",)
)
STRINGS = (
    *(
        "1",
        "1 ",
        "1-",
        "+1-",
        "(1",
        "11 ",
        "1111 ",
        "4111 1111 1111 1111 ",
        "A1",
        "AB12",
        "1.",
        "x",
    ),
    *("a@", "a@a.", "a.a@a.a ", "@", "%40", "http://", "http://a.a/1 ", "1.1.1.1 ", ":", "1:"),
    *("GB82 ", "GB82WEST1234 ", "0x", "bc1", "card ", "card 1 ", "passport 1", "call 1234567, "),
    *("[CARD_1]", "[CARD_1", "Ann ", "1 1 1 ", "a1_", "\n", ". ", "é", "415-555-2671 "),
)
SIZE, GROWTH = 1_500, 2


def best_of(runs: int, text: str) -> float:
    finder = PatternFinder()
    taken = []
    for _ in range(runs):
        before = time.process_time()
        masked_texts({"text": text}, finder, KNOWN)
        taken.append(time.process_time() - before)
    return min(taken)


@pytest.mark.parametrize("piece", STRINGS)
def test_time_grows_with_length_and_not_with_its_square(piece: str) -> None:
    once = piece * (SIZE // len(piece))
    masked_texts({"text": once}, PatternFinder(), KNOWN)

    short = best_of(3, once)
    long = best_of(2, once * 4)

    assert long < 4 * GROWTH * max(short, 0.004)


def test_a_message_of_usual_length_takes_milliseconds() -> None:
    text = "Hello, my order 100234567 is late. Call me on 415-555-2671 or write to a@b.org. " * 6

    assert best_of(5, text) < 0.1
