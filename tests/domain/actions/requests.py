"""Actions as small as a test needs them."""

from datetime import timedelta
from typing import Any

from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    AddressPart,
    BackendClass,
    Consequences,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)


def a_parameter(name: str, kind: ParameterKind, **more: Any) -> Parameter:
    return Parameter(name=name, kind=kind, **{"label": name.capitalize(), **more})


def an_action_that_takes(*parameters: Parameter, **more: Any) -> ActionSpec:
    return ActionSpec(
        **{
            "name": ActionName("act"),
            "version": "1",
            "title": "Do an act",
            "description": "",
            "parameters": parameters,
            "consequences": Consequences(
                reversibility=Reversibility.IRREVERSIBLE,
                money=MoneyTerms(),
                personal_data=PersonalData.NONE,
                reach=Reach.ONE_CUSTOMER,
                backend=BackendClass.A,
                key_window=timedelta(hours=24),
            ),
            "resource": "Order",
            **more,
        }
    )


ORDER = a_parameter("order", ParameterKind.REFERENCE, prefix="CC-", pattern=r"^CC-\d{7}$")
NUMBER = a_parameter("number", ParameterKind.REFERENCE)
AMOUNT = a_parameter("amount", ParameterKind.MONEY)
EMAIL = a_parameter("email", ParameterKind.EMAIL)
REASON = a_parameter(
    "reason",
    ParameterKind.CHOICE,
    choices=("damaged", "wrong_item", "NO"),
    said_as={"damaged": ("broken", "cracked"), "NO": ("Norway",)},
)
STREET = a_parameter("street", ParameterKind.TEXT, part=AddressPart.STREET)
POSTCODE = a_parameter("postcode", ParameterKind.TEXT, part=AddressPart.POSTCODE, longest=12)
CITY = a_parameter("city", ParameterKind.TEXT, part=AddressPart.CITY)
NOTE = a_parameter("note", ParameterKind.TEXT)
GIFT = a_parameter("gift", ParameterKind.FLAG)
COUNT = a_parameter("count", ParameterKind.WHOLE)
ORDERS = a_parameter("orders", ParameterKind.REFERENCES, prefix="CC-", longest=3)
ROWS = a_parameter("rows", ParameterKind.ROWS, columns=(NOTE, COUNT), longest=3)
