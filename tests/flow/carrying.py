"""A shop in memory whose system keeps its books, and the desk that carries out what was agreed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.card import digest_of
from handrail.domain.actions.carry import Step
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Control,
    CustomerId,
    Limits,
    Resource,
    ResourceId,
)
from handrail.domain.actions.pace import Pace
from handrail.domain.actions.ports import Circumstances, Permission
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    Arguments,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.flow.action_ports import (
    Done,
    NotThere,
    OperatorSystem,
    Rejected,
    Uncertain,
    WorkOrder,
)
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.judge_action import ActionPorts
from handrail.flow.note_action import CarryPorts
from handrail.kernel.errors import HandrailError
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import RandomIds
from tests.builders import a_conversation, an_action, an_entry
from tests.fakes import FixedClock

NAMES = {
    BackendClass.A: ActionName("refund"),
    BackendClass.B: ActionName("credit"),
    BackendClass.C: ActionName("voucher"),
}
WINDOW, SETTLE = timedelta(hours=24), timedelta(seconds=30)
PAID = 5_000
PACE = Pace()


def a_spec(backend: BackendClass, **changes: Any) -> ActionSpec:
    """Build a spec that pays out an amount from an order."""
    consequences = Consequences(
        reversibility=Reversibility.IRREVERSIBLE,
        money=MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="left"),
        personal_data=PersonalData.NONE,
        reach=Reach.ONE_CUSTOMER,
        backend=backend,
        key_window=WINDOW if backend is BackendClass.A else None,
        settle_time=SETTLE if backend is BackendClass.B else None,
    )
    spec = ActionSpec(
        name=NAMES[backend],
        version="1",
        title="Pay back",
        description="Pay back part of an order.",
        parameters=(
            Parameter(name="order", kind=ParameterKind.REFERENCE, label="Order"),
            Parameter(name="amount", kind=ParameterKind.MONEY, label="Amount"),
        ),
        consequences=consequences,
        facts=(Parameter(name="left", kind=ParameterKind.MONEY, label="Left"),),
        resource="Order",
        resource_argument="order",
    )
    return replace(spec, **changes)


class Permissive:
    """Permit everything under any control, unless told otherwise."""

    name = "permissive"

    def __init__(self) -> None:
        self.forbids = False

    def permissions(
        self, _circumstances: Circumstances, controls: tuple[Control, ...]
    ) -> tuple[Permission, ...]:
        return tuple(Permission(not self.forbids, ("test:any",)) for _ in controls)


Reply = Done | Rejected | Uncertain
Befalls = Callable[[Callable[[], Reply]], Reply]
"""What befalls a request: it may do it or not, and answer as it likes."""


def well(do: Callable[[], Reply]) -> Reply:
    """Do it and say so."""
    return do()


def lost(_do: Callable[[], Reply]) -> Reply:
    """Do nothing and give no answer."""
    return Uncertain(why="timed out")


def dropped(do: Callable[[], Reply]) -> Reply:
    """Do it and give no answer."""
    do()
    return Uncertain(why="connection cut")


def unreached(_do: Callable[[], Reply]) -> Reply:
    """Do nothing, and surely so."""
    return Uncertain(why="connection refused", is_untouched=True)


def refused(_do: Callable[[], Reply]) -> Reply:
    """Do nothing and say so."""
    return Rejected(why="the order is closed")


@dataclass
class Shop:
    """Keep books as an operator's system does, for all three classes at once."""

    done: list[WorkOrder] = field(default_factory=list)
    listed: list[ListedEffect] = field(default_factory=list)
    sent: list[WorkOrder] = field(default_factory=list)
    asked: int = 0
    befalls: list[Befalls] = field(default_factory=list)
    """What befalls the next requests; those after go well."""
    cannot_be_asked: bool = False
    fault: HandrailError | None = None
    owner: str = "cus_1"
    is_gone: bool = False
    paid: int = PAID
    specs: tuple[ActionSpec, ...] = tuple(a_spec(backend) for backend in BackendClass)

    def resource(
        self, _spec: ActionSpec, _customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        if self.fault is not None:
            raise self.fault
        if self.is_gone:
            return None
        ref = ResourceId(f"Order/{arguments['order']}")
        out = sum(effect.amount for effect in self.done if effect.resource == ref)
        return Resource(id=ref, owner=CustomerId(self.owner), facts={"left": self.paid - out})

    def send(self, order: WorkOrder) -> Reply:
        self.sent.append(order)
        befalls = self.befalls.pop(0) if self.befalls else well
        return befalls(lambda: self._do(order))

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        self.asked += 1
        if self.cannot_be_asked:
            return Uncertain(why="it takes no questions")
        found = any(effect.key == order.key for effect in self.done)
        return Done(said={"effect": "found"}) if found else NotThere()

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        if self.fault is not None:
            raise self.fault
        return tuple(effect for effect in self.listed if effect.at >= since)

    def _do(self, order: WorkOrder) -> Reply:
        is_keyed = order.name == NAMES[BackendClass.A]
        if not is_keyed or all(effect.key != order.key for effect in self.done):
            self.done.append(order)
        return Done(said={"effect": len(self.done)})


class CarryingDesk:
    """Hold agreed actions, workers, and the time."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.shop = Shop()
        self.clock = FixedClock()
        self.rules = Permissive()
        self.failpoints = Failpoints()
        with store.write() as writing:
            writing.open_conversation(a_conversation(), an_entry("conversation.opened"))

    @property
    def ports(self) -> ActionPorts:
        systems: dict[ActionName, OperatorSystem] = {s.name: self.shop for s in self.shop.specs}
        return ActionPorts(
            store=self.store,
            systems=systems,
            catalogue=catalogue_of(self.shop.specs),
            rules=self.rules,
            clock=self.clock,
            ids=RandomIds(),
            limits=Limits(customer_actions_a_day=None, customer_actions_a_minute=None),
            failpoints=self.failpoints,
        )

    def agrees_to(self, backend: BackendClass, ref: str = "act_1", **changes: Any) -> ActionId:
        """Store an action that was approved."""
        values: dict[str, Any] = {
            "name": NAMES[backend],
            "state": ActionState.APPROVED,
            "expires_at": self.clock.now() + timedelta(hours=1),
            "arguments": {"order": "1001", "amount": 2000},
        }
        action = an_action(ref, **(values | changes))
        action = replace(action, digest=digest_of(action))
        with self.store.decide() as tx:
            tx.add_action(action, an_entry("action.proposed"))
        return action.id

    def goes_on(self, ref: ActionId, worker: str = "w1", pace: Pace = PACE) -> Step:
        """Let a worker take an action a step further."""
        return carry_out_action(ref, CarryPorts(actions=self.ports, worker=worker, pace=pace))

    def goes_on_until_settled(self, ref: ActionId, steps: int = 60) -> Action:
        """Let workers go on with an action, and time pass, until nothing is left to do."""
        held = self.action(ref)
        for number in range(steps):
            self.goes_on(ref, f"w{number}")
            held = self.action(ref)
            if held.state not in UNDER_WAY:
                return held
            if held.lease_until is not None:
                wait = (held.lease_until - self.clock.now()).total_seconds()
                self.clock.advance(max(wait, 0) + 0.001)
        raise AssertionError(f"{held.state} after {steps} steps")

    def action(self, ref: ActionId) -> Action:
        """Return an action as the row has it."""
        with self.store.read() as reading:
            held = reading.action(ref)
        assert held is not None
        return held

    def switches(self, name: str, position: str) -> None:
        """Set a switch."""
        with self.store.decide() as tx:
            tx.save_switch(name, position, an_entry("actions.switched"))

    def history(self, ref: ActionId) -> list[str]:
        """Return the kinds of the audit entries of an action, in order, without its beginning."""
        with self.store.read() as reading:
            entries = reading.audit_entries()
        return [entry.kind for _, entry in entries if entry.subject == ref]


UNDER_WAY = {
    ActionState.APPROVED,
    ActionState.EXECUTING,
    ActionState.UNKNOWN,
    ActionState.RECONCILING,
}
