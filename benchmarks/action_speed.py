"""How long from an action's approval to its effect being noted, with a system that takes 10 ms?

One after another, each approved at a random moment of the worker's polling. The clock runs from
before the approval's commit until another connection reads that the action has succeeded. Both
questions that are asked of the system, for the facts and for the effect, take their 10 ms.
"""

import random
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, median, percentile
from benchmarks.machine import load
from benchmarks.page import Section
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.vault.encryption import KeyedCipher, keys_in_settings, new_line
from handrail.domain.actions.card import digest_of
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
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId, ConversationState
from handrail.flow.action_ports import Done, NotThere, Uncertain, WorkOrder
from handrail.flow.judge_action import ActionPorts
from handrail.flow.note_action import CarryPorts
from handrail.kernel.clock import SystemClock
from handrail.kernel.ids import RandomIds
from handrail.worker.carry_out import POLL_SECONDS, ActionWorker
from tests.postgres import cluster, programs

TARGETS = {"SQLite": 300.0, "PostgreSQL": 100.0}
_TAKES = 0.010
_LOOK_SECONDS = 0.010
_PATIENCE_SECONDS = 30.0
_CONVERSATION = ConversationId("conv_benchmark")
_SPEC = ActionSpec(
    name=ActionName("refund"),
    version="1",
    title="Refund an order",
    description="Pay back part of an order.",
    parameters=(
        Parameter(name="order", kind=ParameterKind.REFERENCE, label="Order"),
        Parameter(name="amount", kind=ParameterKind.MONEY, label="Amount"),
    ),
    facts=(Parameter(name="left", kind=ParameterKind.MONEY, label="Left"),),
    consequences=Consequences(
        reversibility=Reversibility.IRREVERSIBLE,
        money=MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="left"),
        personal_data=PersonalData.NONE,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.A,
        key_window=timedelta(hours=24),
    ),
    resource="Order",
    resource_argument="order",
)


