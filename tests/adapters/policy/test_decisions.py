"""Policies see typed values, and whatever does not fit or does not evaluate is not permitted."""

from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from handrail.adapters.policy.cedar import FAILED, UNFIT, open_rules
from handrail.domain.actions.model import CONTROLS, Control, CustomerId, Totals
from handrail.domain.actions.ports import Permission
from tests.adapters.policy.rules import (
    NOON,
    SEND,
    a_catalogue,
    a_folder,
    circumstances,
    some_rules,
)


def test_each_control_is_answered_with_the_policies_that_decided(tmp_path: Path) -> None:
    never = '@id("never-heavy") forbid (principal, action, resource) when { context.amount > 9 };'
    rules = open_rules(a_folder(tmp_path, SEND, never=never), a_catalogue())

    light = rules.permissions(circumstances(), CONTROLS)
    heavy = rules.permissions(circumstances(amount=10), (Control.STAFF,))

    assert [p.is_permitted for p in light] == [False, False, True, False]
    assert [p.policies for p in light] == [(), (), ("send-early",), ()]
    assert heavy == (Permission(is_permitted=False, policies=("never-heavy",)),)


SEEN: dict[str, tuple[str, dict[str, Any]]] = {
    "the argument": ('context.arguments.parcel == "P-1"', {}),
    "the amount": ("context.amount == 250", {"amount": 250}),
    "the moment": (f"context.now == {int(NOON.timestamp())}", {}),
    "the hour and the day": ("context.hour == 12 && context.weekday == 1", {}),
    "a total": (
        "context.totals.customer_money_today == 7",
        {"totals": Totals(customer_money_today=7)},
    ),
    "a change of contact": (
        f"context.totals.contact_changed_at == {int(NOON.timestamp()) - 60}",
        {"totals": Totals(contact_changed_at=NOON - timedelta(minutes=1))},
    ),
    "no change of contact": ("context.totals.contact_changed_at == 0", {}),
    "a fact": ("resource.weight == 5", {}),
    "a list among the facts": (
        'resource has stops && resource.stops.contains("a")',
        {"facts": {"weight": 5, "stops": ("a", "b")}},
    ),
    "an empty list": (
        "resource has stops && resource.stops.isEmpty()",
        {"facts": {"weight": 5, "stops": ()}},
    ),
    "rows, and how many": (
        'context.arguments has items && context.arguments.items.contains({sku: "x", price: 3})'
        " && context.counts.items == 2",
        {
            "arguments": {
                "parcel": "P-1",
                "items": ({"sku": "x", "price": 3}, {"sku": "x", "price": 3}),
            }
        },
    ),
    "none of what may be missing": (
        "!(context.arguments has items) && context.counts.items == 0",
        {},
    ),
    "who asks": ('principal == Asker::"c-1"', {}),
    "who asks, whatever the id holds": (
        'principal == Asker::"\\"c\\n\\\\"',
        {"customer": CustomerId('"c\n\\')},
    ),
    "what it is done to": ('resource == send::Parcel::"Parcel/1"', {}),
}


@pytest.mark.parametrize(("condition", "changes"), SEEN.values(), ids=SEEN)
def test_a_policy_sees(tmp_path: Path, condition: str, changes: dict[str, Any]) -> None:
    rules = some_rules(tmp_path, condition)

    (permission,) = rules.permissions(circumstances(**changes), (Control.NONE,))

    assert permission == Permission(is_permitted=True, policies=("it",))


UNFITTING: dict[str, dict[str, Any]] = {
    "a fact of another type": {"facts": {"weight": "5"}},
    "a truth for a number": {"facts": {"weight": True}},
    "a missing fact": {"facts": {"kind": "x"}},
    "a fact that no 64 bits hold": {"facts": {"weight": 2**64}},
    "a row with half a character": {"facts": {"weight": 5, "kind": "\ud800"}},
    "an argument of another type": {"arguments": {"parcel": 1}},
    "a missing argument": {"arguments": {}},
    "an argument that is not declared": {"arguments": {"parcel": "P-1", "role": "admin"}},
    "half a character": {"arguments": {"parcel": "P-1", "note": "\ud800"}},
    "an amount that no 64 bits hold": {"amount": 2**64},
}


@pytest.mark.parametrize("changes", UNFITTING.values(), ids=UNFITTING)
def test_what_does_not_fit_the_schema_is_not_permitted(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    rules = some_rules(tmp_path, "true")

    permissions = rules.permissions(circumstances(**changes), CONTROLS)

    assert permissions == (Permission(is_permitted=False, policies=(UNFIT,)),) * len(CONTROLS)


def test_a_fact_that_is_not_declared_is_not_there(tmp_path: Path) -> None:
    rules = some_rules(tmp_path, "true")

    (permission,) = rules.permissions(
        circumstances(facts={"weight": 5, "colour": object()}),
        (Control.NONE,),
    )

    assert permission.is_permitted


def test_a_policy_that_fails_permits_nothing_though_cedar_would_go_on_without_it(
    tmp_path: Path,
) -> None:
    overflows = f"context.amount + {2**63 - 1} > 0"
    failing = f'@id("x") forbid (principal, action, resource) when {{ {overflows} }};'
    rules = open_rules(a_folder(tmp_path, SEND + failing), a_catalogue())

    before = rules.permissions(circumstances(amount=1), (Control.STAFF,))
    sound = open_rules(a_folder(tmp_path), a_catalogue())

    assert before == (Permission(is_permitted=False, policies=(FAILED,)),)
    assert sound.permissions(circumstances(amount=1), (Control.STAFF,))[0].is_permitted


def test_hours_and_days_are_those_of_utc(tmp_path: Path) -> None:
    rules = some_rules(tmp_path, "context.hour == 12 && context.weekday == 1")
    elsewhere = NOON.astimezone(timezone(timedelta(hours=13)))

    (permission,) = rules.permissions(circumstances(now=elsewhere), (Control.NONE,))

    assert elsewhere.isoweekday() == 2
    assert permission.is_permitted
