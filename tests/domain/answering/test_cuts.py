"""A quote may not mislead by where it was cut."""

import pytest

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from handrail.domain.knowledge.model import Passage
from tests.domain.answering.builders import a_block, a_citation, a_list, a_passage

_DOOR = a_passage(
    "You can NOT open the door from outside. It is not true that the alarm is loud. The bell costs "
    "1,250 euros. Can I unsubscribe by phone? We answer calls until noon.",
    *a_list("Never do this:", "lean on the door", "knock twice"),
    *a_list("If the door sticks, do not force it:", "oil the hinges"),
    *a_list("Tools", "a hammer"),
    a_block("The door is green. The door is green."),
)


def _faults(passage: Passage, *quotes: str) -> tuple[str, ...]:
    claim = Claim(
        text="\n".join(quotes), citations=tuple(a_citation(passage, quote) for quote in quotes)
    )
    draft = Draft(claims=(claim,), writer="test")
    return QuoteChecker().check(draft, {passage.id: passage}).checks[0].faults


@pytest.mark.parametrize(
    "quote",
    [
        "open the door from outside.",
        "the alarm is loud.",
        "250 euros.",
        "The bell costs 1",
        "subscribe by phone?",
        "I unsubscribe by phone",
        "We answer calls",
        "lean on the door",
        "ell costs 1,250 euros.",
    ],
)
def test_a_quote_that_loses_what_denies_or_limits_it_is_a_fault(quote: str) -> None:
    assert _faults(_DOOR, quote) == (f"the quote is cut out of what passage {_DOOR.id} says",)


@pytest.mark.parametrize(
    "quote",
    [
        "You can NOT open the door from outside.",
        "It is not true that the alarm is loud.",
        "The bell costs 1,250 euros",
        "bell costs 1,250 euros.",
        "oil the hinges",
        "a hammer",
        "The door is green.",
    ],
)
def test_a_quote_that_keeps_its_sense_stands(quote: str) -> None:
    assert _faults(_DOOR, quote) == ()


def test_a_step_under_a_denial_stands_where_the_denial_is_quoted_along() -> None:
    assert _faults(_DOOR, "Never do this:", "lean on the door") == ()


def test_a_step_without_anything_above_stands() -> None:
    only_steps = a_passage(*a_list("Wash", "rinse")[1:])

    assert _faults(only_steps, "rinse") == ()


def test_pieces_that_are_joined_are_read_as_a_claim_of_their_own() -> None:
    passage = a_passage("Gift cards are paper. Refunds are paid in June.")

    faults = _faults(passage, "Gift cards", "are paid in June.")

    assert faults == ("the claim joins pieces of sentences",)


def test_a_subject_and_what_is_said_of_another_are_not_joined() -> None:
    passage = a_passage("Gift cards are paper. Refunds are paid in June.")
    claim = Claim(
        text="Gift cards are paid in June.",
        citations=(a_citation(passage, "Gift cards"), a_citation(passage, "are paid in June.")),
    )
    draft = Draft(claims=(claim,), writer="test")

    faults = QuoteChecker().check(draft, {passage.id: passage}).checks[0].faults

    assert faults == ("the claim joins pieces of sentences",)


def test_nor_in_words_of_ones_own() -> None:
    passage = a_passage("Gift cards are paper. Refunds are paid in June.")
    claim = Claim(
        text="In June gift cards are paid.",
        citations=(a_citation(passage, passage.text),),
    )
    draft = Draft(claims=(claim,), writer="test")

    faults = QuoteChecker().check(draft, {passage.id: passage}).checks[0].faults

    assert "the claim joins what the quote says of different things" in faults
