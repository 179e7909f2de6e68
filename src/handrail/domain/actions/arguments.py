"""Which arguments and facts fit an action: declared ones, each of its kind, none beyond bounds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeGuard

from handrail.domain.actions.spec import ActionSpec, Arguments, Parameter, ParameterKind
from handrail.kernel.canonical import is_storable

_REFERENCE = re.compile(r"#?[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_EMAIL = re.compile(r"[^@\s<>\"',;:()\[\]]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
_MOST = 2**53 - 1


class Flaw(StrEnum):
    """What is wrong with an argument."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    """Not declared: whatever it is, it does not count."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Flawed:
    """Hold which argument is wrong, and how."""

    name: str
    flaw: Flaw


def flaws_of(spec: ActionSpec, arguments: Mapping[str, object]) -> tuple[Flawed, ...]:
    """Return what is wrong with the arguments, in the order of the parameters; empty where fine."""
    return tuple(_flaws(spec.parameters, arguments))


def facts_of(spec: ActionSpec, facts: Mapping[str, object]) -> Arguments | None:
    """Return the declared facts, or None where one is missing or of another kind than declared."""
    found: dict[str, Any] = {
        fact.name: facts[fact.name] for fact in spec.facts if fact.name in facts
    }
    are_known = all(fact.name in found or not fact.is_required for fact in spec.facts)
    are_fit = all(_fact_fits(f, found[f.name]) for f in spec.facts if f.name in found)
    return found if are_known and are_fit else None


def fits(parameter: Parameter, value: object) -> bool:
    """Tell whether a value may stand for a parameter."""
    return _FITS[parameter.kind](parameter, value)


def is_whole(value: object) -> TypeGuard[int]:
    """Tell whether a value is a whole number from 0 up to what JSON holds exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST


def _flaws(parameters: tuple[Parameter, ...], arguments: Mapping[str, object]) -> list[Flawed]:
    known = {parameter.name for parameter in parameters}
    found = [
        Flawed(parameter.name, Flaw.MISSING)
        for parameter in parameters
        if parameter.is_required and parameter.name not in arguments
    ]
    found += [
        Flawed(parameter.name, Flaw.WRONG)
        for parameter in parameters
        if parameter.name in arguments and not fits(parameter, arguments[parameter.name])
    ]
    return found + [Flawed(str(name), Flaw.UNKNOWN) for name in arguments if name not in known]


def _fact_fits(fact: Parameter, value: object) -> bool:
    """Unlike an argument, a list of what is there may be empty."""
    is_list = fact.kind in (ParameterKind.REFERENCES, ParameterKind.ROWS)
    return (is_list and value == ()) or fits(fact, value)


def _is_text(parameter: Parameter, value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= parameter.longest
        and is_storable(value)
        and value.isprintable()
        and bool(value.strip())
    )


def _is_whole(_parameter: Parameter, value: object) -> bool:
    return is_whole(value)


def _is_email(_parameter: Parameter, value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(_EMAIL.fullmatch(value))


def _is_choice(parameter: Parameter, value: object) -> bool:
    return isinstance(value, str) and value in parameter.choices


def _is_flag(_parameter: Parameter, value: object) -> bool:
    return isinstance(value, bool)


def _is_reference(parameter: Parameter, value: object) -> bool:
    if not isinstance(value, str) or _REFERENCE.fullmatch(value) is None:
        return False
    return not parameter.pattern or re.fullmatch(parameter.pattern, value) is not None


def _are_references(parameter: Parameter, value: object) -> bool:
    return _is_list(value, parameter.longest) and all(_is_reference(parameter, v) for v in value)


def _are_rows(parameter: Parameter, value: object) -> bool:
    return _is_list(value, parameter.longest) and all(
        isinstance(row, Mapping) and not _flaws(parameter.columns, row) for row in value
    )


def _is_list(value: object, longest: int) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple) and 0 < len(value) <= longest


_FITS: Mapping[ParameterKind, Callable[[Parameter, object], bool]] = {
    ParameterKind.TEXT: _is_text,
    ParameterKind.WHOLE: _is_whole,
    ParameterKind.MONEY: _is_whole,
    ParameterKind.EMAIL: _is_email,
    ParameterKind.CHOICE: _is_choice,
    ParameterKind.FLAG: _is_flag,
    ParameterKind.REFERENCE: _is_reference,
    ParameterKind.REFERENCES: _are_references,
    ParameterKind.ROWS: _are_rows,
}
