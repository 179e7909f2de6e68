"""What the types of a Python signature say of parameters and facts."""

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, cast

from handrail.domain.actions.spec import Parameter, ParameterKind, Value
from handrail.flow.action_ports import WorkOrder
from handrail.kernel.errors import BadSettings

Money = Annotated[int, ParameterKind.MONEY]
"""Whole minor units, such as cents."""
Reference = Annotated[str, ParameterKind.REFERENCE]
"""An id at the operator's system."""
Email = Annotated[str, ParameterKind.EMAIL]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Say more of a parameter than its type does; stands in `Annotated[str, Ask(…)]`."""

    label: str = ""
    """What a card calls it."""
    question: str = ""
    """What a customer is asked where it is missing."""
    personal: bool = False
    """Kept encrypted under the customer's own key."""
    longest: int = 200


_PLAIN: Mapping[object, ParameterKind] = {
    str: ParameterKind.TEXT,
    int: ParameterKind.WHOLE,
    bool: ParameterKind.FLAG,
    datetime: ParameterKind.WHOLE,
}
_Hint = Any  # a type as it is spelled, which no type describes


def parameters_of(function: Callable[..., object]) -> tuple[Parameter, ...]:
    """Return the parameters of a function, all but the work order; raises BadSettings."""
    hints = typing.get_type_hints(function, include_extras=True)
    return tuple(
        _parameter(name, hints.get(name), function.__name__, has_default=has_default)
        for name, has_default in _taken(function)
        if hints.get(name) is not WorkOrder
    )


def work_order_in(function: Callable[..., object]) -> str | None:
    """Return the name of the parameter that takes the work order, or None."""
    hints = typing.get_type_hints(function, include_extras=True)
    return next((name for name, _ in _taken(function) if hints.get(name) is WorkOrder), None)


def facts_in(kind: type) -> tuple[Parameter, ...]:
    """Return the facts that a dataclass holds: all but `id` and `owner`; raises BadSettings."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(
        dataclasses.replace(
            _parameter(field.name, hints[field.name], kind.__name__, has_default=False), question=""
        )
        for field in _fields(kind)
        if field.name not in ("id", "owner")
    )


def fact_from(value: object) -> Value | None:
    """Return the value of a fact as the gate knows it; a moment becomes seconds since 1970."""
    match value:
        case datetime():
            return None if value.tzinfo is None else int(value.timestamp())
        case str() | int():
            return str(value) if isinstance(value, StrEnum) else value
        case tuple() | list():
            return cast(Value, tuple(_row(item) for item in value))
        case _:
            return None


def called_with(function: Callable[..., object], arguments: Mapping[str, Value]) -> dict[str, Any]:
    """Return arguments as the function's types want them: enumerations and rows are rebuilt."""
    hints = typing.get_type_hints(function)
    return {name: _rebuilt(hints.get(name), value) for name, value in arguments.items()}


def is_moment(kind: type, name: str) -> bool:
    """Tell whether a dataclass holds a moment, or a moment or nothing, in a field."""
    return _plain(typing.get_type_hints(kind)[name])[0] is datetime


def _taken(function: Callable[..., object]) -> Iterator[tuple[str, bool]]:
    for name, taken in inspect.signature(function).parameters.items():
        if taken.kind in (taken.VAR_POSITIONAL, taken.VAR_KEYWORD):
            raise _unsound(function.__name__, name, "takes anything")
        yield name, taken.default is not taken.empty


def _parameter(name: str, hint: _Hint, where: str, *, has_default: bool) -> Parameter:
    plain, is_optional = _plain(hint)
    kind, ask, plain = _annotated(plain)
    found = kind or _kind(plain)
    if found is None:
        raise _unsound(where, name, "has no type that a customer can be asked for")
    label = ask.label or name.replace("_", " ").capitalize()
    return Parameter(
        name=name,
        kind=found,
        label=label,
        question=ask.question or f"{label}?",
        is_required=not (is_optional and plain is not datetime) and not has_default,
        is_personal=ask.personal,
        choices=_choices(plain) if found is ParameterKind.CHOICE else (),
        longest=ask.longest,
        columns=facts_in(_item(plain)) if found is ParameterKind.ROWS else (),
    )


def _plain(hint: _Hint) -> tuple[_Hint, bool]:
    """Return a type without the possibility of None, and whether it had one."""
    if _origin(hint) not in (types.UnionType, typing.Union):
        return hint, False
    rest = [choice for choice in typing.get_args(hint) if choice is not types.NoneType]
    return (rest[0] if len(rest) == 1 else None), True


def _annotated(hint: _Hint) -> tuple[ParameterKind | None, Ask, _Hint]:
    if _origin(hint) is not Annotated:
        return None, Ask(), hint
    plain, *more = typing.get_args(hint)
    kind = next((held for held in more if isinstance(held, ParameterKind)), None)
    return kind, next((held for held in more if isinstance(held, Ask)), Ask()), plain


def _kind(plain: _Hint) -> ParameterKind | None:
    if plain in _PLAIN:
        return _PLAIN[plain]
    if _origin(plain) is Literal or _is_enumeration(plain):
        return ParameterKind.CHOICE
    item = _item(plain)
    if item is str:
        return ParameterKind.REFERENCES
    return ParameterKind.ROWS if dataclasses.is_dataclass(item) else None


def _origin(hint: _Hint) -> object:
    return cast(object, typing.get_origin(hint))


def _item(plain: _Hint) -> _Hint:
    """Return the type of the items of `tuple[item, ...]`, or None."""
    arguments = typing.get_args(plain)
    is_tuple = _origin(plain) is tuple and arguments[1:] == (Ellipsis,)
    return arguments[0] if is_tuple else None


def _choices(plain: _Hint) -> tuple[str, ...]:
    if _is_enumeration(plain):
        return tuple(str(member.value) for member in plain)
    return tuple(str(choice) for choice in typing.get_args(plain))


def _is_enumeration(plain: _Hint) -> bool:
    return isinstance(plain, type) and issubclass(plain, StrEnum)


def _rebuilt(hint: _Hint, value: Value) -> object:
    plain, _ = _plain(hint)
    if _is_enumeration(plain):
        return plain(value)
    item = _item(plain)
    if isinstance(value, tuple) and dataclasses.is_dataclass(item):
        build: Any = item
        return tuple(build(**row) for row in value if isinstance(row, Mapping))
    return value


def _row(item: object) -> object:
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return dataclasses.asdict(item)
    return item


def _fields(kind: type) -> tuple["dataclasses.Field[object]", ...]:
    if not dataclasses.is_dataclass(kind):
        raise BadSettings(f"{kind.__name__} is no dataclass.", hint="Facts are its fields.")
    return dataclasses.fields(kind)


def _unsound(where: str, name: str, what: str) -> BadSettings:
    return BadSettings(
        f"{where}: {name!r} {what}.",
        hint="Use str, int, bool, Literal, Money, Reference, Email, or a tuple of these.",
    )
