"""Which actions there are. One that does not declare what it does to the world stops the start."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from handrail.domain.actions.model import (
    Control,
)
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyFlow,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.kernel.errors import BadSettings

_NAME = re.compile("[a-z][a-z0-9_]{0,63}")
_WHO_DECIDES = frozenset(
    {"account_id", "actor", "agent", "approval", "approvals", "approved", "approver", "as_user"}
    | {"auth", "authorization", "client_id", "credential", "customer", "customer_id", "identity"}
    | {"customer_token", "on_behalf_of", "owner", "password", "principal", "role", "roles", "scope"}
    | {"secret", "session", "staff", "staff_id", "token", "user", "user_id", "verified"}
)
"""Names that an argument may not have: what text says of these must never count."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold the actions by name."""

    specs: Mapping[str, ActionSpec]

    def find(self, name: str) -> ActionSpec | None:
        """Return the action called `name`, or None."""
        return self.specs.get(name)


def catalogue_of(specs: Iterable[ActionSpec]) -> Catalogue:
    """Return the catalogue of these actions; raises BadSettings where one is not sound."""
    found: dict[str, ActionSpec] = {}
    for spec in specs:
        if spec.name in found:
            raise _unsound(spec.name, "is declared twice", "Name one of them otherwise.")
        _require_sound(spec)
        found[spec.name] = spec
    for spec in found.values():
        undo = spec.consequences.compensation
        if undo is not None and undo not in found:
            raise _unsound(spec.name, f"is compensated by {undo!r}, which is no action", "Add it.")
    return Catalogue(found)


def floor_of(does: Consequences) -> Control:
    """Return the weakest control that these consequences bear, whatever a policy says."""
    if does.reach is Reach.MANY_CUSTOMERS:
        return Control.STAFF
    moves = does.money.flow is not MoneyFlow.NONE
    writes = does.personal_data in (PersonalData.WRITE, PersonalData.CONTACT)
    if moves or writes or does.reversibility is not Reversibility.REVERSIBLE:
        return Control.CUSTOMER
    return Control.NONE


def _require_sound(spec: ActionSpec) -> None:
    _require_sound_parameters(spec.name, spec.parameters)
    _require_sound_kinds(spec.name, spec.facts)
    _require_sound_resource(spec)
    for parameter in spec.parameters:
        if parameter.filled_by is not None and spec.fact(parameter.filled_by) is None:
            raise _unsound(
                spec.name,
                f"fills {parameter.name!r} by {parameter.filled_by!r}",
                "Name one of its facts.",
            )
    _require_sound_money(spec)
    does = spec.consequences
    if (does.backend is BackendClass.A) is (does.key_window is None):
        raise _unsound(
            spec.name,
            "has a backend that takes keys without saying for how long, or the reverse",
            "Class A needs key_window, the others have none.",
        )
    if (does.backend is BackendClass.B) is (does.settle_time is None):
        raise _unsound(
            spec.name,
            "has a backend that is asked by reference without a settle time, or the reverse",
            "Class B needs settle_time, the others have none.",
        )
    if (does.reversibility is Reversibility.COMPENSABLE) is (does.compensation is None):
        raise _unsound(
            spec.name,
            "can be compensated without saying by which action, or the reverse",
            "Declare `compensation` with reversibility `compensable`, and only with it.",
        )


def _require_sound_resource(spec: ActionSpec) -> None:
    """Refuse a resource that is named by what may be left out, or may not be kept in plain text."""
    named = spec.resource_argument
    if named is None:
        return
    parameter = spec.parameter(named)
    if parameter is None or not parameter.is_required:
        raise _unsound(
            spec.name, f"names its resource by {named!r}", "Declare that as a required parameter."
        )
    if parameter.kind is not ParameterKind.REFERENCE or parameter.is_personal:
        raise _unsound(
            spec.name,
            f"names its resource by {named!r}, which is personal or no reference",
            "Name it by the system's own id, of kind reference: it is kept in plain text.",
        )


def _require_sound_parameters(action: ActionName, parameters: tuple[Parameter, ...]) -> None:
    _require_sound_kinds(action, parameters)
    for parameter in parameters:
        if parameter.name.lower() in _WHO_DECIDES:
            raise _unsound(
                action,
                f"takes {parameter.name!r} as an argument",
                "Who asks and who approved comes from sessions, never from arguments.",
            )
        if not _is_pattern(parameter.pattern):
            raise _unsound(action, f"has no readable pattern for {parameter.name!r}", "Correct it.")
        _require_sound_parameters(action, parameter.columns)


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _require_sound_kinds(action: ActionName, parameters: tuple[Parameter, ...]) -> None:
    names = [parameter.name for parameter in parameters]
    if len(set(names)) != len(names):
        raise _unsound(action, "has two parameters or facts of one name", "Rename one.")
    for parameter in parameters:
        if not _NAME.fullmatch(parameter.name):
            raise _unsound(
                action, f"has the name {parameter.name!r}", "Use lower case, digits and `_`."
            )
        if (parameter.kind is ParameterKind.CHOICE) is not bool(parameter.choices):
            raise _unsound(action, f"has no choices for {parameter.name!r}", "List them.")
        if (parameter.kind is ParameterKind.ROWS) is not bool(parameter.columns):
            raise _unsound(action, f"has no columns for {parameter.name!r}", "List them.")
        _require_sound_kinds(action, parameter.columns)


def _require_sound_money(spec: ActionSpec) -> None:
    terms = spec.consequences.money
    sources = [source for source in (terms.argument, terms.fact) if source is not None]
    if terms.flow is MoneyFlow.NONE:
        if sources or terms.ceiling:
            raise _unsound(spec.name, "names an amount and moves no money", "Declare the flow.")
        return
    if len(sources) != 1:
        raise _unsound(
            spec.name, "moves money and does not say how much", "Name one argument or one fact."
        )
    _require_money(spec, terms.argument, spec.parameter, "parameter")
    _require_money(spec, terms.fact, spec.fact, "fact")
    _require_money(spec, terms.ceiling, spec.fact, "fact")
    if terms.argument and terms.flow is MoneyFlow.OUT and terms.ceiling is None:
        raise _unsound(
            spec.name,
            "pays out an amount that text may name, without a ceiling",
            "Name the fact that holds what is left to pay.",
        )


def _require_money(
    spec: ActionSpec, name: str | None, find: Callable[[str], Parameter | None], what: str
) -> None:
    if name is None:
        return
    found = find(name)
    if found is None or found.kind is not ParameterKind.MONEY or not found.is_required:
        raise _unsound(
            spec.name, f"moves {name!r}", f"Declare it as a required {what} of kind money."
        )


def _unsound(action: str, what: str, hint: str) -> BadSettings:
    return BadSettings(f"Action {action!r} {what}.", hint=hint)
