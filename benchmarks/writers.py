"""How fast are turns written durably, and how long does the unluckiest writer wait?

`serve` and `worker` are two processes that both write; here each has half of the writers, which
write one turn after another without a pause. Run it as `python -m benchmarks.writers [URL]`.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    InboundMessage,
)
from handrail.domain.decision.model import Abstain, AbstainReason, RecordId, TurnRecord
from handrail.kernel.ids import RandomIds


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """Hold what a run of many writers measured; waits are from asking for a turn to its commit."""

    processes: int
    writers: int
    writes: int
    writes_per_second: float
    median_wait_ms: float
    p99_wait_ms: float
    worst_wait_ms: float


def measure(url: str, processes: int, threads: int, seconds: float) -> Writers:
    """Let `processes` with `threads` writers each write to one database for some seconds."""
    open_store(url, upgrade).close()
    command = [
        sys.executable,
        "-m",
        "benchmarks.writers",
        "--child",
        url,
        str(threads),
        str(seconds),
    ]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    try:
        waits = sorted(wait for child in _started_together(children) for wait in child)
    finally:
        for child in children:
            child.kill()
            child.communicate()
    return Writers(
        processes=processes,
        writers=processes * threads,
        writes=len(waits),
        writes_per_second=round(len(waits) / seconds, 1),
        median_wait_ms=round(waits[len(waits) // 2] * 1e3, 2),
        p99_wait_ms=round(waits[len(waits) * 99 // 100] * 1e3, 2),
        worst_wait_ms=round(waits[-1] * 1e3, 2),
    )


def _started_together(children: list["subprocess.Popen[str]"]) -> list[list[float]]:
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    found: list[list[float]] = []
    for child in children:
        assert child.stdout is not None
        found.append(json.loads(child.stdout.readline()))
    return found


def child(url: str, threads: int, seconds: float) -> None:
    """Write with some threads from the word go on, and print how long each write took."""
    store = open_store(url, upgrade)
    conversations = [_opened(store) for _ in range(threads)]
    waits: list[list[float]] = [[] for _ in range(threads)]
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + seconds
    workers = [
        threading.Thread(target=_write_until, args=(store, held, until, into))
        for held, into in zip(conversations, waits, strict=True)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps([wait for mine in waits for wait in mine]), flush=True)


def _entry(kind: str) -> AuditEntry:
    return AuditEntry(kind=kind, actor="system", subject="benchmark", at=datetime.now(UTC))


def _opened(store: SqlStore) -> Conversation:
    conversation = Conversation(
        id=ConversationId(RandomIds().new("conv")),
        state=ConversationState.OPEN,
        version=0,
        opened_at=datetime.now(UTC),
    )
    with store.write() as writing:
        writing.open_conversation(conversation, _entry("conversation.opened"))
    return conversation


def _write_until(store: SqlStore, held: Conversation, until: float, waits: list[float]) -> None:
    while time.monotonic() < until:
        record = _record(held)
        inbound = InboundMessage(conversation=held.id, text=record.question)
        asked = time.monotonic()
        with store.write() as writing:
            writing.save_turn(held, inbound, record, _entry("turn.recorded"))
        waits.append(time.monotonic() - asked)
        held = replace(held, version=held.version + 1)


def _record(held: Conversation) -> TurnRecord:
    return TurnRecord(
        id=RecordId(RandomIds().new("rec")),
        conversation=held.id,
        at=datetime.now(UTC),
        question="How long does a refund take?",
        searched="How long does a refund take?",
        outcome=Abstain(reason=AbstainReason.NO_EVIDENCE),
        reply="I do not know that; shall I ask a person?",
        confidence=None,
        evidence=(),
        grounding=None,
        threshold=0.5,
        calibration=None,
        snapshot=None,
        models={"embedder": "none"},
        timings_ms={"search": 1.5},
    )


def main(arguments: list[str]) -> None:
    """Print one writer's figures beside 32 writers' from the same run."""
    if arguments[:1] == ["--child"]:
        child(arguments[1], int(arguments[2]), float(arguments[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = arguments[0] if arguments else f"sqlite:///{folder}/handrail.db"
        alone = measure(url, processes=1, threads=1, seconds=5)
        many = measure(url, processes=2, threads=16, seconds=10)
    ratio = round(many.writes_per_second / alone.writes_per_second, 2)
    print(
        json.dumps(
            {"one": asdict(alone), "many": asdict(many), "throughput_ratio": ratio}, indent=2
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
