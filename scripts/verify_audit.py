"""Verify an export of Handrail's audit log, without a line of Handrail.

`python verify_audit.py EXPORT [--heads FILE]... [--log NAME]...` ends with status 0 where nothing
is wrong, 1 where something is, 2 where a file cannot be read. It needs Python and `cryptography`.

Written from the description of the format (docs/how-to/verify-the-audit-log.md) and from RFC 9162
as a second opinion: it says whether a log is sound and what is covered, not which entry it is.
"""

import argparse
import base64
import hashlib
import json
import sys
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

Json = dict[str, Any]
LATE = timedelta(minutes=5)


def sha(*parts: bytes) -> bytes:
    """Return the SHA-256 of the parts, joined."""
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_of(entry: Json) -> bytes:
    """Return the leaf hash of an entry: 0x00, its number, a line break, its text."""
    return sha(b"\x00", str(entry["sequence"]).encode(), b"\n", entry["canonical"].encode())


class Tree:
    """Hold every level of the tree over some leaves, so that the root of any prefix is quick."""

    def __init__(self, leaves: list[bytes]) -> None:
        """Build the levels: each node of a level stands over two whole nodes below it."""
        self.levels = [leaves]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            pairs = range(0, len(below) - 1, 2)
            self.levels.append([sha(b"\x01", below[at], below[at + 1]) for at in pairs])

    def root(self, size: int, start: int = 0) -> bytes:
        """Return MTH of the leaves from `start` on, `size` of them, as section 2.1.1 defines it."""
        if size == 0:
            return sha()
        if size & (size - 1) == 0:
            return self.levels[size.bit_length() - 1][start // size]
        left = 1 << (size.bit_length() - 1)
        return sha(b"\x01", self.root(left, start), self.root(size - left, start + left))


def included(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """Return the root that an inclusion proof leads to, by section 2.1.3.1 read backwards."""
    if not 0 <= index < size:
        return None
    if size == 1:
        return leaf if not proof else None
    if not proof:
        return None
    left = 1 << ((size - 1).bit_length() - 1)
    if index < left:
        below = included(leaf, index, left, proof[:-1])
        return None if below is None else sha(b"\x01", below, proof[-1])
    below = included(leaf, index - left, size - left, proof[:-1])
    return None if below is None else sha(b"\x01", proof[-1], below)


def consistent(
    first: int,
    old: bytes,
    size: int,
    proof: list[bytes],
    whole: bool = True,  # noqa: FBT001, FBT002 - as in the RFC
) -> tuple[bytes, bytes] | None:
    """Return the two roots that a consistency proof leads to, by section 2.1.4.1 backwards."""
    if first == size:
        if whole:
            return (old, old) if not proof else None
        return (proof[0], proof[0]) if len(proof) == 1 else None
    if not proof or not 0 < first < size:
        return None
    left = 1 << ((size - 1).bit_length() - 1)
    if first <= left:
        below = consistent(first, old, left, proof[:-1], whole)
        return None if below is None else (below[0], sha(b"\x01", below[1], proof[-1]))
    below = consistent(first - left, old, size - left, proof[:-1], whole=False)
    if below is None:
        return None
    return sha(b"\x01", proof[-1], below[0]), sha(b"\x01", proof[-1], below[1])


def signature_is_right(line: Json) -> bool:
    """Tell whether a head names its key's log and is signed by that key."""
    head = line["head"]
    try:
        if set(head) != {"format", "log", "root", "size", "time"}:
            return False
        key, signature = (
            base64.b64decode(line[name], validate=True) for name in ("key", "signature")
        )
        message = json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        public = load_der_public_key(key)
        if sha(key).hex() != head["log"] or head["format"] != "handrail-audit-head/1":
            return False
        if not isinstance(public, Ed25519PublicKey):
            return False
        public.verify(signature, message.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def verify(entries: list[Json], inside: list[Json], outside: list[Json], logs: list[str]) -> Json:
    """Return whether a log is sound, what is wrong with it, and what its heads cover."""
    sealed = sorted((e for e in entries if e["position"] is not None), key=lambda e: e["position"])
    waiting = [e for e in entries if e["position"] is None]
    wrong = out_of_place(sealed, [e["sequence"] for e in entries])
    leaves = [] if wrong else [leaf_of(e) for e in sealed]
    if any(e["leaf"] != leaf.hex() for e, leaf in zip(sealed, leaves, strict=False)):
        wrong.append("an entry is not the one that was sealed")
    tree, right = Tree(leaves), []
    covered = {"inside": 0, "outside": 0}
    for place, lines in (("inside", inside), ("outside", outside)):
        for line in lines:
            complaint = against(line, tree, logs)
            if complaint is None:
                right.append(line["head"])
                covered[place] = max(covered[place], line["head"]["size"])
            else:
                wrong.append(complaint)
    wrong += put_in(sealed, waiting, right)
    most = max(covered.values())
    return {
        "ok": not wrong,
        "wrong": wrong,
        "anchored": covered["outside"],
        "sealed": most,
        "uncovered": [e["sequence"] for e in sealed[most:] + waiting],
    }


def out_of_place(sealed: list[Json], numbers: list[int]) -> list[str]:
    """Return what is wrong with the order of the entries, before any is hashed."""
    found = []
    if [e["position"] for e in sealed] != list(range(len(sealed))):
        found.append("a place in the tree is empty, or holds two entries")
    if len(set(numbers)) != len(numbers):
        found.append("a number stands twice")
    if any(e["canonical"] is None for e in sealed):
        found.append("a sealed entry is gone")
    return found


def against(line: Json, tree: Tree, logs: list[str]) -> str | None:
    """Return what speaks against a head, or None."""
    head = line["head"]
    if not signature_is_right(line):
        return "a head's signature is wrong"
    if logs and head["log"] not in logs:
        return "a head is signed by a stranger"
    if head["size"] > len(tree.levels[0]):
        return "a head speaks of more entries than there are"
    if tree.root(head["size"]).hex() != head["root"]:
        return "a head does not fit the entries"
    return None


def put_in(sealed: list[Json], waiting: list[Json], heads: list[Json]) -> list[str]:
    """Return a complaint for each entry older than a head that holds higher numbers but not it."""
    heads = sorted((head for head in heads if head["size"]), key=lambda head: head["size"])
    highest, found, seen = [], [], -1
    for entry in sealed:
        seen = max(seen, entry["sequence"])
        highest.append(seen)
    for place, entry in enumerate(sealed + waiting):
        limit = min(len(sealed), place)
        before = [head for head in heads if head["size"] <= limit]
        if not before or highest[before[-1]["size"] - 1] < entry["sequence"]:
            continue
        try:
            written = datetime.fromisoformat(json.loads(entry["canonical"])["at"])
            is_older = written < datetime.fromisoformat(before[-1]["time"]) - LATE
        except (ValueError, KeyError, TypeError):
            continue
        if is_older:
            found.append(f"entry {entry['sequence']} was put in")
    return found


def read(path: str) -> tuple[list[Json], list[Json]]:
    """Return the entries and the heads of a file."""
    entries, heads = [], []
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123 - needs nothing but a name
        for line in lines:
            held = json.loads(line)
            if "sequence" in held:
                entries.append(held)
            elif "head" in held:
                heads.append(held)
    return entries, heads


def main() -> int:
    """Verify what the command line names."""
    parser = argparse.ArgumentParser(description="Verify an export of Handrail's audit log.")
    parser.add_argument("export")
    parser.add_argument("--heads", action="append", default=[], help="heads kept elsewhere")
    parser.add_argument("--log", action="append", default=[], help="name of a log that you trust")
    asked = parser.parse_args()
    try:
        entries, inside = read(asked.export)
        outside = [head for path in asked.heads for head in read(path)[1]]
        found = verify(entries, inside, outside, asked.log)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"Cannot read that: {error!r}\n")
        return 2
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
