"""Turn frozen dataclasses into plain JSON values and back, losslessly and strictly.

A field whose type is a union of dataclasses is written with a `type`, the class's name in small
letters (`HandOff` → `hand_off`). A missing field takes its default, so that what was stored before
a field was added stays readable; an unknown field, or a value of another type, is an error.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TypeVar, cast

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
if typing.TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T")
_Convert = Callable[[object], object]
_TAG = "type"


class NotPlainError(ValueError):
    """Report a stored value that does not fit the type it is read as, with the path to it."""


def to_plain(value: object, kind: Hashable) -> Plain:
    """Return the JSON value of something of type `kind`."""
    return cast(Plain, _codec(kind)[0](value))


def from_plain(kind: type[_T], plain: object) -> _T:
    """Return the value of type `kind` that a JSON value spells; raise NotPlainError for others."""
    return cast(_T, _codec(cast(Hashable, kind))[1](plain))


def tag_of(kind: type) -> str:
    """Return the name under which a class of a union is written."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


@cache
def _codec(kind: object) -> tuple[_Convert, _Convert]:
    """Return how to write and how to read a type."""
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    if typing.get_origin(kind) is None and isinstance(kind, type):
        return _of_class(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _of_union(arguments)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is Mapping or origin is dict:
        return _of_mapping(arguments[1])
    if origin is frozenset:
        return _of_frozenset(arguments[0])
    raise TypeError(f"no plain spelling is defined for {kind}")


def _of_class(kind: type) -> tuple[_Convert, _Convert]:
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)
    if issubclass(kind, Enum):
        return (lambda value: cast(Enum, value).value), _parsed(kind)
    if kind in (datetime, date):
        parse = cast(Callable[[object], object], kind.fromisoformat)
        return (lambda value: cast(date, value).isoformat()), _parsed(parse, str)
    if kind is types.NoneType or kind in (str, int, bool):
        return _same(kind), _same(kind)
    if kind is float:
        return _float, _float
    raise TypeError(f"no plain spelling is defined for {kind}")


def _same(kind: type) -> _Convert:
    def check(value: object) -> object:
        if type(value) is not kind and not (kind is str and isinstance(value, str)):
            raise NotPlainError(f"{value!r:.60} is not {kind.__name__}")
        return value

    return check


def _float(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotPlainError(f"{value!r:.60} is not a number")
    return float(value)


def _parsed(parse: Callable[[object], object], takes: type = object) -> _Convert:
    def read(value: object) -> object:
        if not isinstance(value, takes):
            raise NotPlainError(f"{value!r:.60} is not {takes.__name__}")
        try:
            return parse(value)
        except ValueError as error:
            raise NotPlainError(str(error)) from error

    return read


def _of_tuple(arguments: tuple[object, ...]) -> tuple[_Convert, _Convert]:
    if arguments[1:] == (Ellipsis,):
        write, read = _codec(arguments[0])
        return (
            lambda value: [write(item) for item in cast(tuple[object, ...], value)],
            lambda plain: tuple(_at(i, read, item) for i, item in enumerate(_as(list, plain))),
        )
    codecs = [_codec(argument) for argument in arguments]

    def read_fixed(plain: object) -> object:
        items = _as(list, plain)
        if len(items) != len(codecs):
            raise NotPlainError(f"{len(codecs)} items are needed, there are {len(items)}")
        return tuple(_at(i, codecs[i][1], item) for i, item in enumerate(items))

    return (
        lambda value: [
            w(item) for (w, _), item in zip(codecs, cast(tuple[object, ...], value), strict=True)
        ],
        read_fixed,
    )


def _of_mapping(values: object) -> tuple[_Convert, _Convert]:
    write, read = _codec(values)
    return (
        lambda value: {k: write(v) for k, v in cast(Mapping[str, object], value).items()},
        lambda plain: {k: _at(k, read, v) for k, v in _as(dict, plain).items()},
    )


def _of_frozenset(items: object) -> tuple[_Convert, _Convert]:
    write, read = _codec(items)
    return (
        lambda value: sorted(cast(str, write(item)) for item in cast(frozenset[object], value)),
        lambda plain: frozenset(_at(i, read, item) for i, item in enumerate(_as(list, plain))),
    )


def _of_union(arguments: tuple[object, ...]) -> tuple[_Convert, _Convert]:
    rest = tuple(argument for argument in arguments if argument is not types.NoneType)
    if len(rest) == 1:
        write, read = _codec(rest[0])
    elif all(dataclasses.is_dataclass(argument) for argument in rest):
        write, read = _of_tagged(cast(tuple[type, ...], rest))
    elif set(rest) <= {str, int, float, bool}:
        write = read = _scalar
    else:
        raise TypeError(f"no plain spelling is defined for the union of {arguments}")
    if len(rest) == len(arguments):
        return write, read
    return (
        lambda value: None if value is None else write(value),
        lambda plain: None if plain is None else read(plain),
    )


def _scalar(value: object) -> object:
    if not isinstance(value, str | int | float | bool):
        raise NotPlainError(f"{value!r:.60} is not a plain value")
    return value


def _of_tagged(kinds: tuple[type, ...]) -> tuple[_Convert, _Convert]:
    by_tag = {tag_of(kind): kind for kind in kinds}
    if len(by_tag) < len(kinds) or any(_TAG in _fields(kind) for kind in kinds):
        raise TypeError(f"the classes of a union need names of their own and no field {_TAG!r}")

    def write(value: object) -> object:
        kind: type = type(value)
        return {_TAG: tag_of(kind)} | cast(
            dict[str, object], _codec(cast(Hashable, kind))[0](value)
        )

    def read(plain: object) -> object:
        fields = dict(_as(dict, plain))
        kind = by_tag.get(cast(str, fields.pop(_TAG, None)))
        if kind is None:
            raise NotPlainError(f"its {_TAG} is none of {', '.join(sorted(by_tag))}")
        return _codec(kind)[1](fields)

    return write, read


def _of_dataclass(kind: type) -> tuple[_Convert, _Convert]:
    fields = _fields(cast(Hashable, kind))

    @cache  # when first used, as a class may hold values of its own kind
    def codecs() -> dict[str, tuple[_Convert, _Convert]]:
        return {name: _codec(hint) for name, hint in fields.items()}

    def write(value: object) -> object:
        return {name: convert(getattr(value, name)) for name, (convert, _) in codecs().items()}

    def read(plain: object) -> object:
        stored = _as(dict, plain)
        if unknown := stored.keys() - fields.keys():
            raise NotPlainError(f"{kind.__name__} has no field {min(unknown)!r}")
        known = {name: _at(name, codecs()[name][1], item) for name, item in stored.items()}
        try:
            return kind(**known)
        except TypeError as error:
            raise NotPlainError(str(error)) from error

    return write, read


@cache
def _fields(kind: Hashable) -> Mapping[str, object]:
    described = cast(type["DataclassInstance"], kind)
    hints = typing.get_type_hints(described)
    return {field.name: hints[field.name] for field in dataclasses.fields(described)}


def _at(place: str | int, read: _Convert, plain: object) -> object:
    try:
        return read(plain)
    except NotPlainError as error:
        raise NotPlainError(f"{place}: {error}") from error


def _as(kind: type[_T], plain: object) -> _T:
    if not isinstance(plain, kind):
        raise NotPlainError(f"{plain!r:.60} is not a {kind.__name__}")
    return plain
