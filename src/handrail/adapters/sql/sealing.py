"""The one transaction that seals: take what waits, grow the tree, sign its head.

An entry gets its place in the tree here, not when it is written: on PostgreSQL a transaction may
commit after one that took a higher number. Such an entry is remembered as a hole in the numbers and
sealed as soon as it is there (docs/decisions/0030).
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, update

from handrail.adapters.sql.holes import holes_after, in_holes, read_holes, spelled_holes
from handrail.adapters.sql.tables import audit_entries, audit_heads, audit_leaves, audit_state
from handrail.domain.audit.heads import head_line, heads_in
from handrail.domain.audit.model import SignedHead
from handrail.domain.audit.ports import Signer
from handrail.domain.audit.tree import Peaks, entry_leaf
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import LogStopped

_LOCK = 0x7365616C  # any number, the same in every process
_ENTRIES = select(audit_entries.c.sequence, audit_entries.c.canonical).order_by(
    audit_entries.c.sequence
)
UNSEALED = _ENTRIES.select_from(
    audit_entries.outerjoin(audit_leaves, audit_entries.c.sequence == audit_leaves.c.sequence)
).where(audit_leaves.c.sequence.is_(None))
"""Every entry without a place in the tree, by number."""

Rows = Sequence[tuple[int, str]]


def seal_waiting(
    connection: Connection, signer: Signer, now: datetime, at_most: int, *, is_thorough: bool
) -> SignedHead | None:
    """Seal up to so many waiting entries under a new head; None where none waits.

    A thorough seal compares all entries with all leaves; else those are taken that follow the
    highest sealed number, or fill a hole below it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    state = connection.execute(select(audit_state)).one()
    tree = _sound_tree(state, newest_head(connection))
    rows = _all(connection, at_most) if is_thorough else _following(connection, state, at_most)
    if not rows:
        return None
    if state.size == 0:
        signer.begin()
    leaves = _grow(tree, rows)
    signed = signer.sign(tree.size, tree.root(), now.isoformat())
    connection.execute(insert(audit_leaves), leaves)
    connection.execute(insert(audit_heads), {"size": tree.size, "line": head_line(signed)})
    connection.execute(update(audit_state), _state_after(state, tree, rows, now))
    return signed


def newest_head(connection: Connection) -> SignedHead | None:
    """Return the head of the most entries, or None."""
    asked = select(audit_heads.c.line).order_by(audit_heads.c.size.desc()).limit(1)
    return next(heads_in(connection.execute(asked).scalars()), None)


def _sound_tree(state: Row[tuple[object, ...]], newest: SignedHead | None) -> Peaks:
    """Return the tree so far; never sign on top of one that is not the newest head's."""
    tree = Peaks(state.size, (bytes.fromhex(peak) for peak in json.loads(state.peaks)))
    size, root = (0, tree.root().hex()) if newest is None else (newest.head.size, newest.head.root)
    if (size, root) != (tree.size, tree.root().hex()):
        raise LogStopped(
            f"The tree of {tree.size} entries is not that of the newest head, which has {size}.",
            hint="Nothing was sealed. Run `handrail audit verify`.",
        )
    return tree


def _all(connection: Connection, at_most: int) -> Rows:
    return [(n, text) for n, text in connection.execute(UNSEALED.limit(at_most))]


def _following(connection: Connection, state: Row[tuple[object, ...]], at_most: int) -> Rows:
    sequence = audit_entries.c.sequence
    conditions = (*in_holes(read_holes(state.holes)), sequence > state.highest)
    found: list[tuple[int, str]] = []
    for condition in conditions:
        asked = _ENTRIES.where(condition).limit(at_most - len(found))
        found += [(n, text) for n, text in connection.execute(asked)]
    return found


def _grow(tree: Peaks, rows: Rows) -> list[dict[str, object]]:
    """Append the entries to the tree and return the rows of their leaves."""
    leaves: list[dict[str, object]] = []
    for sequence, canonical in rows:
        leaf = entry_leaf(sequence, canonical)
        leaves.append({"position": tree.size, "sequence": sequence, "leaf": leaf})
        tree.add(leaf)
    return leaves


def _state_after(
    state: Row[tuple[object, ...]], tree: Peaks, rows: Rows, now: datetime
) -> dict[str, object]:
    numbers = [number for number, _ in rows]
    holes = holes_after(read_holes(state.holes), state.highest, numbers, now)
    return {
        "size": tree.size,
        "highest": max(state.highest, *numbers),
        "peaks": canonical_json([peak.hex() for peak in tree.peaks]),
        "holes": spelled_holes(holes),
    }
