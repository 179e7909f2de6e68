"""Ask the operator's Cedar policies for each control whether an action is permitted under it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import cedarpy

from handrail.adapters.policy.reading import (
    Node,
    Policy,
    read_policies,
    require_complete,
    require_valid,
)
from handrail.adapters.policy.schema import ASKER, counted, resource_type, schema_of
from handrail.domain.actions.arguments import facts_of
from handrail.domain.actions.card import plain_arguments
from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.model import Control, Totals
from handrail.domain.actions.ports import Circumstances, Permission
from handrail.domain.actions.spec import ActionSpec, Arguments
from handrail.kernel.errors import BadSettings

UNFIT = "policy:what_is_known_does_not_fit_the_schema"
FAILED = "policy:failed"
"""A policy could not be evaluated: Cedar would go on without it, and it may be one that forbids."""
_TOTALS = tuple(field.name for field in fields(Totals))


@dataclass(frozen=True, slots=True)
class CedarRules:
    """Hold parsed policies and their schema."""

    name: str
    policies: cedarpy.PolicySet
    schema: cedarpy.Schema

    def permissions(
        self, circumstances: Circumstances, controls: tuple[Control, ...]
    ) -> tuple[Permission, ...]:
        """Return, for each control, whether the action is permitted under it.

        What does not fit the schema, or makes any policy fail, is not permitted.
        """
        try:
            answers = cedarpy.is_authorized_batch(
                _requests(circumstances, controls),
                self.policies,
                self._entities(circumstances),
                self.schema,
            )
        except ValueError:
            return (Permission(is_permitted=False, policies=(UNFIT,)),) * len(controls)
        return tuple(_permission(answer) for answer in answers)

    def _entities(self, circumstances: Circumstances) -> cedarpy.Entities:
        """Return the resource with its facts, checked against the schema; raises ValueError."""
        spec, resource = circumstances.spec, circumstances.resource
        known = facts_of(spec, resource.facts)
        if known is None:
            raise ValueError("a fact is missing or of the wrong kind")
        entity = {"uid": _resource(circumstances), "attrs": plain_arguments(known), "parents": []}
        return cedarpy.Entities.from_json_str(json.dumps([entity]), self.schema)


def open_rules(folder: Path, catalogue: Catalogue, *, needs_nist: bool = False) -> CedarRules:
    """Return the rules of a folder of policies; raises BadSettings where they are not sound.

    `needs_nist` asks every policy for the NIST subcategory that it serves.
    """
    policies = read_policies(folder)
    written = json.dumps(schema_of(catalogue), sort_keys=True)
    try:
        schema = cedarpy.Schema.from_json_str(written)
    except ValueError as error:
        raise BadSettings(f"The declared actions make no schema for policies: {error}.") from error
    require_valid(folder, policies, schema)
    require_complete(policies, catalogue, needs_nist=needs_nist)
    return rules_of(policies, schema, written)


def rules_of(policies: Iterable[Policy], schema: cedarpy.Schema, written: str) -> CedarRules:
    """Return the rules that ask these policies, each under its own id."""
    nodes: Mapping[str, Node] = {policy.id: policy.node for policy in policies}
    text = json.dumps({"staticPolicies": nodes, "templates": {}, "templateLinks": []})
    digest = hashlib.sha256(f"{text}\n{written}".encode()).hexdigest()[:16]
    return CedarRules(f"cedar:{digest}", cedarpy.PolicySet.from_json_str(text), schema)


def _permission(answer: cedarpy.AuthzResult) -> Permission:
    if answer.diagnostics.errors:
        is_unfit = answer.decision is cedarpy.Decision.NoDecision
        return Permission(is_permitted=False, policies=(UNFIT if is_unfit else FAILED,))
    return Permission(answer.allowed, tuple(sorted(answer.diagnostics.reasons)))


def _requests(asked: Circumstances, controls: tuple[Control, ...]) -> list[dict[str, object]]:
    about = {
        "principal": {"type": ASKER, "id": asked.customer},
        "action": {"type": "Action", "id": asked.spec.name},
        "resource": _resource(asked),
    }
    context = {
        "amount": asked.amount,
        "arguments": plain_arguments(asked.arguments),
        "counts": _counts(asked.spec, asked.arguments),
        "totals": _totals(asked.totals),
        "now": _epoch(asked.now),
        "hour": asked.now.astimezone(UTC).hour,
        "weekday": asked.now.astimezone(UTC).isoweekday(),
    }
    return [{**about, "context": {**context, "control": control.value}} for control in controls]


def _resource(circumstances: Circumstances) -> dict[str, str]:
    return {"type": resource_type(circumstances.spec), "id": circumstances.resource.id}


def _counts(spec: ActionSpec, arguments: Arguments) -> dict[str, int]:
    held = ((p.name, arguments.get(p.name)) for p in counted(spec))
    return {name: len(value) if isinstance(value, tuple) else 0 for name, value in held}


def _totals(totals: Totals) -> dict[str, int]:
    held = ((name, getattr(totals, name)) for name in _TOTALS)
    return {
        name: _epoch(value) if isinstance(value, datetime) else value or 0 for name, value in held
    }


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
