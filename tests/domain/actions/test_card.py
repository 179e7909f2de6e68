"""A card shows what will be done and nothing that somebody wrote can pass for a part of it."""

import hashlib
import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.actions.action_json import action_as_json, card_as_json
from handrail.domain.actions.card import (
    arguments_of,
    card_of,
    digest_of,
    money,
    plain_arguments,
    shown,
)
from handrail.domain.actions.model import ActionState, Approval, Control, RefusalReason
from handrail.domain.actions.spec import ParameterKind, Row, Value
from tests.builders import NOON, an_action
from tests.domain.actions.asking import FROM_A_FACT, a_parameter, a_spec

K = ParameterKind
_COLUMNS = (a_parameter("name"), a_parameter("price", K.MONEY), a_parameter("new", K.FLAG))
_ROWS = a_parameter("rows", K.ROWS, columns=_COLUMNS)
_HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from('\n\r\t\u2028\u202e\u2066\u200b\x1b\x85\u00ad"\\;,'),
    ),
    max_size=60,
)


def test_a_card_holds_the_parameters_in_their_order_as_they_will_be_sent() -> None:
    action = an_action(arguments={"amount": 2_050, "order": "1001"}, version=3)

    card = card_of(action, a_spec(), "EUR")

    assert card.rows == (("Order", "1001"), ("Amount", "20.50 EUR"))
    assert (card.title, card.version, card.digest) == ("Refund an order", 3, "d")
    assert (card.action, card.expires_at) == (action.id, action.expires_at)


def test_a_card_leaves_out_what_was_not_given_and_shows_an_amount_that_was_read() -> None:
    spec = a_spec(consequences=FROM_A_FACT)

    card = card_of(an_action(arguments={"order": "1001"}, amount=990), spec, "EUR")

    assert card.rows == (("Order", "1001"), ("Amount", "9.90 EUR"))


def test_a_card_of_nothing_to_pay_shows_no_amount() -> None:
    card = card_of(
        an_action(arguments={"order": "1"}, amount=0), a_spec(consequences=FROM_A_FACT), "EUR"
    )

    assert card.rows == (("Order", "1"),)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (K.FLAG, True, "yes"),
        (K.FLAG, False, "no"),
        (K.WHOLE, 5, "5"),
        (K.MONEY, 5, "0.05 EUR"),
        (K.TEXT, "a\nb\u202ec", "a b c"),
        (K.REFERENCES, ("a", "b"), "a; b"),
    ],
)
def test_a_value_is_shown_as(kind: ParameterKind, value: Value, text: str) -> None:
    assert shown(a_parameter("it", kind), value, "EUR") == text


def test_a_text_in_a_row_cannot_imitate_another_column_or_row() -> None:
    forged: Row = {"name": 'A", Price 0.00 EUR; Name "B', "price": 900, "new": True}

    plain: Row = {"name": "back\\", "price": 1}

    text = shown(_ROWS, (forged, plain), "EUR")

    assert text == (
        'Name "A\\", Price 0.00 EUR; Name \\"B", Price 9.00 EUR, New yes; '
        'Name "back\\\\", Price 0.01 EUR'
    )


@given(_HOSTILE, _HOSTILE)
def test_whatever_is_written_stays_on_one_line_of_printable_characters(a: str, b: str) -> None:
    row: dict[str, str | int | bool] = {"name": b, "price": 1, "new": False}

    for text in (
        shown(a_parameter("it"), a, "EUR"),
        shown(a_parameter("it", K.REFERENCES), (a, b), "EUR"),
        shown(_ROWS, (row,), "EUR"),
    ):
        assert text.isprintable()


@given(st.tuples(_HOSTILE, _HOSTILE), st.tuples(_HOSTILE, _HOSTILE))
def test_two_different_lists_of_printable_rows_never_look_the_same(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    printable = all(text.isprintable() for text in (*one, *other))
    looks = [shown(_ROWS, tuple(_named(name) for name in names), "EUR") for names in (one, other)]

    assert not printable or (looks[0] == looks[1]) == (one == other)


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0.00"), (5, "0.05"), (4_050, "40.50"), (-4_050, "-40.50")]
)
def test_money_is_shown_with_two_digits(amount: int, text: str) -> None:
    assert money(amount, "EUR") == f"{text} EUR"


