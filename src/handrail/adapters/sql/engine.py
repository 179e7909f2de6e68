"""Connections to SQLite and to PostgreSQL, set up so that what was acknowledged is kept."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from handrail.adapters.sql.library import installed, safe_library
from handrail.kernel.errors import BadSettings, StorageUnavailable

BEGIN = "handrail_begin"
"""Execution option: how a transaction on SQLite begins."""
_BUSY_MS = 10_000
_STATEMENT_MS = 60_000
_LOCK_MS = 10_000
_POOLED = 16


def parsed(url: str) -> URL:
    """Return the address of a database; raise BadSettings for one that cannot be used."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadSettings("The address of the database cannot be read.", hint=_SPELLINGS) from error
    match address.drivername:
        case "sqlite" if address.database and address.database != ":memory:":
            return address
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return address.set(drivername="postgresql+psycopg")
        case kind:
            raise BadSettings(f"A database of the kind {kind!r} cannot be used.", hint=_SPELLINGS)


_SPELLINGS = "Write sqlite:///path/to/handrail.db or postgresql://user@host/name."


def place_of(address: URL) -> str:
    """Name a database in an error: its path, or its address without the password."""
    if address.drivername == "sqlite":
        return f"Database {address.database}"
    return f"Database {address.set(drivername='postgresql').render_as_string(hide_password=True)}"


def engine_for(address: URL) -> Engine:
    """Return an engine; no connection is opened yet."""
    return _sqlite(address) if address.drivername == "sqlite" else _postgresql(address)


def _sqlite(address: URL) -> Engine:
    module = safe_library(installed())
    path = Path(str(address.database))
    if not path.parent.is_dir():
        raise StorageUnavailable(
            f"The folder {path.parent} of the database does not exist.", hint="Create it."
        )
    engine = create_engine(
        address,
        module=module,
        pool_size=_POOLED,
        max_overflow=-1,
        connect_args={"timeout": _BUSY_MS / 1000, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if how := connection.get_execution_options().get(BEGIN, "BEGIN"):
        connection.exec_driver_sql(how)


def prepare_file(engine: Engine) -> None:
    """Create the file of a SQLite database, for nobody else to read, and switch it to WAL.

    With a write-ahead log, readers and a writer work at once; the mode lasts, once set.
    """
    path = str(engine.url.database)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StorageUnavailable(
            f"Database {path} cannot be opened: {error.strerror}.",
            hint="Make the file and its folder writable.",
        ) from error
    with engine.connect() as connection:
        connection.execution_options(**{BEGIN: ""})  # the mode cannot change in a transaction
        mode = connection.exec_driver_sql("PRAGMA journal_mode=WAL").scalar()
    if mode != "wal":
        raise StorageUnavailable(
            "The database's file system cannot hold a write-ahead log.", hint="Use a local disk."
        )


def _postgresql(address: URL) -> Engine:
    return create_engine(
        address,
        pool_size=_POOLED,
        max_overflow=_POOLED,
        pool_timeout=10,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        connect_args={
            "connect_timeout": 5,
            "application_name": "handrail",
            "options": f"-c statement_timeout={_STATEMENT_MS} -c lock_timeout={_LOCK_MS}",
        },
    )
