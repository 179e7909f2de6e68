"""Open transactions on the database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, func, select

from handrail.adapters.sql.engine import BEGIN, engine_for, parsed, place_of, prepare_file
from handrail.adapters.sql.faults import said_plainly, translate_at_once
from handrail.adapters.sql.known_standings import KnownStandings
from handrail.adapters.sql.reading import SqlReading
from handrail.adapters.sql.schema import Upgrade, is_current
from handrail.adapters.sql.sealed_text import OpenCipher, no_cipher
from handrail.adapters.sql.turns import WriteTurns
from handrail.adapters.sql.writing import SqlWriting

_PATIENCE = 30.0
_UPGRADE_LOCK = 0x68616E64  # any number, the same in every process


def open_store(
    url: str, upgrade: Upgrade, *, patience: float = _PATIENCE, cipher: OpenCipher = no_cipher
) -> "SqlStore":
    """Open the database at a URL and bring its schema up to date.

    `upgrade` is called only where the schema is not the newest. `patience` is how many seconds a
    writer waits for its turn on SQLite. `cipher` is called when a customer is first known.
    """
    address = parsed(url)
    store = SqlStore(engine_for(address), address, patience, cipher)
    try:
        store.bring_up_to_date(upgrade)
    except BaseException:
        store.close()
        raise
    return store


class SqlStore:
    """Open transactions on SQLite or PostgreSQL; safe to share among threads."""

    def __init__(
        self, engine: Engine, address: URL, patience: float, cipher: OpenCipher = no_cipher
    ) -> None:
        self._engine = engine
        self.cipher = cipher
        self._place = place_of(address)
        self.known = KnownStandings()
        translate_at_once(engine, self._place)
        self._is_sqlite = address.drivername == "sqlite"
        self._turns = WriteTurns(Path(str(address.database)), patience) if self._is_sqlite else None

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[SqlReading]:
        """Open a short reading transaction: one state, whatever is written meanwhile."""
        with self.reading_connection() as connection:
            yield SqlReading(connection, self.cipher, self.known)

    @contextmanager
    def write(self) -> Iterator[SqlWriting]:
        """Open a short writing transaction; commits when the block ends without an exception."""
        with self.writing_connection() as connection:
            yield SqlWriting(connection, self.cipher, self.known)

    @contextmanager
    def decide(self) -> Iterator[SqlWriting]:
        """Open a writing transaction in which whoever waited for a lock sees what was done.

        For decisions on actions: they hold what they decide on and then read it.
        """
        with self.counting_connection() as connection:
            yield SqlWriting(connection, self.cipher, self.known)

    @contextmanager
    def reading_connection(self) -> Iterator[Connection]:
        """Open a reading transaction for another part of this adapter."""
        with said_plainly(self._place), self._engine.connect() as connection:
            yield connection.execution_options(postgresql_readonly=True)

    @contextmanager
    def writing_connection(self) -> Iterator[Connection]:
        """Open a writing transaction for another part of this adapter."""
        with said_plainly(self._place), self._turn(), self._engine.connect() as connection:
            writing = connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with writing.begin():
                yield writing

    @contextmanager
    def counting_connection(self) -> Iterator[Connection]:
        """Open a writing transaction in which a statement that waited sees what it waited for.

        For counters that many change at once: none of them fails because another came first.
        """
        with said_plainly(self._place), self._turn(), self._engine.connect() as connection:
            if self._is_sqlite:
                connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            else:
                connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                yield connection

    @contextmanager
    def bare_connection(self) -> Iterator[Connection]:
        """Open a connection without a transaction, for statements that want none; writers wait."""
        with said_plainly(self._place), self._turn(), self._engine.connect() as connection:
            if self._is_sqlite:
                connection.execution_options(**{BEGIN: ""})
            else:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    def bring_up_to_date(self, upgrade: Upgrade) -> None:
        """Upgrade the schema where it is not the newest; only one process does so at a time."""
        with said_plainly(self._place):
            if self._is_sqlite:
                prepare_file(self._engine)
            with self._engine.connect() as connection:
                if is_current(connection):
                    return
            self._upgrade_alone(upgrade)

    def _upgrade_alone(self, upgrade: Upgrade) -> None:
        with self._turn(), self._engine.connect() as connection:
            if self._is_sqlite:
                connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            else:  # a snapshot taken before the lock would not show what another process upgraded
                connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if not self._is_sqlite:
                    connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
                if not is_current(connection):
                    upgrade(connection)

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.turn()
