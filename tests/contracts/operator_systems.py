"""Each way to speak to an operator's system, over the same order system with the same ledger."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.functions import open_functions
from handrail.adapters.systems.mcp import open_mcp
from handrail.adapters.systems.openapi import open_openapi
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import CustomerId, Resource, ResourceId
from handrail.domain.actions.spec import ActionName, ActionSpec, Value
from handrail.flow.action_ports import OperatorSystem, WorkOrder
from handrail.kernel.clock import SystemClock
from handrail.sample.orders.declared import READ_ORDER, RESEND_INVOICE
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.orders.ledger import Effect, Ledger, effects_in
from handrail.sample.orders.seed import seed
from tests.fakes import FakeSystem
from tests.order_functions import ACTIONS, PLACE, close_ledgers
from tests.order_system import CUSTOMER, OPEN_ORDER, PAID, SMALL_ORDER, TOKEN, running_orders

CLOCK = SystemClock()

_DECLARED: dict[str, Any] = {
    "title": "Do it",
    "facts": [],
    "reversibility": "reversible",
    "money": {"flow": "none"},
    "personal_data": "none",
    "reach": "one_customer",
    "refusals_are_errors": True,
}
TOOLS: dict[str, Any] = {
    "actions": {
        "refund": _DECLARED
        | {
            "action": "refund",
            "resource": "Order",
            "resource_argument": "order",
            "facts": ["state", "refundable", "placed_at", "shipped_at"],
            "money": {"flow": "out", "argument": "amount", "ceiling": "refundable"},
            "backend": "A",
            "key_window_seconds": 86_400,
            "key": {"in": "argument", "name": "idempotency_key"},
            "parameters": {"amount": {"kind": "money"}},
        },
        "change_email": _DECLARED
        | {
            "action": "change_email",
            "resource": "Customer",
            "personal_data": "contact",
            "backend": "B",
            "settle_time_seconds": 60,
            "key": {"in": "argument", "name": "reference"},
            "customer": {"in": "argument", "name": "customer"},
        },
        "resend_invoice": _DECLARED
        | {
            "action": "resend_invoice",
            "resource": "Order",
            "resource_argument": "order",
            "backend": "C",
        },
    },
    "reads": {
        "read_order": {
            "reads": "Order",
            "id": "id",
            "owner": "customer",
            "facts": {
                "state": {},
                "refundable": {"kind": "money"},
                "placed_at": {},
                "shipped_at": {},
            },
        },
        "read_customer": {"reads": "Customer", "id": "id", "owner": "id", "facts": {}},
    },
    "finds": {"find_effect": {"finds_by": "reference"}},
    "lists": {"list_effects": {"lists": "effects", "since": "since", "after": "after"}},
}


@dataclass(slots=True, kw_only=True)
class Connected:
    """Hold a system, the ledger behind it, and a way to break the connection."""

    system: OperatorSystem
    all_effects: Callable[[], Sequence[Effect | ListedEffect]]
    """Counted at the order system, whatever the connection says."""
    broken: Callable[[], AbstractContextManager[None]]
    _tests: int = 0
    _seen: int = 0

    def begin(self) -> None:
        """Begin a test: effects before it do not count, and keys are new."""
        self._tests += 1
        self._seen = len(self.all_effects())

    def spec(self, name: str) -> ActionSpec:
        """Return the declaration of an action."""
        return next(spec for spec in self.system.specs if spec.name == name)

    def effects(self) -> Sequence[Effect | ListedEffect]:
        """Return the effects of this test."""
        return self.all_effects()[self._seen :]

    def refunded(self) -> int:
        """Return what was refunded so far."""
        return sum(effect.amount for effect in self.all_effects())

    def order(self, name: str, /, **changes: Any) -> WorkOrder:
        """Build a work order with a key of this test's own."""
        return a_work_order(name, **{"key": f"key-{self._tests}-{name}", **changes})


def a_work_order(name: str, /, **changes: Any) -> WorkOrder:
    """Build a work order for the sample customer's small order."""
    is_own = name == "change_email"
    arguments = {
        "refund": {"order": SMALL_ORDER, "amount": 100},
        "change_email": {"email": "new@mail.example"},
        "resend_invoice": {"order": SMALL_ORDER},
    }
    held: dict[str, Any] = {
        "action": "act_1",
        "name": ActionName(name),
        "key": f"key-of-{name}",
        "customer": CustomerId(CUSTOMER),
        "resource": ResourceId(f"Customer/{CUSTOMER}" if is_own else f"Order/{SMALL_ORDER}"),
        "arguments": arguments[name],
        "amount": 100 if name == "refund" else 0,
        "not_after": CLOCK.now() + timedelta(minutes=5),
    }
    return WorkOrder(**(held | changes))


