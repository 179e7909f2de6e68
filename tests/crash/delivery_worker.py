"""Workers that deliver and are killed: `python -m tests.crash.delivery_worker` forks one a task."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

from handrail.adapters.helpdesks.notices import ChatNotices
from handrail.adapters.helpdesks.webhook import WebhookDesk, WebhookPlace
from handrail.adapters.helpdesks.zendesk import Zendesk, ZendeskPlace
from handrail.adapters.sql.mail_threads import SqlChannelStore
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.flow.compose_delivery import ComposePorts
from handrail.flow.deliver import DeliverPorts, deliver_all
from handrail.flow.delivery import DeliveryState, Patience, SinkName
from handrail.flow.delivery_ports import Sink
from handrail.kernel.clock import SystemClock
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import RandomIds
from tests.crash.action_worker import Ended, KillAt
from tests.helpdesk_servers import WEBHOOK_SECRET, ZENDESK_LOGIN
from tests.projects import ROOT, plain_environment
from tests.vault import a_cipher

PATIENCE = Patience(
    first_pause=timedelta(milliseconds=20), lease=timedelta(milliseconds=250), most_attempts=50
)
_NOT_DONE = 3
_DUE = frozenset({DeliveryState.DUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Say what is delivered where, and at which failpoint the worker is killed."""

    database: str
    zendesk: str
    receiver: str
    kill_at: int | None = None
    """The how-manieth failpoint, counted over all; None: not killed."""
    seconds: float = 10.0


def sinks_of(task: Task) -> Mapping[SinkName, Sink]:
    """Return where the task's parcels go."""
    email, token = ZENDESK_LOGIN
    return {
        SinkName("zendesk"): Zendesk(
            ZendeskPlace(url=task.zendesk, email=email, token=token, secret="s" * 16)
        ),
        SinkName("webhook"): WebhookDesk(
            WebhookPlace(url=f"{task.receiver}/events", secrets=(WEBHOOK_SECRET,)), SystemClock()
        ),
        SinkName("room"): ChatNotices(f"{task.receiver}/services/T0/B0/x"),
    }


def work(task: Task) -> int:
    """Deliver until nothing is due; return the exit status."""
    store = SqlChannelStore(open_store(task.database, upgrade, cipher=a_cipher))
    failpoints: Failpoints = KillAt(task.kill_at)
    ports = DeliverPorts(
        store=store,
        sinks=sinks_of(task),
        compose=ComposePorts(),
        clock=SystemClock(),
        ids=RandomIds(),
        worker=RandomIds().new("worker"),
        patience=PATIENCE,
        failpoints=failpoints,
    )
    until = time.monotonic() + task.seconds
    while time.monotonic() < until:
        deliver_all(ports)
        with store.read() as reading:
            if not reading.deliveries(_DUE):
                return 0
        time.sleep(0.05)
    return _NOT_DONE


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
class Workers:
    """Start workers, one after another."""

    server: "subprocess.Popen[str]"

    def run(self, task: Task) -> Ended:
        """Let a worker deliver, and wait until it is done or dead."""
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
        [sys.executable, "-m", "tests.crash.delivery_worker"],
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
