"""What was agreed before an upgrade is done after it: once, by the new version."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, Table, delete, func, insert, inspect, select

from handrail.adapters.sql.engine import engine_for, parsed
from handrail.adapters.sql.migrate import configuration, upgrade
from handrail.adapters.sql.naming import metadata
from handrail.adapters.sql.schema import REVISIONS
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.model import ActionState
from handrail.domain.actions.spec import BackendClass
from tests.crash.action_schedules import Place, effects, place_on
from tests.crash.action_worker import Task, running_workers
from tests.crash.carrying_process import a_worker, within
from tests.crash.forking import Workers
from tests.flow.carrying import UNDER_WAY
from tests.order_system import OrderSystem, running_orders
from tests.vault import a_cipher

pytestmark = pytest.mark.slow

MADE_WITH_THE_DATABASE = frozenset({"knowledge_state", "audit_state"})
WITH_ACTIONS = REVISIONS[REVISIONS.index("0004") : -1]


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderSystem]:
    with running_orders(tmp_path_factory.mktemp("orders") / "orders.db") as running:
        yield running


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers[Task]]:
    with running_workers() as running:
        yield running


def left_by_an_older_version(source: SqlStore, url: str, schema: str) -> None:
    """Fill the database at `url`, at an older schema, with what the store holds."""
    engine = engine_for(parsed(url))
    with source.reading_connection() as held, engine.begin() as older:
        command.upgrade(configuration(older), schema)
        there = inspect(older)
        for table in metadata.sorted_tables:
            if not there.has_table(table.name):
                continue
            known = {column["name"] for column in there.get_columns(table.name)}
            columns = [column for column in table.columns if column.name in known]
            rows = [dict(row) for row in held.execute(select(*columns)).mappings()]
            if table.name in MADE_WITH_THE_DATABASE:
                older.execute(delete(table))
            if rows:
                older.execute(insert(table), rows)
                go_on_counting(table, older)
    engine.dispose()


def go_on_counting(table: Table, connection: Connection) -> None:
    """Let PostgreSQL give out numbers above those that were put in."""
    number = table.primary_key.columns[0]
    is_counted = table.dialect_options["sqlite"]["autoincrement"]
    if connection.dialect.name == "postgresql" and is_counted:
        where = func.pg_get_serial_sequence(table.name, number.name)
        connection.execute(select(func.setval(where, select(func.max(number)).scalar_subquery())))


@pytest.mark.parametrize("schema", WITH_ACTIONS)
def test_actions_that_waited_through_an_upgrade_are_done_once(
    database_url: str, schema: str, tmp_path: Path, orders: OrderSystem, workers: Workers[Task]
) -> None:
    with place_on(f"sqlite:///{tmp_path / 'before.db'}", orders, workers) as before:
        agreed = {backend: before.agree(backend) for backend in BackendClass}
        left_by_an_older_version(before.store, database_url, schema)
        done_before = {backend: len(effects(before, backend)) for backend in BackendClass}

    with closing(open_store(database_url, upgrade, cipher=a_cipher)) as store:
        place = Place(url=database_url, store=store, orders=orders, workers=workers)
        waiting = {place.action(action.id).state for action in agreed.values()}
        with a_worker(database_url, orders.address):
            for _ in within(15, "what waited to be done"):
                if all(place.action(a.id).state not in UNDER_WAY for a in agreed.values()):
                    break

        assert waiting == {ActionState.APPROVED}
        assert {place.action(a.id).state for a in agreed.values()} == {ActionState.SUCCEEDED}
        for backend in BackendClass:
            assert len(effects(place, backend)) == done_before[backend] + 1
        assert place.audit().is_sound
