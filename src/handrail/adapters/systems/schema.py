"""What a JSON schema says of a parameter or a fact, as the domain knows them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from handrail.action_settings import ParameterDeclaration
from handrail.domain.actions.spec import Parameter, ParameterKind, Value
from handrail.kernel.errors import BadSettings

Schema = Mapping[str, Any]
_Finder = Mapping[str, Any]

ABSENT = object()
_NULL = "null"
_LONGEST_TEXT = 200
_DEEPEST = 20
_PLAIN = {"boolean": ParameterKind.FLAG, "integer": ParameterKind.WHOLE}
_FORMATS = {"email": ParameterKind.EMAIL}
_TAKES = {
    ParameterKind.TEXT: "string",
    ParameterKind.EMAIL: "string",
    ParameterKind.CHOICE: "string",
    ParameterKind.REFERENCE: "string",
    ParameterKind.WHOLE: "integer",
    ParameterKind.MONEY: "integer",
    ParameterKind.FLAG: "boolean",
    ParameterKind.REFERENCES: "array",
    ParameterKind.ROWS: "array",
}
_IDS = (ParameterKind.REFERENCE, ParameterKind.REFERENCES)


def resolved(schema: Schema, document: _Finder) -> Schema:
    """Return a schema with its references within the document followed; raises BadSettings."""
    for _ in range(_DEEPEST):
        if "$ref" not in schema:
            return schema
        schema = _at(str(schema["$ref"]), document)
    raise BadSettings("A schema refers to itself.", hint="Correct the document.")


def inlined(schema: Any, root: _Finder, depth: int = 0) -> Any:
    """Return a schema that needs no document: its references replaced by what they name."""
    if depth > _DEEPEST:
        raise BadSettings("A schema refers to itself.", hint="Declare another operation.")
    if isinstance(schema, list):
        return [inlined(item, root, depth) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        return inlined(resolved(schema, root), root, depth + 1)
    return {name: inlined(held, root, depth) for name, held in schema.items() if name != "$defs"}


def parameter_of(
    name: str, schema: Schema, said: ParameterDeclaration, document: _Finder, *, required: bool
) -> Parameter:
    """Return the parameter that a schema describes; raises BadSettings where none can be."""
    schema, nullable = _without_null(resolved(schema, document), document)
    kind = _kind(name, schema, said, document)
    label = said.label or str(schema.get("title") or name.replace("_", " ").capitalize())
    is_list = kind in (ParameterKind.REFERENCES, ParameterKind.ROWS)
    longest = schema.get("maxItems" if is_list else "maxLength", _LONGEST_TEXT)
    return Parameter(
        name=name,
        kind=kind,
        label=label,
        question=said.question or f"{label}?",
        is_required=required and not nullable,
        is_personal=said.personal,
        choices=_choices(schema) if kind is ParameterKind.CHOICE else (),
        said_as=said.said_as,
        pattern=str(schema.get("pattern", "")) if kind in _IDS else "",
        prefix=said.prefix,
        part=said.part,
        filled_by=said.filled_by,
        longest=int(longest),
        columns=_columns(schema, document) if kind is ParameterKind.ROWS else (),
    )


def fact_of(name: str, schema: Schema, said: ParameterDeclaration, document: _Finder) -> Parameter:
    """Return the fact that a schema describes; moments are seconds since 1970, 0 for never."""
    if is_moment(schema, document):
        schema = {"type": "integer"}
    fact = parameter_of(name, schema, said, document, required=True)
    return replace(fact, question="")  # nobody is asked for it


def is_moment(schema: Schema, document: _Finder) -> bool:
    """Tell whether a schema is that of a moment, or of a moment or nothing."""
    plain, _ = _without_null(resolved(schema, document), document)
    return plain.get("format") == "date-time"


def moment_value(held: object) -> int | None:
    """Return a moment in a reply as seconds since 1970, 0 for null; None where it is no moment."""
    if held is None:
        return 0
    return seconds_of(held) if isinstance(held, str) else None


def fact_value(fact: Parameter, held: object) -> Value | None:
    """Return what a reply holds as the value of a fact, or None where it does not fit."""
    if isinstance(held, list):
        return _listed(fact, held)
    return held if isinstance(held, str | int) else None


def seconds_of(spelled: str) -> int | None:
    """Return a moment as seconds since 1970; None where it is none or says no offset."""
    try:
        moment = datetime.fromisoformat(spelled)
    except ValueError:
        return None
    return None if moment.tzinfo is None else int(moment.timestamp())


def field_schema(schema: Schema, path: str, document: _Finder) -> Schema | None:
    """Return the schema of a field, `payment.method`, or None."""
    for part in path.split("."):
        schema, _ = _without_null(resolved(schema, document), document)
        below = schema.get("properties", {}).get(part)
        if below is None:
            return None
        schema = below
    return schema


def field_of(body: object, path: str) -> object:
    """Return what a reply holds in a field, `payment.method`; ABSENT where there is no such."""
    for part in path.split("."):
        body = body.get(part, ABSENT) if isinstance(body, Mapping) else ABSENT
    return body


def _kind(
    name: str, schema: Schema, said: ParameterDeclaration, document: _Finder
) -> ParameterKind:
    found = _kind_of_schema(schema, document)
    if said.kind is None:
        if found is None:
            raise BadSettings(
                f"{name!r} cannot be asked of a customer: its schema is not text, a whole number, "
                "a flag or a list of these.",
                hint="Leave it optional, or declare another operation.",
            )
        return found
    if found is None or _TAKES[said.kind] != _TAKES[found]:
        raise BadSettings(
            f"{name!r} is declared to be {said.kind.value}, and its schema says otherwise.",
            hint=f"A {said.kind.value} is a JSON {_TAKES[said.kind]}.",
        )
    return said.kind


def _kind_of_schema(schema: Schema, document: _Finder) -> ParameterKind | None:
    kind = schema.get("type")
    if kind == "string":
        if "enum" in schema or "const" in schema:
            return ParameterKind.CHOICE
        return _FORMATS.get(str(schema.get("format")), ParameterKind.TEXT)
    if kind == "array":
        items = resolved(schema.get("items", {}), document)
        listed = {"string": ParameterKind.REFERENCES, "object": ParameterKind.ROWS}
        return listed.get(str(items.get("type")))
    return _PLAIN.get(str(kind))


def _choices(schema: Schema) -> tuple[str, ...]:
    return tuple(str(choice) for choice in schema.get("enum", [schema.get("const")]))


def _columns(schema: Schema, document: _Finder) -> tuple[Parameter, ...]:
    items = resolved(schema["items"], document)
    required = frozenset(items.get("required", ()))
    nothing = ParameterDeclaration()
    return tuple(
        parameter_of(name, below, nothing, document, required=name in required)
        for name, below in items.get("properties", {}).items()
    )


def _without_null(schema: Schema, document: _Finder) -> tuple[Schema, bool]:
    """Return a schema without the possibility of null, and whether it had one."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        rest = [kind for kind in kinds if kind != _NULL]
        return {**schema, "type": rest[0] if len(rest) == 1 else None}, _NULL in kinds
    choices = [resolved(choice, document) for choice in _either(schema)]
    rest_of = [choice for choice in choices if choice.get("type") != _NULL]
    if not choices or len(rest_of) != 1:
        return schema, False
    outer = {name: held for name, held in schema.items() if name not in ("anyOf", "oneOf", "allOf")}
    return {**outer, **rest_of[0]}, len(choices) > 1


def _either(schema: Schema) -> Sequence[Schema]:
    found = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf") or []
    return list(found)


def _listed(fact: Parameter, held: list[object]) -> Value | None:
    if fact.kind is ParameterKind.REFERENCES:
        return tuple(str(item) for item in held)
    names = [column.name for column in fact.columns]
    if not all(isinstance(row, Mapping) for row in held):
        return None
    return tuple(
        {name: row[name] for name in names if row.get(name) is not None}
        for row in held
        if isinstance(row, Mapping)
    )


def _at(reference: str, document: _Finder) -> Schema:
    if not reference.startswith("#/"):
        raise BadSettings(
            f"The document refers to {reference!r}.", hint="Only references within it are followed."
        )
    found: Any = document
    for part in reference[2:].split("/"):
        name = re.sub("~1", "/", part).replace("~0", "~")
        found = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        raise BadSettings(f"The document has no {reference!r}.", hint="Correct the reference.")
    return found
