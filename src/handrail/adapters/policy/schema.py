"""Which types policies may rely on: a Cedar schema, generated from the catalogue."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields

from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.model import Totals
from handrail.domain.actions.spec import ActionSpec, Parameter, ParameterKind
from handrail.kernel.errors import BadSettings

ASKER = "Asker"
"""Type of the principal. It has no attributes: what a policy may know is among the facts."""
LISTS = (ParameterKind.REFERENCES, ParameterKind.ROWS)
Type = Mapping[str, object]

_TEXT: Type = {"type": "String"}
_WHOLE: Type = {"type": "Long"}
_FLAG: Type = {"type": "Boolean"}
_SCALARS: Mapping[ParameterKind, Type] = {
    ParameterKind.TEXT: _TEXT,
    ParameterKind.EMAIL: _TEXT,
    ParameterKind.CHOICE: _TEXT,
    ParameterKind.REFERENCE: _TEXT,
    ParameterKind.WHOLE: _WHOLE,
    ParameterKind.MONEY: _WHOLE,
    ParameterKind.FLAG: _FLAG,
}


def schema_of(catalogue: Catalogue) -> Mapping[str, object]:
    """Return the schema in Cedar's JSON: one action and one type of resource per declared action.

    The resource of `refund` is `refund::Order`: its attributes are the facts that this action
    declares, so that no policy can rest on a fact that is not read for it.
    """
    schema: dict[str, object] = {
        "": {
            "entityTypes": {ASKER: {}},
            "actions": {spec.name: _action(spec) for spec in catalogue.specs.values()},
        }
    }
    for spec in catalogue.specs.values():
        space, _, kind = resource_type(spec).partition("::")
        if space in schema:
            raise BadSettings(
                f"Action {spec.name!r} has a name too like another's.",
                hint="To policies all signs but letters and digits are `_`.",
            )
        shape = record_of(spec.facts)
        schema[space] = {"entityTypes": {kind: {"shape": shape}}, "actions": {}}
    return schema


def resource_type(spec: ActionSpec) -> str:
    """Return the Cedar type of the thing that an action is done to: `refund::Order`."""
    return f"{re.sub('[^A-Za-z0-9]', '_', spec.name)}::{spec.resource}"


def record_of(parameters: Iterable[Parameter]) -> Type:
    """Return the type of a record of these parameters."""
    attributes = {p.name: {**_type(p), "required": p.is_required} for p in parameters}
    return {"type": "Record", "attributes": attributes}


def counted(spec: ActionSpec) -> tuple[Parameter, ...]:
    """Return the parameters whose entries are counted, because Cedar cannot count a set."""
    return tuple(p for p in spec.parameters if p.kind in LISTS)


def _action(spec: ActionSpec) -> Type:
    context = {
        "control": _TEXT,
        "amount": _WHOLE,
        "arguments": record_of(spec.parameters),
        "counts": _record({p.name: _WHOLE for p in counted(spec)}),
        "totals": _record({field.name: _WHOLE for field in fields(Totals)}),
        "now": _WHOLE,
        "hour": _WHOLE,
        "weekday": _WHOLE,
    }
    return {
        "appliesTo": {
            "principalTypes": [ASKER],
            "resourceTypes": [resource_type(spec)],
            "context": _record(context),
        }
    }


def _record(attributes: Mapping[str, Type]) -> Type:
    return {"type": "Record", "attributes": attributes}


def _type(parameter: Parameter) -> Type:
    match parameter.kind:
        case ParameterKind.REFERENCES:
            return {"type": "Set", "element": _TEXT}
        case ParameterKind.ROWS:
            return {"type": "Set", "element": record_of(parameter.columns)}
        case kind:
            return _SCALARS[kind]
