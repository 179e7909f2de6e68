"""How actions become rows, and rows actions."""

import json
from dataclasses import fields
from typing import Any

from handrail.domain.actions.card import arguments_of, plain_arguments
from handrail.domain.actions.model import Action, ActionState, Control, RefusalReason
from handrail.kernel.canonical import canonical_json

_PRIVATE = frozenset({"arguments", "salt", "result"})
_PLAIN = tuple(
    f.name
    for f in fields(Action)
    if f.name not in _PRIVATE | {"policies", "state", "control", "refusal"}
)


def action_row(action: Action) -> dict[str, Any]:
    """Return the row of an action; what a customer wrote lies in `private` alone."""
    private = {
        "arguments": plain_arguments(action.arguments),
        "salt": action.salt,
        "result": dict(action.result),
    }
    return {
        **{name: getattr(action, name) for name in _PLAIN},
        "state": action.state.value,
        "control": None if action.control is None else action.control.value,
        "refusal": None if action.refusal is None else action.refusal.value,
        "policies": canonical_json(list(action.policies)),
        "private": canonical_json(private),
    }


def action_of(row: Any) -> Action:
    """Return the action of a row."""
    private = json.loads(row.private)
    return Action(
        **{name: getattr(row, name) for name in _PLAIN},
        state=ActionState(row.state),
        control=None if row.control is None else Control(row.control),
        refusal=None if row.refusal is None else RefusalReason(row.refusal),
        policies=tuple(json.loads(row.policies)),
        arguments=arguments_of(private["arguments"]),
        salt=private["salt"],
        result=private["result"],
    )
