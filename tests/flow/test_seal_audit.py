"""Heads are made in time, reach every place, and are never made on top of an older backup."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from handrail.adapters.anchors.files import HeadFile
from handrail.adapters.sql.audit_log import SqlAuditLog
from handrail.adapters.sql.store import SqlStore
from handrail.domain.audit.model import SignedHead
from handrail.flow.seal_audit import (
    SealPorts,
    export_heads,
    require_continuity,
    seal_now,
    seal_when_due,
)
from handrail.kernel.errors import LogStopped, Unavailable
from tests.builders import a_conversation, an_entry
from tests.domain.audit.logs import OPERATOR, heads_over, some_entries
from tests.fakes import FixedClock


@dataclass
class KeptHeads:
    """Keep heads, or refuse them."""

    name: str = "kept"
    pause_seconds: float = 0.0
    refuses_after: int | None = None
    held: list[SignedHead] = field(default_factory=list)

    def send(self, heads: Sequence[SignedHead]) -> None:
        if self.refuses_after is not None and len(self.held) >= self.refuses_after:
            raise Unavailable("It is full.")
        self.held += heads


@dataclass
class Desk:
    """Hold a log, where its heads go, and the time."""

    store: SqlStore
    file: HeadFile
    sink: KeptHeads
    clock: FixedClock

    @property
    def ports(self) -> SealPorts:
        return SealPorts(
            log=SqlAuditLog(self.store),
            signer=OPERATOR,
            witness=self.file.newest,
            sinks=(self.file, self.sink),
            clock=self.clock,
            every_seconds=60.0,
            every_entries=3,
        )

    def write(self, *names: str) -> None:
        for name in names:
            with self.store.write() as writing:
                entry = an_entry(subject=name, at=self.clock.now())
                writing.open_conversation(a_conversation(name), entry)


@pytest.fixture
def desk(sql_store: SqlStore, tmp_path: Path) -> Desk:
    return Desk(sql_store, HeadFile(tmp_path / "heads.jsonl"), KeptHeads(), FixedClock())


def test_nothing_is_sealed_before_it_is_due(desk: Desk) -> None:
    assert seal_when_due(desk.ports) is None
    desk.write("a", "b")

    desk.clock.advance(59)

    assert seal_when_due(desk.ports) is None


def test_an_entry_waits_no_longer_than_the_settings_allow(desk: Desk) -> None:
    desk.write("a")
    desk.clock.advance(60)

    sealed = seal_when_due(desk.ports)

    assert sealed is not None
    assert sealed.head.size == 1


def test_no_more_entries_wait_than_the_settings_allow(desk: Desk) -> None:
    desk.write("a", "b", "c")

    sealed = seal_when_due(desk.ports)

    assert sealed is not None
    assert sealed.head.size == 3


def test_sealing_now_asks_nobody_whether_it_is_due(desk: Desk) -> None:
    assert seal_now(desk.ports) is None
    desk.write("a")

    assert seal_now(desk.ports) is not None
    assert seal_when_due(desk.ports, is_thorough=True) is None


def test_every_place_gets_every_head_once(desk: Desk) -> None:
    for name in "ab":
        desk.write(name)
        seal_now(desk.ports)
        assert export_heads(desk.ports) == {}

    assert export_heads(desk.ports) == {}
    assert [held.head.size for held in desk.sink.held] == [1, 2]
    assert desk.file.heads() == tuple(desk.sink.held)


def test_a_place_that_refuses_is_asked_again_and_misses_no_head(desk: Desk) -> None:
    desk.sink.refuses_after = 1
    for name in "abc":
        desk.write(name)
        seal_now(desk.ports)
        export_heads(desk.ports)
        desk.clock.advance(10)

    failing = export_heads(desk.ports)
    delivery = desk.ports.log.deliveries()["kept"]
    desk.sink.refuses_after = None
    at_once = export_heads(desk.ports)
    desk.clock.advance(10)
    later = export_heads(desk.ports)

    assert failing == at_once == {"kept": "It is full."}
    assert (delivery.size, delivery.failure) == (1, "It is full.")
    assert later == {}
    assert [held.head.size for held in desk.sink.held] == [1, 2, 3]
    assert len(desk.file.heads()) == 3


def test_a_place_that_wants_to_be_left_alone_gets_many_at_once(desk: Desk) -> None:
    desk.sink.pause_seconds = 50.0
    for name in "abc":
        desk.write(name)
        seal_now(desk.ports)
        export_heads(desk.ports)
    before = len(desk.sink.held)

    desk.clock.advance(50)
    export_heads(desk.ports)

    assert (before, len(desk.sink.held)) == (1, 3)


def test_nothing_is_sealed_on_top_of_an_older_backup(desk: Desk) -> None:
    desk.write("a")
    seal_now(desk.ports)
    export_heads(desk.ports)
    desk.file.send(heads_over(some_entries(5), (5,)))
    desk.write("b")

    with pytest.raises(LogStopped, match="restored from an older backup"):
        seal_now(desk.ports)

    assert len(desk.ports.log.heads()) == 1


def test_nothing_is_sealed_on_top_of_an_empty_database_that_had_heads(desk: Desk) -> None:
    desk.file.send(heads_over(some_entries(5), (5,)))
    desk.write("a")

    with pytest.raises(LogStopped, match="knows of 0"):
        seal_now(desk.ports)


def test_nothing_is_sealed_on_top_of_another_history(desk: Desk) -> None:
    desk.write("a", "b")
    seal_now(desk.ports)
    desk.file.send(heads_over(some_entries(2), (2,)))

    with pytest.raises(LogStopped, match="not the database's own"):
        require_continuity(desk.ports)


def test_a_head_that_never_left_the_database_stops_nobody(desk: Desk) -> None:
    desk.write("a")
    seal_now(desk.ports)
    desk.write("b")

    assert seal_now(desk.ports) is not None
    export_heads(desk.ports)
    assert len(desk.file.heads()) == 2
