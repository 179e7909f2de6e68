"""How actions become rows, and rows actions; what concerns the customer is sealed for them."""

import json
from dataclasses import fields
from typing import Any

from handrail.adapters.sql.sealed_text import SealedText
from handrail.domain.actions.card import arguments_of, plain_arguments
from handrail.domain.actions.model import (
    Action,
    ActionState,
    Control,
    CustomerId,
    RefusalReason,
    ResourceId,
)
from handrail.kernel.canonical import canonical_json

_PRIVATE = frozenset({"customer", "resource", "arguments", "salt", "result", "why"})
_PLAIN = tuple(
    f.name
    for f in fields(Action)
    if f.name not in _PRIVATE | {"policies", "state", "control", "refusal"}
)
_THEMSELVES = "Customer/"
_ERASED = CustomerId("erased")


def action_row(action: Action, person: str, texts: SealedText) -> dict[str, Any]:
    """Return the row of an action: who it is for, and what they wrote, lies in `private` alone.

    Of an erased customer nothing private is left to be written, and nothing is.
    """
    if texts.is_erased(person):
        return _public(action, person)
    private = {
        "customer": action.customer,
        "resource": action.resource,
        "arguments": plain_arguments(action.arguments),
        "salt": action.salt,
        "result": dict(action.result),
        "why": action.why,  # may be in the words of the operator's system
    }
    sealed = texts.seal(person, canonical_json(private), action.id)
    return {**_public(action, person), "private": sealed}


def _public(action: Action, person: str) -> dict[str, Any]:
    return {
        **{name: getattr(action, name) for name in _PLAIN},
        "person": person,
        "why": None,
        "resource": kept_resource(action.resource, person),
        "state": action.state.value,
        "control": None if action.control is None else action.control.value,
        "refusal": None if action.refusal is None else action.refusal.value,
        "policies": canonical_json(list(action.policies)),
    }


def action_of(row: Any, texts: SealedText) -> Action:
    """Return the action of a row; of an erased customer only what is not theirs is left."""
    opened = texts.open(row.person, row.private, row.id) if row.private else None
    private = {} if opened is None else json.loads(opened)
    return Action(
        **{name: getattr(row, name) for name in _PLAIN},
        state=ActionState(row.state),
        control=None if row.control is None else Control(row.control),
        refusal=None if row.refusal is None else RefusalReason(row.refusal),
        policies=tuple(json.loads(row.policies)),
        customer=CustomerId(private.get("customer", _ERASED)),
        resource=ResourceId(private.get("resource", row.resource)),
        arguments=arguments_of(private.get("arguments", {})),
        salt=private.get("salt", ""),
        result=private.get("result", {}),
        why=private.get("why", row.why),
    )


def kept_resource(resource: str, person: str | None) -> str:
    """Return how a resource is named in the database: a customer by their random id."""
    if resource.startswith(_THEMSELVES):
        return f"{_THEMSELVES}{person or 'unknown'}"
    return resource
