import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from handrail.adapters.sql import (  # noqa: F401 - their tables belong to the schema
    desk_tables,
    knowledge_tables,
)
from handrail.adapters.sql.engine import engine_for, parsed
from handrail.adapters.sql.migrate import configuration, upgrade
from handrail.adapters.sql.naming import metadata
from handrail.adapters.sql.schema import REVISIONS, revision
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.handoff.model import HandoffState
from handrail.kernel.errors import StorageUnavailable
from tests.builders import a_conversation


def forbidden(_: Connection) -> None:
    raise AssertionError("the schema was upgraded")


def test_migrations_create_the_tables_that_the_code_works_with(sql_store: SqlStore) -> None:
    with sql_store.reading_connection() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": metadata})

        assert compare_metadata(context, metadata) == []


def test_every_migration_is_known_by_name() -> None:
    scripts = ScriptDirectory.from_config(configuration())

    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_a_current_database_is_opened_without_migrations(database_url: str) -> None:
    open_store(database_url, upgrade).close()

    open_store(database_url, forbidden).close()


def test_a_database_of_the_first_version_is_brought_up_to_date_with_all_it_holds(
    database_url: str,
) -> None:
    def to_the_first(connection: Connection) -> None:
        command.upgrade(configuration(connection), "0001")

    old = open_store(database_url, to_the_first)
    held_then = a_conversation()
    with old.writing_connection() as connection:
        connection.execute(
            text(
                "INSERT INTO conversations (id, state, version, opened_at, channel, token_digest)"
                " VALUES (:id, :state, :version, :opened_at, :channel, :token)"
            ),
            {
                "id": held_then.id,
                "state": held_then.state.value,
                "version": held_then.version,
                "opened_at": held_then.opened_at.isoformat(),
                "channel": held_then.channel,
                "token": held_then.token_digest,
            },
        )
        connection.execute(
            text(
                "INSERT INTO messages (id, conversation, sequence, author, text, at)"
                " VALUES ('msg_1', :id, 1, 'customer', 'Hello?', :at)"
            ),
            {"id": held_then.id, "at": held_then.opened_at.isoformat()},
        )
    old.close()

    store = open_store(database_url, upgrade)

    with store.read() as reading:
        held = reading.conversation(a_conversation().id)
    with store.reading_connection() as connection:
        newest = revision(connection)
    store.close()
    assert held is not None
    assert replace(held, messages=()) == held_then
    assert held.questions == ("Hello?",)
    assert newest == REVISIONS[-1]


def test_who_waits_for_a_person_already_waits_at_the_desk_after_the_upgrade(
    database_url: str,
) -> None:
    def to_the_fifth(connection: Connection) -> None:
        command.upgrade(configuration(connection), "0005")

    old = open_store(database_url, to_the_fifth)
    at = a_conversation().opened_at.isoformat()
    with old.writing_connection() as connection:
        for ref, state in (("conv_1", "handed_off"), ("conv_2", "handed_off"), ("conv_3", "open")):
            connection.execute(
                text(
                    "INSERT INTO conversations (id, state, version, opened_at, channel)"
                    " VALUES (:id, :state, 2, :at, 'api')"
                ),
                {"id": ref, "state": state, "at": at},
            )
        connection.execute(
            text(
                "INSERT INTO turn_records (id, conversation, at, outcome, reason, document)"
                " VALUES ('rec_1', 'conv_1', :at, 'hand_off', 'tool_failure', '{}')"
            ),
            {"at": at},
        )
    old.close()

    store = open_store(database_url, upgrade)

    with store.read() as reading:
        waiting = reading.handoffs(frozenset({HandoffState.WAITING}))
    store.close()
    reasons = {held.conversation: held.reason.value for held in waiting}
    assert reasons == {"conv_1": "tool_failure", "conv_2": "customer_request"}
    assert {held.brief for held in waiting} == {None}


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    store = open_store(database_url, upgrade)
    with store.writing_connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()

    with pytest.raises(StorageUnavailable) as refused:
        open_store(database_url, upgrade)

    assert "newer Handrail" in str(refused.value)
    assert "9999" in str(refused.value)
    assert "Upgrade Handrail" in str(refused.value)


def test_many_may_open_a_fresh_database_at_once(database_url: str) -> None:
    upgrades: list[int] = []
    errors: list[Exception] = []
    start = threading.Barrier(6)

    def counted(connection: Connection) -> None:
        upgrades.append(1)
        upgrade(connection)

    def open_it() -> None:
        start.wait()
        try:
            open_store(database_url, counted).close()
        except Exception as error:  # noqa: BLE001 - whatever it is fails the test
            errors.append(error)

    run_together([open_it] * 6)

    assert errors == []
    assert upgrades == [1]


def test_an_upgrade_that_fails_leaves_no_tables(database_url: str) -> None:
    def half(connection: Connection) -> None:
        upgrade(connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_store(database_url, half)

    open_store(database_url, upgrade).close()


def test_sqlite_keeps_what_it_acknowledged(sqlite_url: str) -> None:
    store = open_store(sqlite_url, upgrade)

    with store.reading_connection() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    store.close()

    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_the_lock_files_lie_beside_the_database(sqlite_url: str, tmp_path: Path) -> None:
    open_store(sqlite_url, upgrade).close()

    assert {"handrail.db", "handrail.db-next", "handrail.db-turn"} <= {
        path.name for path in tmp_path.iterdir()
    }
    assert engine_for(parsed(sqlite_url)).dialect.name == "sqlite"


def run_together(tasks: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
