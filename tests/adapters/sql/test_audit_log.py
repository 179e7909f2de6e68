"""Sealing on real databases: nothing is passed over, nothing is sealed on sand."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from handrail.adapters.sql.audit_log import SqlAuditLog
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.vault.signing import is_signed
from handrail.domain.audit.model import SignedHead, Verdict
from handrail.flow.seal_audit import Delivery
from handrail.flow.verify_audit import VerifyPorts, verify_live
from handrail.kernel.errors import Conflict, HandrailError, LogStopped
from tests.builders import NOON, a_conversation, an_entry
from tests.domain.audit.logs import OPERATOR, told
from tests.fakes import FixedClock

MANY = 10_000


def write(store: SqlStore, *names: str) -> None:
    for name in names:
        with store.write() as writing:
            writing.open_conversation(a_conversation(name), an_entry(subject=name))


def write_and_take_back(store: SqlStore) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation("b"), an_entry())
        raise Conflict("changed its mind")


def seal(log: SqlAuditLog, at_most: int = MANY, *, is_thorough: bool = False) -> SignedHead | None:
    return log.seal(OPERATOR, FixedClock(), at_most, is_thorough=is_thorough)


def order_of(log: SqlAuditLog) -> list[int]:
    return [entry.sequence for entry in log.entries() if entry.position is not None]


def verified(log: SqlAuditLog, *outside: SignedHead) -> Verdict:
    ports = VerifyPorts(log=log, is_signed=is_signed, own=lambda: frozenset((OPERATOR.log(),)))
    return verify_live(outside, None, ports)


@pytest.fixture
def log(sql_store: SqlStore) -> SqlAuditLog:
    return SqlAuditLog(sql_store)


def test_what_was_written_is_sealed_in_order_and_verifies(
    sql_store: SqlStore, log: SqlAuditLog
) -> None:
    write(sql_store, "a", "b", "c")

    first = seal(log)
    write(sql_store, "d")
    second = seal(log)

    assert first is not None
    assert second is not None
    assert (first.head.size, second.head.size) == (3, 4)
    assert log.heads() == (first, second)
    assert log.heads(after=3) == (second,)
    assert log.newest() == second
    assert verified(log).is_sound
    assert verified(log, first).coverage.anchored == 3
    assert [entry.position for entry in log.entries()] == [0, 1, 2, 3]


def test_nothing_to_seal_makes_no_head(sql_store: SqlStore, log: SqlAuditLog) -> None:
    assert seal(log) is None
    write(sql_store, "a")
    seal(log)

    assert seal(log) is None
    assert seal(log, is_thorough=True) is None
    assert len(log.heads()) == 1


def test_what_waits_is_counted_with_the_moment_since_when(
    sql_store: SqlStore, log: SqlAuditLog
) -> None:
    assert (log.waiting().count, log.waiting().since) == (0, None)

    write(sql_store, "a", "b")

    assert (log.waiting().count, log.waiting().since) == (2, NOON)
    seal(log)
    assert log.waiting().count == 0


def test_very_many_are_sealed_a_part_at_a_time(sql_store: SqlStore, log: SqlAuditLog) -> None:
    write(sql_store, *"abcde")

    sizes = [head.head.size for _ in range(3) if (head := seal(log, at_most=2)) is not None]

    assert sizes == [2, 4, 5]
    assert verified(log).is_sound


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[SqlStore]:
    store = open_store(postgres_url, upgrade)
    yield store
    store.close()


def test_an_entry_that_commits_after_a_higher_number_was_sealed_is_not_passed_over(
    postgres_store: SqlStore,
) -> None:
    log = SqlAuditLog(postgres_store)
    slow = postgres_store.write()
    writing = slow.__enter__()
    writing.open_conversation(a_conversation("slow"), an_entry(subject="slow"))
    write(postgres_store, "quick")

    first = seal(log)
    waiting_before = log.waiting().count
    slow.__exit__(None, None, None)
    waiting_after = log.waiting().count
    second = seal(log)

    assert first is not None
    assert second is not None
    assert (waiting_before, waiting_after) == (0, 1)
    assert order_of(log) == [2, 1]
    found = verified(log, first, second)
    assert found.is_sound
    assert found.late == (1,)


def test_numbers_of_transactions_that_were_rolled_back_leave_gaps_that_are_no_problem(
    postgres_store: SqlStore,
) -> None:
    log = SqlAuditLog(postgres_store)
    write(postgres_store, "a")
    with pytest.raises(Conflict):
        write_and_take_back(postgres_store)
    write(postgres_store, "c")

    seal(log)

    assert order_of(log) == [1, 3]
    assert verified(log).is_sound


def test_an_entry_that_comes_when_nobody_looks_for_it_any_more_is_found_by_a_thorough_seal(
    postgres_store: SqlStore,
) -> None:
    log = SqlAuditLog(postgres_store)
    slow = postgres_store.write()
    writing = slow.__enter__()
    writing.open_conversation(a_conversation("slow"), an_entry(subject="slow"))
    write(postgres_store, "quick")
    clock = FixedClock()
    log.seal(OPERATOR, clock, MANY, is_thorough=False)
    clock.advance(4_000)
    write(postgres_store, "later")
    log.seal(OPERATOR, clock, MANY, is_thorough=False)
    slow.__exit__(None, None, None)

    assert log.seal(OPERATOR, clock, MANY, is_thorough=False) is None
    assert log.seal(OPERATOR, clock, MANY, is_thorough=True) is not None
    assert order_of(log) == [2, 3, 1]


def test_writers_and_sealers_at_once_leave_nothing_out(
    sql_store: SqlStore, log: SqlAuditLog
) -> None:
    stop, errors = threading.Event(), list[Exception]()

    def keep_sealing() -> None:
        try:
            while not stop.is_set():
                seal(log, at_most=7)
        except HandrailError as error:
            errors.append(error)

    def keep_writing(worker: int) -> None:
        write(sql_store, *(f"c_{worker}_{number}" for number in range(15)))

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    writers = [threading.Thread(target=keep_writing, args=(n,)) for n in range(4)]
    started(sealers + writers)
    joined(writers)
    stop.set()
    joined(sealers)
    seal(log)

    assert errors == []
    assert len(order_of(log)) == len(set(order_of(log))) == 60
    found = verified(log, *log.heads())
    assert found.problems == ()
    assert found.coverage.anchored == 60


def started(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()


def joined(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


def test_nothing_is_sealed_on_top_of_a_tree_that_is_not_the_newest_heads(
    sql_store: SqlStore, log: SqlAuditLog
) -> None:
    write(sql_store, "a", "b")
    seal(log)
    with sql_store.writing_connection() as connection:
        changed = text("UPDATE audit_state SET size = 1, peaks = :peaks")
        connection.execute(changed, {"peaks": f'["{"00" * 32}"]'})
    write(sql_store, "c")

    with pytest.raises(LogStopped, match="not that of the newest head"):
        seal(log)


@pytest.mark.parametrize("table", ["audit_entries", "audit_leaves", "audit_heads"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_itself_refuses_to_change_the_log(
    sql_store: SqlStore, log: SqlAuditLog, table: str, statement: str
) -> None:
    columns = {"audit_entries": "kind", "audit_leaves": "leaf", "audit_heads": "line"}
    column = columns[table]
    write(sql_store, "a")
    seal(log)

    with pytest.raises(HandrailError, match="never changed"), sql_store.writing_connection() as c:
        c.execute(text(statement.format(table, column, column)))

    assert verified(log).is_sound


def as_insider(connection: Connection) -> None:
    """Take the triggers away, as somebody who owns the database can."""
    if connection.dialect.name == "postgresql":
        for table in ("audit_entries", "audit_leaves", "audit_heads"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for (name,) in names.all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def tampered(store: SqlStore, *statements: str) -> None:
    with store.writing_connection() as connection:
        as_insider(connection)
        for statement in statements:
            connection.execute(text(statement))


def test_an_insider_who_edits_the_database_is_caught(sql_store: SqlStore, log: SqlAuditLog) -> None:
    write(sql_store, *"abcd")
    head = seal(log)
    assert head is not None

    tampered(
        sql_store,
        "UPDATE audit_entries SET canonical = replace(canonical, 'system', 'nobody')"
        " WHERE sequence = 2",
        "DELETE FROM audit_entries WHERE sequence = 3",
    )

    found = verified(log, head)
    assert told(found) == [("edited", 1), ("missing", 2), ("mislabelled", None)]


def test_an_insider_who_edits_only_a_column_is_caught(
    sql_store: SqlStore, log: SqlAuditLog
) -> None:
    write(sql_store, *"ab")
    seal(log)

    tampered(sql_store, "UPDATE audit_entries SET actor = 'nobody' WHERE sequence = 2")

    [problem] = verified(log).problems
    assert (problem.kind.value, problem.sequence) == ("mislabelled", 2)
    assert "actor" in problem.says


def test_a_text_that_is_none_is_told(sql_store: SqlStore, log: SqlAuditLog) -> None:
    write(sql_store, "a")

    tampered(sql_store, "UPDATE audit_entries SET canonical = 'x'")

    assert told(verified(log)) == [("mislabelled", None)]


def test_deliveries_only_move_forward(log: SqlAuditLog) -> None:
    first = Delivery(size=5, at=NOON)
    second = Delivery(size=9, at=NOON, failure="The disk is full.")

    for delivery in (first, second, first):
        log.note_delivery("file", delivery)

    assert log.deliveries() == {"file": second}