def _connected(system: OperatorSystem, place: Path, folder: Path) -> Connected:
    return Connected(
        system=system, all_effects=lambda: effects_in(place), broken=lambda: _down(folder)
    )


@contextmanager
def over_openapi(folder: Path) -> Iterator[Connected]:
    """Connect to the order system's process by its document."""
    with running_orders(folder / "orders.db") as orders:
        settings = {
            "kind": "openapi",
            "document": str(DOCUMENT),
            "base_url": orders.address,
            "token": TOKEN,
            "actions": {"resend_invoice": {**RESEND_INVOICE, "facts": ["shipped_at"]}},
            "reads": {
                "read_order": {**READ_ORDER, "facts": {**READ_ORDER["facts"], "shipped_at": {}}}
            },
        }
        system = open_openapi("shop", SystemSettings.model_validate(settings), folder, CLOCK)

        @contextmanager
        def broken() -> Iterator[None]:
            orders.fault("*", "refuse")
            yield
            assert orders.client.delete("/faults").status_code == 204

        yield Connected(system=system, all_effects=orders.effects, broken=broken)
        system.close()


@contextmanager
def over_functions(folder: Path) -> Iterator[Connected]:
    """Connect to the order system's desk by typed functions."""
    with pytest.MonkeyPatch.context() as patched:
        place = _seeded(folder, patched)
        settings = SystemSettings(kind="python", module="tests.order_functions")
        system = open_functions("shop", settings, folder)
        yield Connected(
            system=system, all_effects=lambda: effects_in(place), broken=lambda: _down(folder)
        )
        close_ledgers()


@contextmanager
def over_mcp(folder: Path) -> Iterator[Connected]:
    """Connect to the order system's desk by the tools of a server in a process of its own."""
    with pytest.MonkeyPatch.context() as patched:
        place = _seeded(folder, patched)
        settings = {"kind": "mcp", "command": tools_command(place), "timeout_seconds": 20, **TOOLS}
        system = open_mcp("shop", SystemSettings.model_validate(settings), CLOCK)
        yield Connected(
            system=system, all_effects=lambda: effects_in(place), broken=lambda: _down(folder)
        )
        system.close()


@contextmanager
def over_the_fake(_folder: Path) -> Iterator[Connected]:
    """Connect to what tests use instead."""
    facts: dict[str, Value] = {
        "state": "delivered",
        "refundable": PAID,
        "placed_at": int(CLOCK.now().timestamp()),
        "shipped_at": int(CLOCK.now().timestamp()),
    }
    small = Resource(id=ResourceId(f"Order/{SMALL_ORDER}"), owner=CustomerId(CUSTOMER), facts=facts)
    waiting = replace(small, facts={**facts, "shipped_at": 0})
    record = Resource(
        id=ResourceId(f"Customer/{CUSTOMER}"),
        owner=CustomerId(CUSTOMER),
        facts={"is_member": False},
    )
    fake = FakeSystem(
        specs=tuple(spec for spec, _ in ACTIONS.functions.values()),
        orders={SMALL_ORDER: small, OPEN_ORDER: waiting},
        customers={CUSTOMER: record},
        clock=CLOCK,
    )

    @contextmanager
    def broken() -> Iterator[None]:
        fake.is_broken = True
        yield
        fake.is_broken = False

    yield Connected(
        system=fake, all_effects=lambda: [effect for effect, _ in fake.done], broken=broken
    )


@contextmanager
def _down(folder: Path) -> Iterator[None]:
    (folder / "down").touch()
    yield
    (folder / "down").unlink()


def tools_command(place: Path) -> list[str]:
    """Return how the server of the order system's tools is started."""
    started = f"import os; os.environ[{PLACE!r}] = {str(place)!r}; import sys; sys.path[:0] = "
    return [
        sys.executable,
        "-c",
        f"{started}{sys.path!r}; from tests.order_tools import SERVER; SERVER.run()",
    ]


def _seeded(folder: Path, patched: pytest.MonkeyPatch) -> Path:
    place = folder / "orders.db"
    ledger = Ledger(place)
    seed(ledger, CLOCK.now())
    ledger.close()
    patched.setenv(PLACE, str(place))
    return place
