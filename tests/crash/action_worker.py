"""Workers that carry one action out and are killed: `python -m tests.crash.action_worker`."""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.model import ActionId, Limits
from handrail.domain.actions.pace import Pace
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.judge_action import ActionPorts
from handrail.flow.note_action import CarryPorts
from handrail.flow.recover_actions import due_actions
from handrail.kernel.clock import SystemClock
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import RandomIds
from tests.crash.forking import KillAt, Workers, fork_for_each_task, forking
from tests.crash.till import SPECS, Till
from tests.flow.carrying import UNDER_WAY, Permissive
from tests.vault import a_cipher

PACE = Pace(
    lease=timedelta(milliseconds=300),
    send_within=timedelta(milliseconds=800),
    clock_skew=timedelta(milliseconds=100),
    first_pause=timedelta(milliseconds=20),
    ask_for=timedelta(seconds=2),
)
NOT_SETTLED = 3
_LOOK_SECONDS = 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Say which action is carried out, and at which failpoint its worker is killed."""

    database: str
    orders: str
    action: str
    kill_at: int | None = None
    """The how-manieth failpoint, counted over all; None: not killed."""
    seconds: float = 10.0


def carry_ports(store: SqlStore, address: str, failpoints: Failpoints) -> CarryPorts:
    """Return what a worker needs; every worker has a name of its own."""
    till = Till(address)
    actions = ActionPorts(
        store=store,
        systems={spec.name: till for spec in SPECS},
        catalogue=catalogue_of(SPECS),
        rules=Permissive(),
        clock=SystemClock(),
        ids=RandomIds(),
        limits=Limits(customer_actions_a_day=None, customer_actions_a_minute=None),
        failpoints=failpoints,
    )
    return CarryPorts(actions=actions, worker=RandomIds().new("worker"), pace=PACE)


def work(task: Task) -> int:
    """Look for the action as any worker does, until it is settled; return the exit status."""
    store = open_store(task.database, upgrade, cipher=a_cipher)
    ports = carry_ports(store, task.orders, KillAt(task.kill_at))
    ref, until = ActionId(task.action), time.monotonic() + task.seconds
    while time.monotonic() < until:
        if ref in due_actions(ports):
            carry_out_action(ref, ports)
        with store.read() as reading:
            held = reading.action(ref)
        assert held is not None
        if held.state not in UNDER_WAY:
            return 0
        time.sleep(_LOOK_SECONDS)
    return NOT_SETTLED


def running_workers() -> AbstractContextManager[Workers[Task]]:
    """Run the process that forks workers for as long as the block lasts."""
    return forking("tests.crash.action_worker")


if __name__ == "__main__":
    fork_for_each_task(Task, work)
