"""An action that does not declare what it does to the world, in full, stops the start."""

from datetime import timedelta
from typing import Any

import pytest

from handrail.domain.actions.catalogue import catalogue_of, floor_of
from handrail.domain.actions.model import Control
from handrail.domain.actions.spec import (
    ActionName,
    BackendClass,
    MoneyFlow,
    MoneyTerms,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.kernel.errors import BadSettings
from tests.domain.actions.asking import a_parameter, a_spec, what_it_does

K = ParameterKind
_WITH_ORDER = (a_parameter("order", K.REFERENCE),)
_OPTIONAL = (a_parameter("order", K.REFERENCE, is_required=False),)


def _money(**terms: Any) -> dict[str, Any]:
    return {"consequences": what_it_does(money=MoneyTerms(**terms))}


UNSOUND: dict[str, tuple[dict[str, Any], str]] = {
    "two parameters of one name": (
        {"parameters": (a_parameter("order", K.REFERENCE), *_WITH_ORDER)},
        "of one name",
    ),
    "two facts of one name": ({"facts": (a_parameter("a"), a_parameter("a"))}, "of one name"),
    "a name that policies cannot say": ({"facts": (a_parameter("left to pay"),)}, "left to pay"),
    "an argument that says who asks": (
        {"parameters": (*_WITH_ORDER, a_parameter("customer_id"))},
        "customer_id",
    ),
    "an argument that says who asks, in capitals": (
        {"parameters": (*_WITH_ORDER, a_parameter("Approved_By".lower()), a_parameter("role"))},
        "role",
    ),
    "a column that says who approved": (
        {
            "parameters": (
                *_WITH_ORDER,
                a_parameter("rows", K.ROWS, columns=(a_parameter("approver"),)),
            )
        },
        "approver",
    ),
    "a choice of nothing": ({"facts": (a_parameter("speed", K.CHOICE),)}, "no choices"),
    "choices of what is no choice": ({"facts": (a_parameter("x", choices=("a",)),)}, "no choices"),
    "rows without columns": ({"facts": (a_parameter("rows", K.ROWS),)}, "no columns"),
    "a column without its choices": (
        {"facts": (a_parameter("rows", K.ROWS, columns=(a_parameter("s", K.CHOICE),)),)},
        "no choices",
    ),
    "a pattern that cannot be read": (
        {"parameters": (a_parameter("order", K.REFERENCE, pattern="("),)},
        "pattern",
    ),
    "an argument that no fact fills": (
        {"parameters": (*_WITH_ORDER, a_parameter("amount", K.MONEY, filled_by="total"))},
        "'total'",
    ),
    "a resource that no parameter names": ({"parameters": ()}, "names its resource"),
    "a resource that may be left out": ({"parameters": _OPTIONAL}, "names its resource"),
    "a resource that is named by an e-mail address": (
        {"parameters": (a_parameter("order", K.EMAIL),)},
        "personal or no reference",
    ),
    "a resource whose name is personal": (
        {"parameters": (a_parameter("order", K.REFERENCE, is_personal=True),)},
        "personal or no reference",
    ),
    "an amount and no flow": (_money(argument="amount"), "moves no money"),
    "a ceiling and no flow": (_money(ceiling="refundable"), "moves no money"),
    "a flow and no amount": (_money(flow=MoneyFlow.OUT), "how much"),
    "two amounts": (
        _money(flow=MoneyFlow.OUT, argument="amount", fact="refundable"),
        "how much",
    ),
    "an amount that is no parameter": (_money(flow=MoneyFlow.IN, argument="sum"), "'sum'"),
    "an amount that is no money": (_money(flow=MoneyFlow.IN, argument="order"), "'order'"),
    "an amount that may be left out": (
        {
            "parameters": (*_WITH_ORDER, a_parameter("amount", K.MONEY, is_required=False)),
            **_money(flow=MoneyFlow.IN, argument="amount"),
        },
        "'amount'",
    ),
    "an amount that is no fact": (_money(flow=MoneyFlow.OUT, fact="total"), "'total'"),
    "a ceiling that is no fact": (
        _money(flow=MoneyFlow.OUT, argument="amount", ceiling="left"),
        "'left'",
    ),
    "text that may name any amount to pay out": (
        _money(flow=MoneyFlow.OUT, argument="amount"),
        "without a ceiling",
    ),
    "class A without a window": (
        {"consequences": what_it_does(backend=BackendClass.A)},
        "takes keys",
    ),
    "a window without class A": (
        {"consequences": what_it_does(key_window=timedelta(hours=1))},
        "takes keys",
    ),
    "class B without a settle time": (
        {"consequences": what_it_does(backend=BackendClass.B)},
        "settle time",
    ),
    "a settle time without class B": (
        {"consequences": what_it_does(settle_time=timedelta(seconds=1))},
        "settle time",
    ),
    "compensable by nothing": (
        {"consequences": what_it_does(reversibility=Reversibility.COMPENSABLE)},
        "compensated",
    ),
    "compensated and not compensable": (
        {"consequences": what_it_does(compensation=ActionName("undo"))},
        "compensated",
    ),
    "compensated by no action": (
        {
            "consequences": what_it_does(
                reversibility=Reversibility.COMPENSABLE, compensation=ActionName("undo")
            )
        },
        "which is no action",
    ),
}


@pytest.mark.parametrize(("changes", "said"), UNSOUND.values(), ids=UNSOUND)
def test_the_start_is_refused_for(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSettings, match="Action 'refund'") as told:
        catalogue_of([a_spec(**changes)])

    assert said in told.value.message


def test_an_action_declared_twice_stops_the_start() -> None:
    with pytest.raises(BadSettings, match="declared twice"):
        catalogue_of([a_spec(), a_spec()])


def test_sound_actions_are_found_by_name() -> None:
    undo = a_spec(name=ActionName("undo"))
    spec = a_spec(
        consequences=what_it_does(
            reversibility=Reversibility.COMPENSABLE,
            compensation=ActionName("undo"),
            backend=BackendClass.A,
            key_window=timedelta(hours=24),
        )
    )

    catalogue = catalogue_of([spec, undo])

    assert catalogue.find("refund") is spec
    assert catalogue.find("REFUND") is None


def test_what_is_charged_needs_no_ceiling() -> None:
    charged = a_spec(**_money(flow=MoneyFlow.IN, argument="amount"))

    assert catalogue_of([charged]).find("refund") is charged


@pytest.mark.parametrize(
    ("changes", "control"),
    [
        ({}, Control.NONE),
        ({"personal_data": PersonalData.READ}, Control.NONE),
        ({"personal_data": PersonalData.WRITE}, Control.CUSTOMER),
        ({"personal_data": PersonalData.CONTACT}, Control.CUSTOMER),
        ({"reversibility": Reversibility.COMPENSABLE}, Control.CUSTOMER),
        ({"reversibility": Reversibility.IRREVERSIBLE}, Control.CUSTOMER),
        ({"money": MoneyTerms(flow=MoneyFlow.IN, argument="amount")}, Control.CUSTOMER),
        ({"money": MoneyTerms(flow=MoneyFlow.OUT, fact="total")}, Control.CUSTOMER),
        ({"reach": Reach.MANY_CUSTOMERS}, Control.STAFF),
    ],
)
def test_the_consequences_bear_no_weaker_control_than(
    changes: dict[str, Any], control: Control
) -> None:
    assert floor_of(what_it_does(**changes)) is control
