"""Where the order system keeps its orders and every effect: one SQLite file of its own.

Nothing of Handrail writes here but through the order system's HTTP, so that tests can count effects
where they happened: `effects_in` reads the file and needs no running process.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from handrail.adapters.sql.library import installed, safe_library

_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
_PATIENCE_SECONDS = 30.0

_TABLES = """
CREATE TABLE IF NOT EXISTS customers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, pending_email TEXT,
    contact_changed_at TEXT, country TEXT NOT NULL, is_member INTEGER NOT NULL,
    joined_at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers (id),
    state TEXT NOT NULL CHECK (state IN ('received', 'picking', 'packed', 'on_its_way',
        'partly_delivered', 'delivered', 'cancelled')),
    placed_at TEXT NOT NULL, shipped_at TEXT, delivered_at TEXT, cancelled_at TEXT,
    street TEXT NOT NULL, postcode TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL,
    address_changes INTEGER NOT NULL DEFAULT 0, payment TEXT NOT NULL, shipping INTEGER NOT NULL,
    paid INTEGER NOT NULL, refunded INTEGER NOT NULL DEFAULT 0, is_back INTEGER NOT NULL DEFAULT 0,
    CHECK (0 <= refunded AND refunded <= paid)
) STRICT;
CREATE TABLE IF NOT EXISTS items (
    order_id TEXT NOT NULL REFERENCES orders (id), position INTEGER NOT NULL, sku TEXT NOT NULL,
    title TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
    is_made_for_you INTEGER NOT NULL, is_freight INTEGER NOT NULL, PRIMARY KEY (order_id, position)
) STRICT;
CREATE TABLE IF NOT EXISTS invoices (
    id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders (id), issued_at TEXT NOT NULL,
    amount INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, recipient TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS effects (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, key TEXT,
    resource TEXT NOT NULL, customer TEXT NOT NULL, amount INTEGER NOT NULL, said TEXT NOT NULL,
    is_seeded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS effects_by_key ON effects (key);
CREATE TABLE IF NOT EXISTS refusals (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, key TEXT,
    resource TEXT NOT NULL, code TEXT NOT NULL, request TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, at TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    reply TEXT NOT NULL
) STRICT;
"""


class Cursor(Protocol):
    """Stand for what a statement returned."""

    rowcount: int
    lastrowid: int | None

    def fetchone(self) -> Mapping[str, Any] | None:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[Mapping[str, Any]]:
        """Return all rows."""
        ...


class Connection(Protocol):
    """Stand for a connection of whichever SQLite module is safe."""

    def execute(self, sql: str, parameters: object = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: object, /) -> Cursor:
        """Run one statement for each set of parameters."""
        ...

    def executescript(self, sql: str, /) -> Cursor:
        """Run several statements."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Hold one effect, as the ledger has it."""

    id: int
    at: datetime
    action: str
    key: str | None
    """Idempotency key or reference that came with the request; None where there was none."""
    resource: str
    """`Order/CC-4410287` or `Customer/cus-1001`."""
    customer: str
    amount: int
    """Cents that went out."""
    said: Mapping[str, str | int | bool | None]


class Ledger:
    """Write to the file one transaction after another; each is on disk when it ends."""

    def __init__(self, place: Path) -> None:
        self._lock = threading.Lock()
        self._connection = _opened(place)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}COMMIT;")

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[Connection]:
        """Hold the database alone; `keep` what was written unless the block raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT" if keep else "ROLLBACK")

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()


def effects_in(place: Path, *, key: str | None = None, seeded: bool = False) -> list[Effect]:
    """Return the effects in an order system's file, oldest first, without asking the system.

    Those that the sample data began with are left out unless `seeded`.
    """
    with closing(_opened(place)) as connection:
        rows = connection.execute(
            "SELECT * FROM effects WHERE (? OR NOT is_seeded) AND (? IS NULL OR key = ?)"
            " ORDER BY id",
            (seeded, key, key),
        ).fetchall()
    return [effect_of(row) for row in rows]


def effect_of(row: Mapping[str, Any]) -> Effect:
    """Return the effect that a row holds."""
    return Effect(
        id=row["id"],
        at=moment_of(row["at"]),
        action=row["action"],
        key=row["key"],
        resource=row["resource"],
        customer=row["customer"],
        amount=row["amount"],
        said=json.loads(row["said"]),
    )


def spelled(moment: datetime) -> str:
    """Return a moment as it is stored: in UTC, in an order that text has too."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def moment_of(stored: str) -> datetime:
    """Return a stored moment."""
    return datetime.strptime(stored, _MOMENT).replace(tzinfo=UTC)


def _opened(place: Path) -> Connection:
    library: Any = safe_library(installed())
    connection = library.connect(
        str(place), timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = library.Row
    connection.execute("PRAGMA foreign_keys=ON")
    opened: Connection = connection
    return opened
