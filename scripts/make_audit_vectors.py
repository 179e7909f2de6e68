"""Make the published vectors of the audit log: what is right, and what must be refused.

`python -m scripts.make_audit_vectors` writes evaluations/audit_vectors.jsonl, the same in every
run; a test runs Handrail's verifier and the independent one on every line.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from handrail.domain.audit.heads import head_line
from handrail.domain.audit.log_lines import log_lines
from handrail.domain.audit.model import LogEntry, SignedHead
from handrail.domain.audit.proofs import consistency_proof, inclusion_proof
from handrail.domain.audit.tree import entry_leaf, leaf_hash, root_of
from handrail.kernel.canonical import canonical_json
from tests.builders import NOON
from tests.domain.audit.logs import (
    OPERATOR,
    STRANGER,
    edited,
    heads_over,
    resealed,
    some_entries,
    verdict,
    waiting,
)

PAGE = Path(__file__).parents[1] / "evaluations/audit_vectors.jsonl"
Vector = dict[str, Any]


def vectors() -> Iterator[Vector]:
    """Yield every vector with its name."""
    made = (*_leaves(), *_roots(), *_inclusions(), *_consistencies(), *_heads(), *_logs())
    for number, vector in enumerate(made, start=1):
        yield {"id": f"{vector['kind']}-{number:03}", **vector}


def _leaves() -> Iterator[Vector]:
    for sequence, text in (
        (1, "{}"),
        (12, "\n"),
        (1, "2\n"),
        (7, '{"a":"ü"}'),
        (2**40, "\U0001f600"),
    ):
        leaf = entry_leaf(sequence, text).hex()
        yield {"kind": "leaf", "sequence": sequence, "canonical": text, "leaf": leaf, "ok": True}
    yield {
        "kind": "leaf",
        "sequence": 2,
        "canonical": "{}",
        "leaf": leaf_hash(b"{}").hex(),
        "ok": False,
    }


def _roots() -> Iterator[Vector]:
    for size in (0, 1, 2, 3, 4, 5, 8, 13, 32, 33):
        leaves = _some(size)
        given = {"kind": "root", "leaves": _hex(leaves)}
        yield {**given, "root": root_of(leaves).hex(), "ok": True}
        yield {**given, "root": root_of([*leaves, leaf_hash(b"one more")]).hex(), "ok": False}


def _inclusions() -> Iterator[Vector]:
    for size in (1, 2, 3, 4, 5, 7, 8, 11):
        leaves = _some(size)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            right = _inclusion(leaves[index], index, size, proof, root_of(leaves))
            yield {**right, "ok": True}
            yield {**right, "leaf": leaf_hash(b"another").hex(), "ok": False}
            yield {**right, "index": index + 1, "ok": False}
            if index % 3 == 0:
                yield {**right, "proof": [*right["proof"], right["root"]], "ok": False}
                if proof:
                    yield {**right, "proof": right["proof"][1:], "ok": False}
                    yield {**right, "proof": right["proof"][::-1], "ok": len(set(proof)) == 1}


def _inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> Vector:
    return {
        "kind": "inclusion",
        "leaf": leaf.hex(),
        "index": index,
        "size": size,
        "proof": _hex(proof),
        "root": root.hex(),
    }


def _consistencies() -> Iterator[Vector]:
    for second in (1, 2, 3, 4, 6, 7, 8):
        leaves = _some(second)
        for first in range(1, second + 1):
            right: Vector = {
                "kind": "consistency",
                "first": first,
                "first_root": root_of(leaves[:first]).hex(),
                "second": second,
                "second_root": root_of(leaves).hex(),
                "proof": _hex(consistency_proof(leaves, first)),
            }
            yield {**right, "ok": True}
            yield {**right, "first_root": leaf_hash(b"another").hex(), "ok": False}
            yield {**right, "second_root": leaf_hash(b"another").hex(), "ok": False}
            yield {**right, "proof": [*right["proof"], right["second_root"]], "ok": False}


def _heads() -> Iterator[Vector]:
    entries = some_entries(5)
    right = _plain(heads_over(entries, (5,))[0])
    yield {"kind": "head", "line": right, "ok": True}
    for name, value in (("size", 6), ("root", "00" * 32), ("time", "2030-01-01T00:00:00+00:00")):
        changed = {**right, "head": {**right["head"], name: value}}
        yield {"kind": "head", "line": changed, "ok": False}
    stranger = _plain(heads_over(entries, (5,), STRANGER)[0])
    yield {"kind": "head", "line": {**right, "key": stranger["key"]}, "ok": False}
    yield {"kind": "head", "line": {**right, "signature": stranger["signature"]}, "ok": False}
    yield {"kind": "head", "line": {**right, "signature": ""}, "ok": False}
    yield {"kind": "head", "line": stranger, "ok": True}


def _logs() -> Iterator[Vector]:
    entries = some_entries(12, step=2)
    heads = heads_over(entries, (4, 8, 12))
    last = entries[-1].sequence
    late = waiting(6, NOON - timedelta(days=1))
    yield _log("sound", entries, heads, heads)
    yield _log("no heads", entries, [], [])
    yield _log("nothing at all", [], [], [])
    yield _log("an unsealed end", [*entries, waiting(last + 1)], heads, heads[:2])
    yield _log("an older backup", entries[:8], heads[:2], heads)
    yield _log("an older backup, no head outside", entries[:8], heads[:2], [])
    yield _log("cut short", entries[:10], heads, [])
    yield _log("put in and dated back", [*entries, late], heads, heads)
    yield _log("a stranger's head", entries, heads_over(entries, (12,), STRANGER), [])
    yield _log("a stranger's log", entries, heads_over(entries, (12,), STRANGER), [], [])
    other = heads_over(some_entries(12), (8,))
    yield _log("two heads that contradict", entries, heads, other)
    yield _log("a forged head", entries, [replace(heads[2], signature=b"")], heads[:1])
    for row in range(0, 12, 2):
        before, here, after = entries[:row], entries[row], entries[row + 1 :]
        changed = [*before, edited(here), *after]
        yield _log(f"edited {row}", changed, heads, [])
        yield _log(f"edited and hashed anew {row}", resealed(changed), heads, [])
        yield _log(f"edited behind the last head {row}", resealed(changed), [], heads[:1])
        yield _log(f"deleted {row}", [*before, replace(here, canonical=None), *after], heads, [])
        yield _log(f"deleted with its hash {row}", [*before, *after], heads, [])
        yield _log(f"moved to the end {row}", resealed([*before, *after, here]), heads, [])


def _log(
    says: str,
    entries: Sequence[LogEntry],
    inside: Sequence[SignedHead],
    outside: Sequence[SignedHead],
    trusted: Sequence[str] = (OPERATOR.log(),),
) -> Vector:
    found = verdict(entries, inside, outside, trusted or None)
    return {
        "kind": "log",
        "says": says,
        "entries": [json.loads(line) for line in log_lines(entries, ())][1:],
        "inside": [_plain(head) for head in inside],
        "outside": [_plain(head) for head in outside],
        "logs": list(trusted),
        "ok": found.is_sound,
        "problems": sorted({problem.kind.value for problem in found.problems}),
        "anchored": found.coverage.anchored,
        "sealed": found.coverage.sealed,
        "uncovered": list(found.coverage.open),
    }


def _plain(head: SignedHead) -> Vector:
    held: Vector = json.loads(head_line(head))
    return held


def _some(count: int) -> list[bytes]:
    return [leaf_hash(b"leaf %d" % number) for number in range(count)]


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return [held.hex() for held in hashes]


def main() -> None:
    """Write the vectors."""
    text = "".join(canonical_json(vector) + "\n" for vector in vectors())
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
