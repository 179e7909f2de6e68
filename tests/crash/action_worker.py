"""Workers that are killed: a process that has imported everything and forks one for each task.

`python -m tests.crash.action_worker` reads a task a line, forks a worker that carries one action
out, and tells how it ended. A fork costs milliseconds where a new interpreter costs a second.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

from typing_extensions import override

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
from tests.crash.till import SPECS, Till
from tests.flow.carrying import UNDER_WAY, Permissive
from tests.projects import ROOT, plain_environment
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


class KillAt(Failpoints):
    """Kill the process at its n-th failpoint, whichever it is."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self._number = number
        self._passed = 0

    @override
    def reach(self, name: str) -> None:
        self._passed += 1
        if self._passed == self._number:
            os.write(1, f"{name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


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


def main() -> None:
    """Fork a worker for each task and tell how it ended."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            os._exit(work(Task(**json.loads(line))))
        _, status = os.waitpid(worker, 0)
        sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Ended:
    """Hold how a worker ended."""

    status: int
    at: str | None
    """The failpoint at which it was killed."""
    seconds: float

    @property
    def is_killed(self) -> bool:
        """Tell whether it was killed, rather than done."""
        return self.status == -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Workers:
    """Start workers, one after another."""

    server: "subprocess.Popen[str]"

    def run(self, task: Task) -> Ended:
        """Let a worker carry an action out, and wait until it is done or dead."""
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        began = time.monotonic()
        self.server.stdin.write(json.dumps(asdict(task)) + "\n")
        self.server.stdin.flush()
        at = None
        while not (line := self.server.stdout.readline().strip()).startswith("ended "):
            assert line, "the fork server is gone"
            at = line
        return Ended(int(line.removeprefix("ended ")), at, time.monotonic() - began)


@contextmanager
def running_workers() -> Iterator[Workers]:
    """Run the process that forks workers for as long as the block lasts."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.action_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=plain_environment() | {"OMP_NUM_THREADS": "1"},
    ) as server:
        try:
            yield Workers(server)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
