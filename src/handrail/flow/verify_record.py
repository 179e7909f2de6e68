"""Verify a record: is it what was written, and does the reply come out of it again, byte for byte?

In this order: the audit log stands; its entry commits to the stored record and to what the turn
stood on; the earlier turns it looked back at are vouched for as well; every passage has the content
that it had; and thinking again from all that gives the same outcome and the same reply.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.audit.model import Verdict
from handrail.domain.decision.commitment import commitment
from handrail.domain.decision.model import Outcome, RecordId, TurnRecord
from handrail.flow.basis_ports import KeptEntry, KeptTurn, PastRead, PastStore
from handrail.flow.rebuild_turn import (
    RebuildPorts,
    Recorded,
    rebuild_turn,
    recorded_turn,
)
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import NotFound, NotInRecord, NotKept, Tampered
from handrail.kernel.plain import to_plain


class Vouching(StrEnum):
    """How well the audit log vouches for a record."""

    ANCHORED = "anchored"
    """A head held outside the database covers its entry."""
    SEALED = "sealed"
    """Only a head that lies in the database does."""
    OPEN = "open"
    """It is not sealed yet: whoever can write to the database could have changed both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Hold what came of verifying a record that is what was written."""

    record: TurnRecord
    vouching: Vouching
    differences: tuple[str, ...]
    """What came out differently; nothing where reply and outcome are the same, byte for byte."""
    changed: tuple[str, ...]
    """Parts that were others then."""

    @property
    def is_same(self) -> bool:
        """Tell whether reply and outcome came out the same, byte for byte."""
        return not self.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRecordPorts:
    """Hold what verifying needs."""

    past: PastStore
    log: Callable[[], Verdict]
    """Verify the audit log."""
    rebuild: RebuildPorts


def verify_record(ref: RecordId, ports: VerifyRecordPorts) -> Verified:
    """Return whether a reply can be rebuilt from its record; raises Tampered, NotKept, NotFound."""
    log = ports.log()
    if log.problems:
        raise Tampered(f"The audit log vouches for nothing: {log.problems[0].says}")
    with ports.past.past() as past:
        kept = past.kept_turn(ref)
        if kept is None:
            raise NotFound(f"There is no record {ref!r}, or it was erased.")
        turn = recorded_turn(kept)
        if turn is None:
            raise NotKept(
                f"{ref} was written before it was kept what a turn stands on, or nothing was "
                "thought in it: a person had the word."
            )
        entry = _require_committed(ref, kept, turn, past)
        for earlier in turn.basis.recent:
            _require_vouched(earlier, past)
        differences = _differences(turn, past, ports.rebuild)
    return Verified(
        record=turn.record,
        vouching=_vouching(entry, log),
        differences=differences,
        changed=_changed(turn.record, ports.rebuild),
    )


def _require_committed(ref: RecordId, kept: KeptTurn, turn: Recorded, past: PastRead) -> KeptEntry:
    entry = past.entry_of(ref, "turn.recorded")
    if entry is None:
        raise Tampered(f"The audit log holds no single entry of {ref}.")
    assert kept.basis is not None, "a turn without it has no values"
    held = commitment(turn.basis.salt, kept.record, kept.basis)
    if entry.entry.facts.get("commitment") != held:
        raise Tampered(
            f"{ref} is not what was written: the audit log commits to another record, or to "
            "something else that it stood on."
        )
    return entry


def _require_vouched(ref: RecordId, past: PastRead) -> None:
    """Check an earlier turn; one from before turns were committed to is taken as it stands."""
    kept = past.kept_turn(ref)
    turn = None if kept is None else recorded_turn(kept)
    if kept is not None and turn is not None:
        _require_committed(ref, kept, turn, past)


def _differences(turn: Recorded, past: PastRead, ports: RebuildPorts) -> tuple[str, ...]:
    try:
        rebuilt = rebuild_turn(turn, past, ports)
    except NotInRecord as missing:
        return (str(missing),)
    found = []
    then, now = (
        canonical_json(to_plain(o, Outcome)) for o in (turn.record.outcome, rebuilt.outcome)
    )
    if then != now:
        found.append(f"The outcome was {then} and would be {now}.")
    if turn.record.reply.encode() != rebuilt.reply.encode():
        found.append(f"The reply was {turn.record.reply!r} and would be {rebuilt.reply!r}.")
    return tuple(found)


def _changed(record: TurnRecord, ports: RebuildPorts) -> tuple[str, ...]:
    now = ports.think.bound_to
    return tuple(
        f"{role} was {name} and is {now[role]}"
        for role, name in sorted(record.models.items())
        if role in now and now[role] != name
    )


def _vouching(entry: KeptEntry, log: Verdict) -> Vouching:
    if entry.position is None or entry.position >= log.coverage.sealed:
        return Vouching.OPEN
    return Vouching.ANCHORED if entry.position < log.coverage.anchored else Vouching.SEALED
