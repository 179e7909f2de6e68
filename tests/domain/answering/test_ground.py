from dataclasses import replace

import pytest

from handrail.domain.answering.ground import PUBLIC_ONLY, QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from handrail.domain.knowledge.model import Audience, Passage, VersionId
from tests.domain.answering.builders import a_citation, a_claim, a_passage

_REFUNDS = (
    "Refunds are paid within 14 days of the return. Gift cards cannot be refunded. "
    "Write to returns@corncrake.example or call +44 20 7946 0018. The fee is €4.50."
)


def _faults(
    claim: Claim, passage: Passage, audiences: frozenset[Audience] = PUBLIC_ONLY
) -> tuple[str, ...]:
    draft = Draft(claims=(claim,), writer="test")
    return QuoteChecker(audiences=audiences).check(draft, {passage.id: passage}).checks[0].faults


def test_a_verbatim_quote_is_supported() -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(a_claim("Gift cards cannot be refunded.", passage), passage)

    assert faults == ()


def test_white_space_does_not_matter_in_a_quote() -> None:
    passage = a_passage("Gift cards\n  cannot be refunded.")

    faults = _faults(a_claim("Gift cards cannot be refunded.", passage), passage)

    assert faults == ()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Refunds are paid within 41 days of the return.", "41 day is not in the quote"),
        ("Refunds are paid within 14 weeks of the return.", "14 week is not in the quote"),
        ("Refunds are paid within two days of the return.", "2 day is not in the quote"),
        ("The fee is $4.50.", "4.50 usd is not in the quote"),
        ("Write to help@corncrake.example.", "help@corncrake.example is not in the quote"),
        ("Call +44 20 7946 0019.", "phone 442079460019 is not in the quote"),
        ("See https://evil.example/refunds.", "https://evil.example/refunds is not in the quote"),
        ("Refunds go to Klarna within 14 days of the return.", "Klarna is not in the quote"),
        ("Refunds are paid on Friday of the return.", "friday is not in the quote"),
    ],
)
def test_a_detail_that_the_quote_does_not_hold_is_a_fault(said: str, fault: str) -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(a_claim(said, passage, _REFUNDS), passage)

    assert fault in faults


def test_dropping_a_negation_is_a_fault() -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(a_claim("Gift cards can be refunded.", passage, _REFUNDS), passage)

    assert faults == ("the claim and its quote disagree on whether something is denied",)


def test_adding_a_negation_is_a_fault() -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(a_claim("Refunds are not paid after the return.", passage, _REFUNDS), passage)

    assert "the claim and its quote disagree on whether something is denied" in faults


def test_saying_the_same_in_other_words_is_supported() -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(
        a_claim("We pay refunds within fourteen days of a return.", passage, _REFUNDS), passage
    )

    assert faults == ()


def test_words_that_the_quote_does_not_say_are_a_fault() -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(
        a_claim("Our friendly crew collects parcels at your door.", passage, _REFUNDS), passage
    )

    assert "the quote does not say what the claim says" in faults


def test_an_invented_quote_is_a_fault() -> None:
    passage = a_passage(_REFUNDS)

    faults = _faults(a_claim("Refunds are instant.", passage), passage)

    assert faults == (f"the quote does not stand in passage {passage.id}",)


def test_an_internal_passage_is_never_cited_to_the_public() -> None:
    passage = a_passage(_REFUNDS, audience=Audience.INTERNAL)
    claim = a_claim("Gift cards cannot be refunded.", passage)

    to_public = _faults(claim, passage)
    to_staff = _faults(claim, passage, audiences=frozenset({Audience.INTERNAL}))

    assert to_public == (f"passage {passage.id} is not for this reader",)
    assert to_staff == ()


def test_a_passage_that_is_not_served_carries_nothing() -> None:
    passage = a_passage(_REFUNDS)
    draft = Draft(claims=(a_claim("Gift cards cannot be refunded.", passage),), writer="test")

    grounding = QuoteChecker().check(draft, {})

    assert grounding.supported == ()


def test_another_version_than_the_one_cited_carries_nothing() -> None:
    passage = a_passage(_REFUNDS)
    edited = replace(passage, version=VersionId("2"))

    faults = _faults(a_claim("Gift cards cannot be refunded.", passage), edited)

    assert faults == (f"passage {passage.id} is of another version than the one cited",)


def test_a_claim_without_a_quote_is_never_said() -> None:
    passage = a_passage(_REFUNDS)

    bare = _faults(Claim(text="Refunds are instant.", citations=()), passage)
    blank = _faults(Claim(text=" ", citations=(a_citation(passage, "Refunds"),)), passage)
    empty_quote = _faults(a_claim("Refunds are instant.", passage, " "), passage)

    assert bare == ("the claim quotes nothing",)
    assert blank == ("the claim says nothing",)
    assert empty_quote == (f"the quote does not stand in passage {passage.id}",)


def test_a_rule_joins_the_check() -> None:
    passage = a_passage(_REFUNDS)
    checker = QuoteChecker(rules=(lambda _claim, _passages: ("the model does not see it",),))
    draft = Draft(claims=(a_claim("Gift cards cannot be refunded.", passage),), writer="test")

    grounding = checker.check(draft, {passage.id: passage})

    assert grounding.checks[0].faults == ("the model does not see it",)