BOUND: dict[str, Any] = {
    "id": "act_2",
    "name": "cancel",
    "spec_version": "2",
    "conversation": "conv_2",
    "customer": "cus_2",
    "resource": "Order/1002",
    "arguments": {"order": "1001", "amount": 2001},
    "amount": 2001,
    "compensates": "act_0",
    "salt": "pepper",
}


@pytest.mark.parametrize(("field", "value"), BOUND.items(), ids=list(BOUND))
def test_the_digest_is_another_one_where_anything_to_be_done_differs(
    field: str, value: object
) -> None:
    changes: dict[str, Any] = {field: value}

    assert digest_of(replace(an_action(), **changes)) != digest_of(an_action())


def test_anybody_can_make_the_digest_from_what_is_to_be_done() -> None:
    action = an_action(**BOUND)

    assert digest_of(action) == hashlib.sha256(rfc8785.dumps(BOUND)).hexdigest()


def test_a_row_is_bound_as_it_is_whatever_holds_it() -> None:
    row: Row = {"name": "bow", "price": 900, "new": True}
    plain: dict[str, Value] = {"rows": (row,)}
    fixed: dict[str, Value] = {"rows": (MappingProxyType(row),)}

    assert json.loads(json.dumps(plain_arguments(fixed))) == {"rows": [row]}
    assert digest_of(an_action(arguments=fixed)) == digest_of(an_action(arguments=plain))


@pytest.mark.parametrize(
    "moved", [{"state": ActionState.APPROVED}, {"version": 9}, {"control": Control.STAFF}]
)
def test_the_digest_stays_while_the_action_moves_on(moved: dict[str, Any]) -> None:
    assert digest_of(an_action(**moved)) == digest_of(an_action())


_NAMES = st.text(alphabet="abcdef_", min_size=1, max_size=6)
_PLAIN = st.one_of(
    st.integers(0, 2**53 - 1), st.booleans(), st.text(st.characters(codec="utf-8"), max_size=20)
)
_VALUES: st.SearchStrategy[Any] = st.one_of(
    _PLAIN,
    st.lists(st.text(st.characters(codec="utf-8"), max_size=5), max_size=3).map(tuple),
    st.lists(st.dictionaries(_NAMES, _PLAIN, max_size=3), min_size=1, max_size=3).map(tuple),
)
_ARGUMENTS = st.dictionaries(_NAMES, _VALUES, max_size=4)


@given(_ARGUMENTS, _ARGUMENTS)
def test_two_digests_are_equal_where_the_arguments_are_and_nowhere_else(
    one: dict[str, Value], other: dict[str, Value]
) -> None:
    digests = [digest_of(an_action(arguments=held)) for held in (one, other)]

    assert (digests[0] == digests[1]) == (_typed(one) == _typed(other))


@given(_ARGUMENTS)
def test_arguments_come_back_from_json_as_they_were(held: dict[str, Value]) -> None:
    assert arguments_of(plain_arguments(held)) == held


def test_what_is_no_argument_does_not_come_back() -> None:
    with pytest.raises(TypeError, match="no argument"):
        arguments_of({"a": 1.5})


def test_an_action_as_json_says_where_it_stands_and_who_decided() -> None:
    approval = Approval(
        action=an_action().id, version=1, digest="d", by="staff:kim", is_approved=True, at=NOON
    )
    refused = replace(an_action(), control=None, refusal=RefusalReason.POLICY)

    whole, bare = action_as_json(an_action(), [approval]), action_as_json(refused)

    assert whole["control"] == "customer"
    assert whole["approvals"] == [{"by": "staff:kim", "approved": True, "at": NOON.isoformat()}]
    assert (bare["control"], bare["refusal"], bare["approvals"]) == (None, "policy", [])


def test_a_card_as_json_holds_its_rows() -> None:
    card = card_of(an_action(), a_spec(), "EUR")

    assert card_as_json(card)["rows"] == [["Order", "1001"], ["Amount", "20.00 EUR"]]


def _named(name: str) -> Row:
    return {"name": name, "price": 1, "new": True}


def _typed(value: object) -> object:
    """Return a value in which true and 1 differ, as they do in JSON."""
    if isinstance(value, dict):
        return {name: _typed(held) for name, held in value.items()}
    if isinstance(value, tuple):
        return [_typed(held) for held in value]
    return (type(value).__name__, value)
