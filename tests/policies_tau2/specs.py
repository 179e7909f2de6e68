"""Build declared actions in few words."""

from collections.abc import Iterable

from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)

REFERENCE, REFERENCES = ParameterKind.REFERENCE, ParameterKind.REFERENCES
TEXT, WHOLE, MONEY, FLAG = (
    ParameterKind.TEXT,
    ParameterKind.WHOLE,
    ParameterKind.MONEY,
    ParameterKind.FLAG,
)
IN, OUT = MoneyFlow.IN, MoneyFlow.OUT


def a_field(name: str, kind: ParameterKind, *, is_required: bool = True) -> Parameter:
    """Return a parameter or a fact."""
    return Parameter(name=name, kind=kind, label=name, is_required=is_required)


def a_choice(name: str, *choices: str) -> Parameter:
    """Return a parameter with a list of values."""
    return Parameter(name=name, kind=ParameterKind.CHOICE, label=name, choices=choices)


def rows(name: str, *columns: Parameter) -> Parameter:
    """Return a parameter that holds records."""
    return Parameter(name=name, kind=ParameterKind.ROWS, label=name, columns=columns)


def an_action(
    name: str,
    parameters: Iterable[Parameter],
    facts: Iterable[Parameter],
    money: MoneyTerms | None = None,
    resource: tuple[str, str | None] = ("Order", "order_id"),
) -> ActionSpec:
    """Return an action that cannot be undone, at a system that keeps nothing single."""
    return ActionSpec(
        name=ActionName(name),
        version="1",
        title=name,
        description=name,
        parameters=tuple(parameters),
        consequences=Consequences(
            reversibility=Reversibility.IRREVERSIBLE,
            money=money or MoneyTerms(),
            personal_data=PersonalData.NONE,
            reach=Reach.ONE_CUSTOMER,
            backend=BackendClass.C,
        ),
        resource=resource[0],
        resource_argument=resource[1],
        facts=tuple(facts),
    )
