"""Two verifiers that share no code agree on every published vector."""

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from handrail.adapters.vault.signing import is_signed
from handrail.domain.audit.heads import head_from, log_of, signed_bytes
from handrail.domain.audit.log_lines import FORMAT, read_log
from handrail.domain.audit.proofs import is_consistent, is_included
from handrail.domain.audit.tree import entry_leaf, root_of
from handrail.kernel.canonical import canonical_json
from scripts import verify_audit as other
from scripts.make_audit_vectors import PAGE, vectors
from tests.domain.audit.logs import verdict

LONGEST = 300
FEWEST = 200
LINES = PAGE.read_text(encoding="utf-8").splitlines()
VECTORS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


def unhex(held: list[str]) -> list[bytes]:
    return [bytes.fromhex(item) for item in held]


def ours(v: Mapping[str, Any]) -> object:
    match v["kind"]:
        case "leaf":
            return entry_leaf(v["sequence"], v["canonical"]).hex() == v["leaf"]
        case "root":
            return root_of(unhex(v["leaves"])).hex() == v["root"]
        case "inclusion":
            leaf, root = bytes.fromhex(v["leaf"]), bytes.fromhex(v["root"])
            return is_included(leaf, v["index"], v["size"], unhex(v["proof"]), root)
        case "consistency":
            old, new = bytes.fromhex(v["first_root"]), bytes.fromhex(v["second_root"])
            return is_consistent(v["first"], old, v["second"], new, unhex(v["proof"]))
        case "head":
            head = head_from(v["line"], 1)
            right = is_signed(head.key, head.signature, signed_bytes(head.head))
            return right and log_of(head.key) == head.head.log
        case _:
            return _our_verdict(v)


def _our_verdict(v: Mapping[str, Any]) -> object:
    lines = [{"format": FORMAT}, *v["entries"], *v["inside"]]
    entries, inside = read_log(json.dumps(line) for line in lines)
    outside = [head_from(line, 1) for line in v["outside"]]
    found = verdict(entries, inside, outside, v["logs"] or None)
    assert sorted({problem.kind.value for problem in found.problems}) == v["problems"]
    assert found.coverage.anchored == v["anchored"]
    return found.is_sound and (found.coverage.sealed, list(found.coverage.open))


def theirs(v: Mapping[str, Any]) -> object:
    match v["kind"]:
        case "leaf":
            return other.leaf_of(dict(v)).hex() == v["leaf"]
        case "root":
            leaves = unhex(v["leaves"])
            return other.Tree(leaves).root(len(leaves)).hex() == v["root"]
        case "inclusion":
            leaf = bytes.fromhex(v["leaf"])
            found = other.included(leaf, v["index"], v["size"], unhex(v["proof"]))
            return found == bytes.fromhex(v["root"])
        case "consistency":
            old, new = bytes.fromhex(v["first_root"]), bytes.fromhex(v["second_root"])
            return other.consistent(v["first"], old, v["second"], unhex(v["proof"])) == (old, new)
        case "head":
            return other.signature_is_right(v["line"])
        case _:
            said = other.verify(v["entries"], v["inside"], v["outside"], v["logs"])
            return said["ok"] and (said["sealed"], said["uncovered"])


def wanted(v: Mapping[str, Any]) -> object:
    if v["kind"] == "log" and v["ok"]:
        return (v["sealed"], v["uncovered"])
    return v["ok"]


@pytest.mark.parametrize("vector", VECTORS, ids=[v["id"] for v in VECTORS])
def test_both_verifiers_say_what_the_vector_says(vector: dict[str, Any]) -> None:
    assert ours(vector) == wanted(vector)
    assert theirs(vector) == wanted(vector)


def test_there_are_vectors_enough_of_what_is_right_and_of_what_is_wrong() -> None:
    right = sum(v["ok"] for v in VECTORS)

    assert len(VECTORS) >= FEWEST
    assert right >= FEWEST // 4
    assert len(VECTORS) - right >= FEWEST // 4


def test_the_published_vectors_are_those_that_the_command_makes() -> None:
    assert [canonical_json(v) for v in vectors()] == LINES, "python -m scripts.make_audit_vectors"


def test_the_second_verifier_is_short_and_shares_no_code() -> None:
    text = Path(other.__file__).read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    }

    assert len(text.splitlines()) < LONGEST
    assert imported == {
        "argparse", "base64", "cryptography", "datetime", "hashlib", "json", "sys", "typing",
    }  # fmt: skip
