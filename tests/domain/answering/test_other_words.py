"""What other words say, what is denied of whom, and what belongs together."""

import pytest

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.domain.knowledge.wording.words import stem
from tests.domain.answering.builders import a_citation, a_passage

_SAID_OTHERWISE = [
    (
        "You cannot combine two vouchers in one order.",
        "Two vouchers can't be combined in an order.",
    ),
    ("Replies are not encrypted.", "The replies aren't encrypted."),
    ("The museum is closed on Mondays.", "The museum doesn't open on Mondays."),
    ("Visitors without a badge are not admitted.", "Only visitors with a badge are admitted."),
    ("Attachments over 25 MB are blocked.", "You can't attach files of more than 25 MB."),
    ("The lounge does not open before noon.", "The lounge only opens after noon."),
    ("Open Settings and choose Billing.", "Choose Billing, which you find when you open Settings."),
]
_TURNED_ROUND = [
    (
        "Guests can view shared boards but cannot edit them.",
        "Guests can view and edit shared boards.",
    ),
    ("Cash is not accepted on board; pay by card.", "Cash is accepted on board."),
    ("Visitors without a badge are not admitted.", "Visitors without a badge are admitted."),
    ("Managers approve requests; owners are only informed.", "Owners approve requests."),
    ("The lounge does not open before noon.", "The lounge opens before noon."),
    ("Accounts that have been inactive for 18 months are closed.", "Accounts are closed."),
    ("Use Chrome 110 to join a call.", "Use Chrome to join a call."),
]


def _passes(quote: str, said: str) -> bool:
    passage = a_passage(quote, title="")
    draft = Draft(
        claims=(Claim(text=said, citations=(a_citation(passage, quote),)),), writer="test"
    )
    return bool(QuoteChecker().check(draft, {passage.id: passage}).supported)


@pytest.mark.parametrize(("quote", "said"), _SAID_OTHERWISE)
def test_what_is_said_otherwise_passes(quote: str, said: str) -> None:
    assert _passes(quote, said)


@pytest.mark.parametrize(("quote", "said"), _TURNED_ROUND)
def test_what_is_turned_round_or_cut_short_does_not_pass(quote: str, said: str) -> None:
    assert not _passes(quote, said)


@pytest.mark.parametrize(("one", "other"), [("sent", "dispatched"), ("frozen", "freeze")])
def test_irregular_forms_are_led_back_to_their_first(one: str, other: str) -> None:
    assert means_the_same(stem(one), stem(other))


@pytest.mark.parametrize(
    ("one", "other"), [("card", "cash"), ("owner", "guest"), ("hours", "days"), ("day", "month")]
)
def test_siblings_do_not_mean_the_same(one: str, other: str) -> None:
    assert not means_the_same(stem(one), stem(other))
