"""Of what a model proposes, only what the customer wrote is taken."""

import pytest

from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.model_proposal import ModelProposal, Taken, taken_from
from handrail.domain.actions.spec import Value
from tests.domain.actions.requests import (
    AMOUNT,
    COUNT,
    EMAIL,
    GIFT,
    NOTE,
    ORDER,
    ORDERS,
    REASON,
    ROWS,
    an_action_that_takes,
)

SPEC = an_action_that_takes(ORDER, AMOUNT, EMAIL, REASON, GIFT, NOTE, COUNT, ORDERS, ROWS)
SAID = "Refund 20 euros of order 4410287, send 2 strings as a gift to me@example.com"


def taken(arguments: dict[str, object], own: str = SAID, name: str = "act") -> Taken:
    proposal = ModelProposal(name=name, arguments=arguments, model="m")
    return taken_from(proposal, Catalogue({"act": SPEC}), own, "EUR")


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("order", "CC-4410287", "CC-4410287"), ("amount", 2000, 2000), ("gift", True, True),
        ("email", "me@example.com", "me@example.com"), ("reason", "damaged", "damaged"),
        ("note", "Strings", "Strings"), ("count", 2, 2),
        ("rows", [{"note": "strings", "count": 2}], ({"note": "strings", "count": 2},)),
    ],
)  # fmt: skip
def test_what_the_customer_wrote_is_taken(name: str, written: object, value: Value) -> None:
    assert taken({name: written}) == Taken(spec=SPEC, arguments={name: value})


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("order", "CC-9999999"), ("amount", 2100), ("amount", "2000"), ("amount", 20.0),
        ("email", "you@example.com"), ("reason", "stolen"), ("gift", "yes"), ("note", "violin"),
        ("count", 3), ("customer", "cus-1"), ("approved", True), ("note", None), ("note", {"a": 1}),
        ("orders", ["CC-9999999"]), ("orders", [1, 2]), ("rows", [{"note": ["x"], "count": 2}]),
        ("rows", [{"note": "strings", "count": 2}, 7]), ("rows", []), ("note", "string"),
    ],
)  # fmt: skip
def test_what_the_customer_did_not_write_is_dropped(name: str, written: object) -> None:
    assert taken({name: written}) == Taken(spec=SPEC, dropped=(name,))


def test_an_action_that_does_not_exist_is_dropped() -> None:
    found = taken({"order": "CC-4410287"}, name="x" * 100)

    assert found == Taken(spec=None, dropped=("x" * 40,))


def test_several_orders_are_taken_where_each_was_written() -> None:
    orders = {"orders": ["CC-4410287", "CC-4410288"]}

    found = taken({**orders}, own="CC-4410287 and CC-4410288")

    assert found.arguments == {"orders": ("CC-4410287", "CC-4410288")}
