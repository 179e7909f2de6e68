"""What a text says for the arguments of an action, and what has to be asked next. Never a guess."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from handrail.domain.actions.arguments import fits
from handrail.domain.actions.read_address import (
    address_in,
    answered_city,
    answered_postcode,
    answered_street,
)
from handrail.domain.actions.read_values import values_in
from handrail.domain.actions.spec import (
    ActionSpec,
    AddressPart,
    Arguments,
    Parameter,
    ParameterKind,
    Value,
)

_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Hold the arguments that are plain, and what is said for one without being so."""

    arguments: Arguments = field(default_factory=dict)
    several: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """Values that all fit one parameter: the customer says which."""
    vague: frozenset[str] = frozenset()
    """Parameters for which something is said that is no value, such as `half of it`."""


@dataclass(frozen=True, slots=True)
class Next:
    """Say which argument to ask for, and between which values where several were named."""

    parameter: Parameter
    choices: tuple[Value, ...] = ()


def fill(spec: ActionSpec, text: str, held: Arguments, currency: str) -> Filled:
    """Return what a text says for the arguments that are not held yet."""
    return _filled(spec, text, held, currency, None)


def fill_answer(
    spec: ActionSpec, asked: Parameter, text: str, held: Arguments, currency: str
) -> Filled:
    """Return what an answer to a question says: for what was asked, and for what else is open."""
    found = _filled(spec, text, held, currency, asked)
    if asked.name in found.arguments or asked.name in found.several:
        return found
    value = _whole_answer(asked, text)
    if value is None or not fits(asked, value):
        return found
    more = {asked.name: value}
    return Filled(arguments={**found.arguments, **more}, several=found.several, vague=found.vague)


def next_question(spec: ActionSpec, filled: Filled) -> Next | None:
    """Return what to ask next, in the order of the parameters; None where nothing is open."""
    for parameter in spec.parameters:
        if parameter.name in filled.arguments:
            continue
        if parameter.name in filled.several:
            return Next(parameter, filled.several[parameter.name])
        is_needed = parameter.is_required and parameter.filled_by is None
        if is_needed or parameter.name in filled.vague:
            return Next(parameter)
    return None


def completed(spec: ActionSpec, arguments: Arguments, facts: Mapping[str, Value]) -> Arguments:
    """Return the arguments with the facts that stand in for what the customer did not name."""
    found = dict(arguments)
    for parameter in spec.parameters:
        if parameter.filled_by is None or parameter.name in found:
            continue
        value = facts.get(parameter.filled_by)
        if value is not None and fits(parameter, value):
            found[parameter.name] = value
    return found


def _filled(
    spec: ActionSpec, text: str, held: Arguments, currency: str, asked: Parameter | None
) -> Filled:
    arguments: dict[str, Value] = dict(held)
    several: dict[str, tuple[Value, ...]] = {}
    vague: set[str] = set()
    address = address_in(text)
    for parameter in spec.parameters:
        if parameter.name in held:
            continue
        if parameter.part is not None:
            line = address.get(parameter.part)
            if line is not None and fits(parameter, line):
                arguments[parameter.name] = line
            continue
        found = values_in(text, parameter, currency, is_answer=parameter is asked)
        if len(found.values) == 1:
            arguments[parameter.name] = found.values[0]
        elif found.values:
            several[parameter.name] = found.values
        elif found.is_vague:
            vague.add(parameter.name)
    return Filled(arguments=arguments, several=several, vague=frozenset(vague))


def _whole_answer(asked: Parameter, text: str) -> str | None:
    """Return the answer as it was typed, where the question wants a text."""
    if asked.kind is not ParameterKind.TEXT:
        return None
    plain = _BLANK.sub(" ", text).strip()
    match asked.part:
        case AddressPart.STREET:
            return answered_street(plain)
        case AddressPart.POSTCODE:
            return answered_postcode(plain)
        case AddressPart.CITY:
            return answered_city(plain)
        case None:
            return plain
        case other:
            assert_never(other)
