"""Whoever gets at the way to reach a customer gets no money by it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.actions.gate import authorise, still_allowed
from handrail.domain.actions.model import Control, RefusalReason, Refuse, Totals
from tests.domain.actions.asking import NOON, Permitting, an_order, asked

_STEPS = st.lists(
    st.tuples(st.sampled_from(["change", "refund"]), st.integers(0, 200 * 3_600)), max_size=30
)


@given(_STEPS)
def test_no_path_leads_from_a_change_of_contact_to_a_payout_within_72_hours(
    steps: list[tuple[str, int]],
) -> None:
    now, changed, paid = NOON, None, []

    for kind, seconds in steps:
        now += timedelta(seconds=seconds)
        if kind == "change":
            changed = now
            continue
        what = replace(asked(totals=Totals(contact_changed_at=changed)), now=now)
        session = what.session
        assert session is not None
        what = replace(what, session=replace(session, expires_at=now + timedelta(minutes=5)))
        if not isinstance(authorise(what, Permitting()), Refuse):
            paid.append((now, changed))

    assert all(at - last >= timedelta(hours=72) for at, last in paid if last is not None)
    refunds = [kind for kind, _ in steps].count("refund")
    assert refunds == len(paid) or changed is not None


def test_an_approved_payout_is_not_made_after_a_change_of_contact() -> None:
    approved = asked(totals=Totals(contact_changed_at=NOON - timedelta(minutes=1)))

    refused = still_allowed(approved, Permitting(), Control.TWO_STAFF)

    assert refused is not None
    assert refused.reason is RefusalReason.COOLING_OFF


def test_an_approved_payout_is_not_made_when_less_is_left_by_then() -> None:
    refused = still_allowed(
        asked(resource=an_order(refundable=1_999)), Permitting(), Control.TWO_STAFF
    )

    assert refused is not None
    assert refused.reason is RefusalReason.ABOVE_WHAT_IS_LEFT
