"""What only a real database can get wrong: writers that race."""

import threading
from collections.abc import Callable
from pathlib import Path

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.kernel.errors import Conflict
from tests.builders import a_conversation, a_record, an_entry, an_inbound


def in_threads(count: int, task: Callable[[int], None]) -> list[Exception]:
    errors: list[Exception] = []
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            task(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_of_turns_that_race_in_one_conversation_exactly_one_wins(sql_store: SqlStore) -> None:
    with sql_store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry())

    def write(number: int) -> None:
        with sql_store.write() as writing:
            record = a_record(f"rec_{number}", reply=f"reply {number}")
            writing.save_turn(a_conversation(), an_inbound(), record, an_entry("turn.recorded"))

    errors = in_threads(8, write)

    assert len(errors) == 7
    assert {type(error) for error in errors} == {Conflict}
    with sql_store.read() as reading:
        held = reading.conversation(a_conversation().id)
        winner = reading.latest_record(a_conversation().id)
        kinds = [entry.kind for _, entry in reading.audit_entries()]
    assert held is not None
    assert winner is not None
    assert [m.text for m in held.messages][1] == winner.reply
    assert kinds.count("turn.recorded") == 1


def test_turns_of_different_conversations_do_not_disturb_each_other(sql_store: SqlStore) -> None:
    def talk(number: int) -> None:
        mine = f"conv_{number}"
        with sql_store.write() as writing:
            writing.open_conversation(a_conversation(mine), an_entry())
        for turn in range(5):
            with sql_store.write() as writing:
                writing.save_turn(
                    a_conversation(mine, version=turn),
                    an_inbound(),
                    a_record(f"rec_{number}_{turn}"),
                    an_entry(),
                )

    errors = in_threads(8, talk)

    assert errors == []
    with sql_store.read() as reading:
        entries = reading.audit_entries()
    assert len(entries) == 8 * 6
    assert len({number for number, _ in entries}) == len(entries)


def test_nobody_else_on_the_machine_may_read_the_database(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url, upgrade)
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry())

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    store.close()

    assert "handrail.db-wal" in modes
    assert set(modes.values()) == {0o600}
