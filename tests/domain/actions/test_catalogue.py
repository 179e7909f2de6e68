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


OF_ONE_NAME = "has two parameters or facts of one name. Rename one."
TAKES = (
    "takes {!r} as an argument. "
    "Who asks and who approved comes from sessions, never from arguments."
)
NO_CHOICES = "has no choices for {!r}. List them."
NO_COLUMNS = "has no columns for {!r}. List them."
NOT_PLAIN = (
    "names its resource by 'order', which is personal or no reference. "
    "Name it by the system's own id, of kind reference: it is kept in plain text."
)
NO_RESOURCE = "names its resource by 'order'. Declare that as a required parameter."
NO_FLOW = "names an amount and moves no money. Declare the flow."
NO_AMOUNT = "moves money and does not say how much. Name one argument or one fact."
NO_WINDOW = (
    "has a backend that takes keys without saying for how long, or the reverse. "
    "Class A needs key_window, the others have none."
)
NO_SETTLE_TIME = (
    "has a backend that is asked by reference without a settle time, or the reverse. "
    "Class B needs settle_time, the others have none."
)
NO_COMPENSATION = (
    "can be compensated without saying by which action, or the reverse. "
    "Declare `compensation` with reversibility `compensable`, and only with it."
)


UNSOUND: dict[str, tuple[dict[str, Any], str]] = {
    "two parameters of one name": (
        {"parameters": (a_parameter("order", K.REFERENCE), *_WITH_ORDER)},
        OF_ONE_NAME,
    ),
    "two facts of one name": ({"facts": (a_parameter("a"), a_parameter("a"))}, OF_ONE_NAME),
    "a name that policies cannot say": (
        {"facts": (a_parameter("left to pay"),)},
        "has the name 'left to pay'. Use lower case, digits and `_`.",
    ),
    "an argument that says who asks": (
        {"parameters": (*_WITH_ORDER, a_parameter("customer_id"))},
        TAKES.format("customer_id"),
    ),
    "an argument that says who asks, in capitals": (
        {"parameters": (*_WITH_ORDER, a_parameter("Approved_By".lower()), a_parameter("role"))},
        TAKES.format("role"),
    ),
    "a column that says who approved": (
        {
            "parameters": (
                *_WITH_ORDER,
                a_parameter("rows", K.ROWS, columns=(a_parameter("approver"),)),
            )
        },
        TAKES.format("approver"),
    ),
    "a choice of nothing": (
        {"facts": (a_parameter("speed", K.CHOICE),)},
        NO_CHOICES.format("speed"),
    ),
    "choices of what is no choice": (
        {"facts": (a_parameter("x", choices=("a",)),)},
        NO_CHOICES.format("x"),
    ),
    "rows without columns": ({"facts": (a_parameter("rows", K.ROWS),)}, NO_COLUMNS.format("rows")),
    "a column without its choices": (
        {"facts": (a_parameter("rows", K.ROWS, columns=(a_parameter("s", K.CHOICE),)),)},
        NO_CHOICES.format("s"),
    ),
    "a pattern that cannot be read": (
        {"parameters": (a_parameter("order", K.REFERENCE, pattern="("),)},
        "has no readable pattern for 'order'. Correct it.",
    ),
    "an argument that no fact fills": (
        {"parameters": (*_WITH_ORDER, a_parameter("amount", K.MONEY, filled_by="total"))},
        "fills 'amount' by 'total'. Name one of its facts.",
    ),
    "a resource that no parameter names": ({"parameters": ()}, NO_RESOURCE),
    "a resource that may be left out": ({"parameters": _OPTIONAL}, NO_RESOURCE),
    "a resource that is named by an e-mail address": (
        {"parameters": (a_parameter("order", K.EMAIL),)},
        NOT_PLAIN,
    ),
    "a resource whose name is personal": (
        {"parameters": (a_parameter("order", K.REFERENCE, is_personal=True),)},
        NOT_PLAIN,
    ),
    "an amount and no flow": (_money(argument="amount"), NO_FLOW),
    "a ceiling and no flow": (_money(ceiling="refundable"), NO_FLOW),
    "a flow and no amount": (_money(flow=MoneyFlow.OUT), NO_AMOUNT),
    "two amounts": (
        _money(flow=MoneyFlow.OUT, argument="amount", fact="refundable"),
        NO_AMOUNT,
    ),
    "an amount that is no parameter": (
        _money(flow=MoneyFlow.IN, argument="sum"),
        "moves 'sum'. Declare it as a required parameter of kind money.",
    ),
    "an amount that is no money": (
        _money(flow=MoneyFlow.IN, argument="order"),
        "moves 'order'. Declare it as a required parameter of kind money.",
    ),
    "an amount that may be left out": (
        {
            "parameters": (*_WITH_ORDER, a_parameter("amount", K.MONEY, is_required=False)),
            **_money(flow=MoneyFlow.IN, argument="amount"),
        },
        "moves 'amount'. Declare it as a required parameter of kind money.",
    ),
    "an amount that is no fact": (
        _money(flow=MoneyFlow.OUT, fact="total"),
        "moves 'total'. Declare it as a required fact of kind money.",
    ),
    "a ceiling that is no fact": (
        _money(flow=MoneyFlow.OUT, argument="amount", ceiling="left"),
        "moves 'left'. Declare it as a required fact of kind money.",
    ),
    "text that may name any amount to pay out": (
        _money(flow=MoneyFlow.OUT, argument="amount"),
        "pays out an amount that text may name, without a ceiling. "
        "Name the fact that holds what is left to pay.",
    ),
    "class A without a window": (
        {"consequences": what_it_does(backend=BackendClass.A)},
        NO_WINDOW,
    ),
    "a window without class A": (
        {"consequences": what_it_does(key_window=timedelta(hours=1))},
        NO_WINDOW,
    ),
    "class B without a settle time": (
        {"consequences": what_it_does(backend=BackendClass.B)},
        NO_SETTLE_TIME,
    ),
    "a settle time without class B": (
        {"consequences": what_it_does(settle_time=timedelta(seconds=1))},
        NO_SETTLE_TIME,
    ),
    "compensable by nothing": (
        {"consequences": what_it_does(reversibility=Reversibility.COMPENSABLE)},
        NO_COMPENSATION,
    ),
    "compensated and not compensable": (
        {"consequences": what_it_does(compensation=ActionName("undo"))},
        NO_COMPENSATION,
    ),
    "compensated by no action": (
        {
            "consequences": what_it_does(
                reversibility=Reversibility.COMPENSABLE, compensation=ActionName("undo")
            )
        },
        "is compensated by 'undo', which is no action. Add it.",
    ),
}


@pytest.mark.parametrize(("changes", "said"), UNSOUND.values(), ids=UNSOUND)
def test_the_start_is_refused_for(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSettings) as told:
        catalogue_of([a_spec(**changes)])

    assert str(told.value) == f"Action 'refund' {said}"


def test_an_action_declared_twice_stops_the_start() -> None:
    with pytest.raises(BadSettings) as told:
        catalogue_of([a_spec(), a_spec()])

    says = "Action 'refund' is declared twice. Name one of them otherwise."
    assert str(told.value) == says


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


def test_an_argument_may_be_filled_by_a_fact_and_a_column_have_its_choices() -> None:
    amount = a_parameter("amount", K.MONEY, filled_by="refundable")
    sizes = a_parameter("size", K.CHOICE, choices=("s", "m"))
    rows = a_parameter("rows", K.ROWS, columns=(sizes,))

    spec = a_spec(parameters=(*_WITH_ORDER, amount, rows))

    assert catalogue_of([spec]).find("refund") is spec


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
