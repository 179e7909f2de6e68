"""How fast is the audit log verified and sealed, and what does a known customer add to a turn?"""

import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from benchmarks import machine
from benchmarks.figures import Figure
from handrail.adapters.sql.audit_log import SqlAuditLog
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.sql.tables import audit_entries
from handrail.adapters.vault.encryption import KeyedCipher, keys_in_file
from handrail.adapters.vault.signing import FileSigner, is_signed
from handrail.domain.audit.model import LogEntry, SignedHead
from handrail.domain.audit.tree import Peaks, entry_leaf
from handrail.domain.audit.verify import HeldLog, verify
from handrail.flow.verify_audit import VerifyPorts, verify_live
from handrail.kernel.canonical import canonical_json
from handrail.kernel.clock import SystemClock
from tests.builders import NOON, a_conversation, a_record, an_entry, an_inbound

_WANTED_PER_SECOND = 100_000.0
_EVERY = 100
"""A head for so many entries, as where entries come fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSpeed:
    """Hold entries a second, and milliseconds a turn."""

    entries: int
    verified: float
    verified_live: float
    sealed: float
    turn_ms: float
    sealed_turn_ms: float
    load: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures as they are printed."""
        return (
            Figure(
                name=f"Verifying {self.entries:,} entries",
                value=self.verified,
                unit="entries/s",
                target=_WANTED_PER_SECOND,
                is_floor=True,
                load=self.load,
            ),
            Figure(
                name="The same from SQLite, columns compared too",
                value=self.verified_live,
                unit="entries/s",
            ),
            Figure(name="Sealing on SQLite", value=self.sealed, unit="entries/s"),
            Figure(name="Storing a turn, customer unknown, p50", value=self.turn_ms, unit="ms"),
            Figure(
                name="Storing a turn, customer known, p50", value=self.sealed_turn_ms, unit="ms"
            ),
        )


def measure(
    work: Path, *, entries: int = 200_000, live: int = 20_000, turns: int = 300
) -> AuditSpeed:
    """Measure on logs and a database made for it."""
    work.mkdir(parents=True, exist_ok=True)
    signer = FileSigner(work / "audit.key")
    signer.begin()
    cipher = KeyedCipher(keys_in_file(work / "vault.key"))
    store = open_store(f"sqlite:///{work}/audit.db", upgrade, cipher=lambda: cipher)
    try:
        verified = _verified(entries, signer)
        plain, known = _turn_ms(store, None, turns), _turn_ms(store, "ada@example.com", turns)
        sealed, verified_live = _live(store, signer, live)
    finally:
        store.close()
    return AuditSpeed(
        entries=entries,
        verified=verified,
        verified_live=verified_live,
        sealed=sealed,
        turn_ms=plain,
        sealed_turn_ms=known,
        load=machine.load(),
    )


def _verified(count: int, signer: FileSigner) -> float:
    entries, heads = _built(count, signer)
    held = HeldLog(entries=lambda: entries, inside=heads, outside=heads[-1:])
    began = time.perf_counter()
    found = verify(held, is_signed, frozenset((signer.log(),)))
    took = time.perf_counter() - began
    if not found.is_sound or found.coverage.anchored != count:
        raise RuntimeError("a sound log was not found to be sound")
    return count / took


def _built(count: int, signer: FileSigner) -> tuple[list[LogEntry], list[SignedHead]]:
    tree, entries, heads = Peaks(), [], []
    for number in range(1, count + 1):
        text = _text(number)
        leaf = entry_leaf(number, text)
        tree.add(leaf)
        entries.append(LogEntry(sequence=number, canonical=text, position=number - 1, leaf=leaf))
        if number % _EVERY == 0:
            heads.append(signer.sign(number, tree.root(), NOON.isoformat()))
    return entries, heads


def _text(number: int) -> str:
    return canonical_json(
        {
            "actor": "assistant",
            "at": NOON.isoformat(),
            "facts": {"conversation": f"conv_{number:026}", "outcome": "answer"},
            "kind": "turn.recorded",
            "subject": f"rec_{number:026}",
        }
    )


def _row(number: int) -> dict[str, object]:
    plain = json.loads(_text(number))
    labels = {name: plain[name] for name in ("kind", "actor", "subject")}
    return {**labels, "at": NOON, "canonical": _text(number)}


def _turn_ms(store: SqlStore, customer: str | None, turns: int) -> float:
    name = f"conv_{customer or 'nobody'}"
    opened = a_conversation(name, customer=customer)
    with store.write() as writing:
        writing.open_conversation(opened, an_entry())
    taken = []
    for number in range(turns):
        now = a_conversation(name, customer=customer, version=number)
        record = a_record(f"rec_{name}_{number}", conversation=opened.id)
        began = time.perf_counter()
        with store.write() as writing:
            writing.save_turn(now, an_inbound(), record, an_entry())
        taken.append(1e3 * (time.perf_counter() - began))
    return statistics.median(taken)


def _live(store: SqlStore, signer: FileSigner, count: int) -> tuple[float, float]:
    log, clock = SqlAuditLog(store), SystemClock()
    while log.seal(signer, clock, 10_000, is_thorough=False) is not None:
        pass
    with store.writing_connection() as connection:
        connection.execute(insert(audit_entries), [_row(number) for number in range(count)])
    began = time.perf_counter()
    while log.seal(signer, clock, _EVERY, is_thorough=False) is not None:
        pass
    sealed = count / (time.perf_counter() - began)
    ports = VerifyPorts(log=log, is_signed=is_signed, own=lambda: frozenset((signer.log(),)))
    began = time.perf_counter()
    found = verify_live((), None, ports)
    return sealed, found.coverage.entries / (time.perf_counter() - began)
