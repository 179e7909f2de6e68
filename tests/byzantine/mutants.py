"""Take the gate apart: each check, policy and condition left out, each condition negated."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cedarpy

from handrail.adapters.policy.cedar import CedarRules, rules_of
from handrail.adapters.policy.reading import Policy, read_policies
from handrail.adapters.policy.schema import schema_of
from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.gate import GATE_CHECKS, GateCheck
from tests.byzantine.gate import POLICIES, sample_catalogue

Node = dict[str, Any]
Steps = tuple[str | int, ...]
_JOINING = ("&&", "||")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """Hold the gate with one part changed."""

    part: str
    """Name of the check, or id of the policy."""
    change: str
    """What was done to it, in words."""
    checks: tuple[GateCheck, ...] | None = None
    """None where the checks are whole."""
    rules: CedarRules | None = None
    """None where the policies are whole."""
    actions: tuple[str, ...] = ()
    """Actions that a changed policy speaks of."""


def check_mutants() -> Iterator[Mutant]:
    """Yield the gate without each of its typed checks."""
    for gone in GATE_CHECKS:
        left = tuple(check for check in GATE_CHECKS if check is not gone)
        yield Mutant(part=gone.__name__, change="left out", checks=left)


def policy_mutants(folder: Path = POLICIES, catalogue: Catalogue | None = None) -> Iterator[Mutant]:
    """Yield the policies without each one, and with each condition left out and negated."""
    held, known = read_policies(folder), catalogue or sample_catalogue()
    for policy in held:
        for change, node in _changes(policy.node):
            others = [other for other in held if other.id != policy.id]
            changed = others if node is None else [*others, replace(policy, node=node)]
            yield Mutant(
                part=policy.id,
                change=change,
                rules=_rules(changed, known),
                actions=tuple(name for name in known.specs if policy.applies_to(name)),
            )


def _rules(policies: list[Policy], catalogue: Catalogue) -> CedarRules:
    written = json.dumps(schema_of(catalogue))
    return rules_of(policies, cedarpy.Schema.from_json_str(written), written)


def _changes(node: Mapping[str, Any]) -> Iterator[tuple[str, Node | None]]:
    yield "left out", None
    for number, clause in enumerate(node["conditions"]):
        top = clause["kind"] == "when"
        for path, neutral in _leaves(clause["body"], ("conditions", number, "body"), neutral=top):
            words = spelled(_at(node, path))
            yield f"`{words}` left out", _with(node, path, {"Value": neutral})
            yield f"`{words}` negated", _with(node, path, {"!": {"arg": _at(node, path)}})


def _leaves(body: Node, path: Steps, *, neutral: bool) -> Iterator[tuple[Steps, bool]]:
    """Yield where each condition stands, with the value that takes it out of what it is part of."""
    if "!" in body and any(sign in body["!"]["arg"] for sign in _JOINING):
        raise ValueError("write the denial of a whole as denials of its parts")
    joined = next((sign for sign in _JOINING if sign in body), None)
    if joined is None:
        yield path, neutral
        return
    for side in ("left", "right"):
        yield from _leaves(body[joined][side], (*path, joined, side), neutral=joined == "&&")


def _at(node: Any, path: Steps) -> Any:
    for step in path:
        node = node[step]
    return node


def _with(node: Mapping[str, Any], path: Steps, leaf: Node) -> Node:
    changed: Node = copy.deepcopy(dict(node))
    _at(changed, path[:-1])[path[-1]] = leaf
    return changed


def spelled(node: Any) -> str:
    """Return a condition as it is written."""
    if "Var" in node:
        return str(node["Var"])
    if "Value" in node:
        return json.dumps(node["Value"])
    if "Set" in node:
        return "[" + ", ".join(spelled(item) for item in node["Set"]) + "]"
    sign, parts = next(iter(node.items()))
    if sign == "!":
        return f"!{spelled(parts['arg'])}"
    if sign == ".":
        return f"{spelled(parts['left'])}.{parts['attr']}"
    if sign in ("contains", "containsAll"):
        return f"{spelled(parts['left'])}.{sign}({spelled(parts['right'])})"
    return f"{spelled(parts['left'])} {sign} {spelled(parts['right'])}"