class PromptSystem:
    """Answer everything in 10 ms."""

    specs = (_SPEC,)

    def resource(
        self, _spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return an order with enough left."""
        time.sleep(_TAKES)
        ref = ResourceId(f"Order/{arguments['order']}")
        return Resource(id=ref, owner=customer, facts={"left": 10_000})

    def send(self, _order: WorkOrder) -> Done:
        """Do it."""
        time.sleep(_TAKES)
        return Done()

    def find(self, _order: WorkOrder) -> Done | NotThere | Uncertain:
        """Find nothing."""
        return NotThere()

    def effects(self, _since: datetime) -> Iterable[ListedEffect]:
        """List nothing."""
        return ()


class PermitAll:
    """Permit everything: what deciding costs is measured elsewhere."""

    name = "all"

    def permissions(
        self, _circumstances: Circumstances, controls: tuple[Control, ...]
    ) -> tuple[Permission, ...]:
        """Permit under every control."""
        return tuple(Permission(True, ("all",)) for _ in controls)  # noqa: FBT003 - its one field


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpeed:
    """Hold how long actions took, in milliseconds."""

    database: str
    actions: int
    p50_ms: float
    p95_ms: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures with their targets."""
        return (
            Figure(
                name=f"Approved to done, {self.database}, p50",
                value=self.p50_ms,
                unit="ms",
                target=TARGETS[self.database],
                load=load(),
            ),
            Figure(name=f"Approved to done, {self.database}, p95", value=self.p95_ms, unit="ms"),
        )


@dataclass(frozen=True, slots=True)
class Burst:
    """Hold how many seconds many actions took that were approved at once."""

    wall: float
    processor: float


Driver = Callable[[CarryPorts], AbstractContextManager[None]]


def section(work: Path, raw: dict[str, object], *, quick: bool) -> Section:
    """Measure on both databases; return the section for the page, and keep what was measured."""
    actions = 30 if quick else 100
    speeds = [measure("SQLite", f"sqlite:///{work.resolve()}/actions.db", actions=actions)]
    if (found := programs()) is not None:
        with cluster(found) as server:
            speeds.append(measure("PostgreSQL", server.empty_database(), actions=actions))
    raw["actions"] = [asdict(speed) for speed in speeds]
    return Section(
        title="Acting",
        note="From before the commit that approves an action until another connection reads that "
        "it is done, by a system that takes 10 ms to tell the facts and 10 ms to act.",
        figures=tuple(figure for speed in speeds for figure in speed.figures),
    )


@contextmanager
def under_our_worker(ports: CarryPorts) -> Generator[None, None, None]:
    """Carry out actions as `handrail worker` does, until the block ends."""
    stop = threading.Event()
    running = threading.Thread(target=ActionWorker(ports, print).run, args=(stop,))
    running.start()
    try:
        yield
    finally:
        stop.set()
        running.join()


def measure(
    database: str, url: str, *, actions: int, driver: Driver = under_our_worker
) -> ActionSpeed:
    """Approve actions one after another while the driver runs."""
    with _store(url) as store, driver(_ports(store)):
        _took(store)  # warm
        took = [_took(store) for _ in range(actions)]
    return ActionSpeed(
        database=database, actions=actions, p50_ms=median(took), p95_ms=percentile(took, 0.95)
    )


def burst(url: str, *, actions: int, driver: Driver = under_our_worker) -> Burst:
    """Approve actions all at once, then start the driver and wait for the last."""
    with _store(url) as store:
        for action in [_agreed() for _ in range(actions)]:
            with store.decide() as tx:
                tx.add_action(action, _entry("action.approved", action.id))
        wall, processor = time.monotonic(), time.process_time()
        with driver(_ports(store)):
            while _done(store) < actions:
                time.sleep(_LOOK_SECONDS)
        return Burst(time.monotonic() - wall, time.process_time() - processor)


def _done(store: SqlStore) -> int:
    with store.read() as reading:
        return len(reading.actions([ActionState.SUCCEEDED]))


@contextmanager
def _store(url: str) -> Generator[SqlStore, None, None]:
    cipher = KeyedCipher(keys_in_settings(new_line().decode()))
    store = open_store(url, upgrade, cipher=lambda: cipher)
    try:
        _open_conversation(store)
        yield store
    finally:
        store.close()


def _ports(store: SqlStore) -> CarryPorts:
    system = PromptSystem()
    actions = ActionPorts(
        store=store,
        systems={_SPEC.name: system},
        catalogue=catalogue_of(system.specs),
        rules=PermitAll(),
        clock=SystemClock(),
        ids=RandomIds(),
        limits=Limits(customer_actions_a_day=None, customer_actions_a_minute=None),
    )
    return CarryPorts(actions=actions, worker=RandomIds().new("worker"))


def _took(store: SqlStore) -> float:
    """Approve an action and return how long it took, in milliseconds."""
    time.sleep(random.uniform(0, POLL_SECONDS))
    action, began = _agreed(), time.monotonic()
    with store.decide() as tx:
        tx.add_action(action, _entry("action.approved", action.id))
    while time.monotonic() < began + _PATIENCE_SECONDS:
        with store.read() as reading:
            held = reading.action(action.id)
        if held is not None and held.state is ActionState.SUCCEEDED:
            return (time.monotonic() - began) * 1e3
        time.sleep(_LOOK_SECONDS)
    raise RuntimeError("an action was not carried out in 30 s")


def _agreed() -> Action:
    now, order = datetime.now(UTC), RandomIds().new("o")
    action = Action(
        id=ActionId(RandomIds().new("act")),
        name=_SPEC.name,
        spec_version=_SPEC.version,
        conversation=_CONVERSATION,
        customer=CustomerId("cus_1"),
        resource=ResourceId(f"Order/{order}"),
        arguments={"order": order, "amount": 100},
        amount=100,
        pays_out=True,
        salt="",
        digest="",
        state=ActionState.APPROVED,
        control=Control.CUSTOMER,
        proposed_at=now,
        expires_at=now + timedelta(hours=1),
    )
    return replace(action, digest=digest_of(action))


def _entry(kind: str, subject: str) -> AuditEntry:
    return AuditEntry(kind=kind, actor="system", subject=subject, at=datetime.now(UTC))


def _open_conversation(store: SqlStore) -> None:
    opened = Conversation(
        id=_CONVERSATION, state=ConversationState.OPEN, version=0, opened_at=datetime.now(UTC)
    )
    with store.write() as writing:
        writing.open_conversation(opened, _entry("conversation.opened", _CONVERSATION))
