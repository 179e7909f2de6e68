"""The whole stack on a real database, with the sample company's desk in the same process."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from typing_extensions import override

from handrail.adapters.identity.tokens import tokens_signed_by
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.catalogue import Catalogue, catalogue_of
from handrail.domain.actions.model import Limits
from handrail.domain.actions.ports import Rules
from handrail.flow.identify_customer import IdentityPorts
from handrail.flow.judge_action import ActionPorts
from handrail.flow.note_action import CarryPorts
from handrail.kernel.failpoints import Failpoints
from handrail.sample.orders.desk import Desk
from handrail.sample.orders.ledger import Ledger
from handrail.sample.orders.seed import seed
from tests.byzantine.gate import sample_rules
from tests.byzantine.whole.books import Books
from tests.byzantine.whole.court import AGENT_MONEY, LIMITS, Court
from tests.byzantine.whole.wire import Wire, order_system
from tests.fakes import CountingIds, FixedClock
from tests.vault import a_cipher

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "a secret of the host's server, 32 bytes or more"
AUDIENCE = "corncrake"
_MEMORY = Path("/dev/shm")


DOORS = ("action.read", "action.facts_read", "action.sent")


class Doors(Failpoints):
    """Let something happen wherever a worker could be interrupted."""

    def __init__(self) -> None:
        super().__init__()
        self.between: Callable[[], None] = lambda: None
        self.at: str | None = None
        """The only door that is open; None: all are."""

    @override
    def reach(self, name: str) -> None:
        if name in DOORS and self.at in (None, name):
            self.between()


@dataclass(slots=True, kw_only=True)
class World:
    """Hold the stack and what is known of it."""

    store: SqlStore
    ledger: Ledger
    clock: FixedClock
    wire: Wire
    court: Court
    ports: ActionPorts
    identity: IdentityPorts
    doors: Doors
    workers: tuple[CarryPorts, ...] = field(default=())

    def now(self) -> int:
        """Return the present moment in seconds since 1970."""
        return int(self.clock.now().timestamp())

    def advance(self, seconds: int) -> None:
        """Let time pass, for the court too."""
        self.clock.advance(seconds)
        self.court.now = self.now()


@cache
def rules() -> Rules:
    """Return the sample company's policies, read once."""
    return sample_rules()


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Make a folder in memory where there is one: nothing here is about losing power."""
    folder = Path(tempfile.mkdtemp(prefix="byz-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_world(folder: Path, url: str | None = None, policies: Rules | None = None) -> Iterator[World]:
    """Open a world with the sample company's orders, on SQLite in the folder or at a URL."""
    store = open_store(url or _copied_database(folder), upgrade, cipher=a_cipher)
    ledger = Ledger(_copied_orders(folder))
    try:
        clock = FixedClock(BEGIN)
        court = Court(books=Books(ledger), now=int(BEGIN.timestamp()))
        wire = Wire(ledger=ledger, desk=Desk(ledger, clock), clock=clock, listener=court)
        yield world_of(store, wire, clock, policies or rules())
    finally:
        ledger.close()
        store.close()


def world_of(store: SqlStore, wire: Wire, clock: FixedClock, policies: Rules) -> World:
    """Put the stack together over a database and a way to the order system."""
    court, ids, doors = wire.listener, CountingIds(), Doors()
    assert isinstance(court, Court)
    court.books.new_effects()
    system = order_system(wire)
    catalogue: Catalogue = catalogue_of(system.specs)
    ports = ActionPorts(
        store=store,
        systems={spec.name: system for spec in system.specs},
        catalogue=catalogue,
        rules=policies,
        clock=clock,
        ids=ids,
        limits=Limits(**LIMITS, cooling_off=timedelta(hours=72)),
        agent_money=AGENT_MONEY,
        failpoints=doors,
    )
    tokens = tokens_signed_by(secret=SECRET, public_key=None, audience=AUDIENCE)
    return World(
        store=store,
        ledger=wire.ledger,
        clock=clock,
        wire=wire,
        court=court,
        ports=ports,
        identity=IdentityPorts(store=store, clock=clock, tokens=tokens),
        doors=doors,
        workers=tuple(CarryPorts(actions=ports, worker=f"worker-{n}") for n in range(2)),
    )


@cache
def _templates() -> Path:
    """Make an empty database and a seeded order system once; worlds begin with copies."""
    folder = Path(tempfile.mkdtemp(prefix="byz-", dir=_MEMORY if _MEMORY.is_dir() else None))
    open_store(f"sqlite:///{folder / 'handrail.db'}", upgrade, cipher=a_cipher).close()
    ledger = Ledger(folder / "orders.db")
    seed(ledger, BEGIN)
    _more_orders(ledger)
    ledger.close()
    return folder


def _copied_database(folder: Path) -> str:
    shutil.copyfile(_templates() / "handrail.db", folder / "handrail.db")
    return f"sqlite:///{folder / 'handrail.db'}"


def _copied_orders(folder: Path) -> Path:
    place = folder / "orders.db"
    shutil.copyfile(_templates() / "orders.db", place)
    return place


def _more_orders(ledger: Ledger) -> None:
    chance = Random(7)
    for customer in range(1001, 1041):
        for _ in range(5):
            an_order(ledger, f"cus-{customer}", BEGIN, chance)


def an_order(ledger: Ledger, customer: str, now: datetime, chance: Random) -> str:
    """Write a new order into the order system's books, as its own web shop would."""
    with ledger.transaction() as held:
        row = held.execute("SELECT max(substr(id, 4)) AS last FROM orders").fetchone()
    number = f"CC-{int(row['last'] if row else 0) + 1}"
    state = chance.choice(
        ("received", "received", "picking", "packed", "on_its_way", *["delivered"] * 5)
    )
    age = (
        timedelta(days=chance.choice((1, 3, 20, 29, 31)))
        if state == "delivered"
        else (timedelta(hours=chance.choice((1, 2, 20, 25, 40))))
    )
    has_left = state in ("on_its_way", "delivered")
    paid = chance.choice((4_900, 5_000, 5_001, 9_000, 19_000, 45_000, 60_000, 120_000))
    spelled = (now - age).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    placed = (now - age - timedelta(days=3 * has_left)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with ledger.transaction() as held:
        held.execute(
            "INSERT INTO orders (id, customer, state, placed_at, shipped_at, delivered_at, street,"
            " postcode, city, country, address_changes, payment, shipping, paid, is_back) VALUES"
            " (?, ?, ?, ?, ?, ?, '1 Mill Lane', 'V94', 'Limerick', 'IE', ?, 'Visa', 0, ?, ?)",
            (
                *(number, customer, state, placed, placed if has_left else None),
                spelled if state == "delivered" else None,
                *(chance.random() < 0.1, paid, state == "delivered" and chance.random() < 0.8),
            ),
        )
        held.execute(
            "INSERT INTO items (order_id, position, sku, title, quantity, price, is_made_for_you,"
            " is_freight) VALUES (?, 1, 'UK-CON', 'Ukulele', 1, ?, ?, ?)",
            (number, paid, chance.random() < 0.15, chance.random() < 0.15),
        )
        if has_left:
            held.execute(
                "INSERT INTO invoices (id, order_id, issued_at, amount) VALUES (?, ?, ?, ?)",
                (f"INV-{number}", number, placed, paid),
            )
    return number
