"""Read policies from files, and refuse to start on any that would not mean what it seems to say."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cedarpy

from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.nist import SUBCATEGORIES
from handrail.domain.actions.spec import ActionSpec
from handrail.kernel.errors import BadSettings

Node = Mapping[str, Any]
"""A part of a policy in Cedar's JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Hold one policy with the name that decisions carry."""

    id: str
    file: str
    node: Node

    @property
    def annotations(self) -> Mapping[str, str]:
        """Return what is written above the policy: `id`, `nist` and others."""
        found: Mapping[str, str] = self.node.get("annotations", {})
        return found

    def applies_to(self, action: str) -> bool:
        """Tell whether the policy speaks of an action."""
        scope = self.node["action"]
        named = [*scope.get("entities", ()), *([scope["entity"]] if "entity" in scope else [])]
        return scope["op"] == "All" or action in [entity["id"] for entity in named]


def read_policies(folder: Path) -> tuple[Policy, ...]:
    """Return the policies of all `*.cedar` files of a folder; raises BadSettings for a flaw."""
    files = sorted(folder.glob("*.cedar"))
    if not files:
        raise BadSettings(
            f"There are no policies in {folder}.",
            hint="Without a policy nothing is permitted: put `*.cedar` files there.",
        )
    policies = [policy for file in files for policy in _in_file(file)]
    seen: dict[str, Policy] = {}
    for policy in policies:
        if policy.id in seen:
            files_of = f"{seen[policy.id].file} and {policy.file}"
            raise BadSettings(f"Two policies are called {policy.id!r}: {files_of}.")
        seen[policy.id] = policy
    return tuple(policies)


def require_valid(folder: Path, policies: tuple[Policy, ...], schema: cedarpy.Schema) -> None:
    """Raise BadSettings for a policy that does not fit the schema: a field, an action, a type."""
    for name in sorted({policy.file for policy in policies}):
        text = (folder / name).read_text(encoding="utf-8")
        result = cedarpy.validate_policies(text, schema)
        for error in result.errors:
            called = result.id_annotations_by_policy_id.get(error.policy_id, "")
            raise _flaw(name, called, error.error.partition("`, ")[2] or error.error)


def require_complete(policies: Iterable[Policy], catalogue: Catalogue, *, needs_nist: bool) -> None:
    """Raise BadSettings where an action has no policy or a policy lacks what it must have."""
    held = tuple(policies)
    for action in catalogue.specs:
        if not any(p.applies_to(action) for p in held if p.node["effect"] == "permit"):
            raise BadSettings(
                f"No policy permits the action {action!r} under any control.",
                hint="Write one, or do not declare the action.",
            )
    for policy in held:
        if needs_nist and policy.annotations.get("nist") not in SUBCATEGORIES:
            raise _flaw(policy.file, policy.id, "names no NIST subcategory in @nist")
        for path in _asked_for(policy.node["conditions"]):
            specs = [s for s in catalogue.specs.values() if policy.applies_to(s.name)]
            if not any(_is_declared(path, spec) for spec in specs):
                raise _flaw(
                    policy.file, policy.id, f"asks with `has` for {path[-1]!r}, which is nowhere"
                )


def _in_file(file: Path) -> Iterator[Policy]:
    try:
        text = file.read_text(encoding="utf-8")
        found = json.loads(cedarpy.policies_to_json_str(text))
    except (ValueError, OSError) as error:
        raise _flaw(file.name, "", f"cannot be read: {error}") from error
    if found["templates"]:
        raise _flaw(file.name, "", "holds a template, and nothing fills it")
    for number, node in enumerate(found["staticPolicies"].values(), start=1):
        name = node.get("annotations", {}).get("id")
        if not name:
            raise _flaw(file.name, "", f"holds a policy without @id, its number {number}")
        yield Policy(id=name, file=file.name, node=node)


def _asked_for(node: object) -> Iterator[tuple[str, ...]]:
    """Yield what `has` asks for. The validator lets a misspelt one pass, as something never there.

    A `forbid` that never holds is a hole that nobody sees.
    """
    if isinstance(node, list):
        for inner in node:
            yield from _asked_for(inner)
    elif isinstance(node, dict):
        if (asked := node.get("has")) is not None:
            yield (*_path(asked["left"]), asked["attr"])
        for inner in node.values():
            yield from _asked_for(inner)


def _path(node: Node) -> tuple[str, ...]:
    if "Var" in node:
        return (node["Var"],)
    step = node.get(".")
    return () if step is None else (*_path(step["left"]), step["attr"])


def _is_declared(path: tuple[str, ...], spec: ActionSpec) -> bool:
    match path:
        case ("resource", name):
            return spec.fact(name) is not None
        case ("context", "arguments", name):
            return spec.parameter(name) is not None
        case _:
            return False  # all else is always there: asking with `has` is a slip


def _flaw(file: str, policy: str, what: str) -> BadSettings:
    where = f"policy {policy!r} in {file}" if policy else file
    return BadSettings(f"Policies: {where} {what}.", hint="See docs/how-to/write-policies.md.")
