"""What is begun is what was agreed to, under rules that still allow it; else it is refused."""

from dataclasses import replace

import pytest

from handrail.domain.actions.gate import Asked
from handrail.domain.actions.model import (
    Action,
    Control,
    RefusalReason,
    Refuse,
    ResourceId,
    Switches,
)
from handrail.domain.actions.recheck import refusal_now
from tests.builders import an_action
from tests.domain.actions.asking import Permitting, an_order, asked

AGREED = an_action(control=Control.STAFF)
CHANGED = Refuse(policies=("gate:changed",), reason=RefusalReason.CHANGED)


def test_what_was_agreed_to_is_begun() -> None:
    assert refusal_now(AGREED, asked(), Permitting(Control.STAFF)) is None


def test_what_the_rules_forbid_by_now_is_refused_by_their_name() -> None:
    off = asked(switches=Switches(all_off=True))

    refusal = refusal_now(AGREED, off, Permitting())

    assert refusal == Refuse(policies=("gate:switched_off",), reason=RefusalReason.SWITCHED_OFF)


def test_what_takes_more_than_was_obtained_is_refused() -> None:
    refusal = refusal_now(AGREED, asked(), Permitting(Control.TWO_STAFF))

    assert refusal == Refuse(policies=("policy-two_staff",), reason=RefusalReason.POLICY)


def test_an_action_that_nobody_agreed_to_is_refused_where_somebody_has_to() -> None:
    refusal = refusal_now(replace(AGREED, control=None), asked(), Permitting())

    assert refusal is not None
    assert refusal.reason is RefusalReason.POLICY


@pytest.mark.parametrize(
    ("action", "now"),
    [
        (replace(AGREED, amount=1_999), asked()),
        (AGREED, asked(resource=replace(an_order(), id=ResourceId("Order/1002")))),
    ],
)
def test_another_amount_or_another_thing_is_not_what_was_agreed_to(
    action: Action, now: Asked
) -> None:
    assert refusal_now(action, now, Permitting()) == CHANGED
