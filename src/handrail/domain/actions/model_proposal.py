"""What is taken of a proposal that a model read out of a message: only what the customer wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.domain.actions.arguments import fits
from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.read_values import values_in
from handrail.domain.actions.spec import ActionSpec, Arguments, Parameter, ParameterKind, Value
from handrail.domain.conversation.spelling import fold

_NOT_A_SIGN = re.compile(r"[\W_]+")
_INTERPRETED = (ParameterKind.CHOICE, ParameterKind.FLAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProposal:
    """Hold what a model proposes, as it wrote it: nothing of it is taken unseen."""

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Hold what of a model's proposal stands, and the names of what was dropped."""

    spec: ActionSpec | None
    """None where there is no such action."""
    arguments: Arguments = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


def taken_from(proposal: ModelProposal, catalogue: Catalogue, own: str, currency: str) -> Taken:
    """Return what of a model's proposal the customer's own words bear."""
    spec = catalogue.find(proposal.name)
    if spec is None:
        return Taken(spec=None, dropped=(_short(proposal.name),))
    arguments: dict[str, Value] = {}
    dropped = []
    for name, written in proposal.arguments.items():
        parameter = spec.parameter(str(name))
        value = None if parameter is None else _value(written)
        if parameter is None or value is None or not _is_borne(parameter, value, own, currency):
            dropped.append(_short(name))
        else:
            arguments[parameter.name] = value
    return Taken(spec=spec, arguments=arguments, dropped=tuple(dropped))


def _is_borne(parameter: Parameter, value: Value, own: str, currency: str) -> bool:
    if not fits(parameter, value):
        return False
    if parameter.kind in _INTERPRETED:
        return True
    if parameter.kind in (ParameterKind.REFERENCE, ParameterKind.EMAIL, ParameterKind.MONEY):
        return value in values_in(own, parameter, currency).values
    return all(_stands_in(part, own) for part in _parts(value))


def _parts(value: Value) -> list[str]:
    """Return every text and number that a value is made of."""
    if not isinstance(value, tuple):
        return [str(value)]
    return [
        str(part)
        for item in value
        for part in ((item,) if isinstance(item, str) else item.values())
    ]


def _stands_in(part: str, own: str) -> bool:
    return f" {_plain(part)} " in f" {_plain(own)} "


def _plain(text: str) -> str:
    return _NOT_A_SIGN.sub(" ", fold(text)).strip()


def _value(written: object) -> Value | None:
    """Return JSON as a value; None where it is none."""
    match written:
        case bool() | int() | str():
            return written
        case list():
            return _list(written)
        case _:
            return None


def _list(written: list[object]) -> Value | None:
    if written and all(isinstance(item, str) for item in written):
        return tuple(str(item) for item in written)
    rows = [item for item in written if isinstance(item, dict) and _is_row(item)]
    return tuple(rows) if rows and len(rows) == len(written) else None


def _is_row(item: Mapping[object, object]) -> bool:
    return all(
        isinstance(name, str) and isinstance(held, str | int | bool) for name, held in item.items()
    )


def _short(name: object) -> str:
    return str(name)[:40]
