"""Nobody is promised work that nobody will do."""

import pytest

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Draft
from tests.domain.answering.builders import a_claim, a_passage

_QUOTE = (
    "Refunds are paid within 14 days. Our team replies to emails. If the parcel is lost, we send a "
    "replacement. I have cancelled the order for you."
)


def _faults(said: str, quote: str = _QUOTE) -> tuple[str, ...]:
    passage = a_passage(_QUOTE)
    draft = Draft(claims=(a_claim(said, passage, quote),), writer="test")
    return QuoteChecker().check(draft, {passage.id: passage}).checks[0].faults


def _promises(said: str) -> list[str]:
    return [fault for fault in _faults(said) if "deed" in fault or "promises what" in fault]


@pytest.mark.parametrize(
    "said",
    [
        "I have refunded you.",
        "I've cancelled your order.",
        "I'll escalate this to the team.",
        "I will personally make sure that it is paid.",
        "Let me check that order.",
        "I am processing the refund now.",
        "Our team will contact you within 14 days.",
        "Someone will call you.",
        "A specialist will get back to you.",
        "We have refunded your order.",
        "We are sending a replacement.",
        "You will hear from us.",
        "Your refund has been processed.",
        "Your parcel is on its way.",
        "We guarantee that refunds are paid.",
        "You are legally entitled to refunds.",
        "This is medically safe.",
    ],
)
def test_a_deed_or_a_guarantee_that_no_quote_makes_is_a_fault(said: str) -> None:
    assert _promises(said) != []


def test_even_word_for_word_nobody_speaks_of_a_deed_of_their_own() -> None:
    said = "I have cancelled the order for you."

    assert _faults(said, said) == ("the claim speaks of a deed that nobody does",)


@pytest.mark.parametrize(
    "said",
    [
        "If the parcel is lost, we will send a replacement.",
        "Our team will reply to emails.",
        "Will you get refunds? Refunds are paid within 14 days.",
        "If the parcel is lost, you will get a replacement.",
    ],
)
def test_what_the_company_is_quoted_to_do_may_be_said(said: str) -> None:
    assert _promises(said) == []
