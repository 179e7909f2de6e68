"""The same attack with the order system in a process of its own, reached over HTTP."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from pydantic import SecretStr
from typing_extensions import override

from handrail.action_settings import SystemSettings
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.adapters.systems.calling import Call, Caller, Heard
from handrail.adapters.systems.openapi import open_openapi
from handrail.sample.orders.desk import Desk
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.orders.ledger import Ledger
from tests.byzantine.whole.attacker import Attack
from tests.byzantine.whole.books import Books
from tests.byzantine.whole.court import Court
from tests.byzantine.whole.report import Report
from tests.byzantine.whole.wire import READS, Wire, request_of
from tests.byzantine.whole.world import World, quick_folder, rules, world_of
from tests.fakes import FixedClock
from tests.order_system import TOKEN, OrderSystem, running_orders
from tests.vault import a_cipher

_AS_A_PROCESS = {"held": "slow"}
_MILLISECONDS = 50


class RealClock(FixedClock):
    """Go on by itself: the other process has no other clock."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    @override
    def monotonic(self) -> float:
        return time.monotonic()

    @override
    def advance(self, seconds: float) -> None:
        """Stay: nobody can move the other process's clock."""


@dataclass(slots=True, kw_only=True)
class HttpWire(Wire):
    """Call the process, and show the court what is sent to it."""

    caller: Caller
    orders: OrderSystem

    @override
    def call(self, call: Call) -> Heard:
        if call.operation in READS:
            heard = self.caller.call(call)
            self.between()
            return heard
        request, fault = request_of(call, self.work), self.fault
        self.fault = None
        if fault is not None:
            named = _AS_A_PROCESS.get(fault, fault)
            self.orders.fault(call.operation, named, milliseconds=_MILLISECONDS)
        self.listener.sent(request)
        heard = self.caller.call(call)
        self.listener.landed(request, is_untouched=fault == "too_many", is_held=False)
        return heard


def attacked_over_http(turns: int, seed: int) -> Report:
    """Let the attacker take turns on SQLite against a real process."""
    report = Report(database="sqlite, over HTTP")
    began = time.perf_counter()
    with quick_folder() as folder, _world(folder) as world:
        attack = Attack(world=world, chance=Random(seed))
        for _ in range(turns):
            attack.turn()
        attack.finish()
        report.add(turns, seed, world.court, attack.broke)
    report.seconds = time.perf_counter() - began
    return report


@contextmanager
def _world(folder: Path) -> Iterator[World]:
    place, clock = folder / "orders.db", RealClock()
    url = f"sqlite:///{folder / 'handrail.db'}"
    with (
        running_orders(place) as orders,
        closing(Ledger(place)) as ledger,
        closing(open_store(url, upgrade, cipher=a_cipher)) as store,
    ):
        settings = SystemSettings(
            kind="openapi", document=str(DOCUMENT), base_url=orders.address, token=SecretStr(TOKEN)
        )
        with closing(open_openapi("orders", settings, folder, clock)) as system:
            court = Court(books=Books(ledger), now=int(clock.now().timestamp()))
            wire = HttpWire(
                ledger=ledger,
                desk=Desk(ledger, clock),
                clock=clock,
                listener=court,
                caller=system._caller,
                orders=orders,
            )
            yield world_of(store, wire, clock, rules())
