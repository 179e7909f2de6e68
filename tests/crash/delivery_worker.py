"""Workers that deliver and are killed: `python -m tests.crash.delivery_worker`."""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
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
from handrail.kernel.ids import RandomIds
from tests.crash.forking import KillAt, Workers, fork_for_each_task, forking
from tests.helpdesk_servers import WEBHOOK_SECRET, ZENDESK_LOGIN
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
    ports = DeliverPorts(
        store=store,
        sinks=sinks_of(task),
        compose=ComposePorts(),
        clock=SystemClock(),
        ids=RandomIds(),
        worker=RandomIds().new("worker"),
        patience=PATIENCE,
        failpoints=KillAt(task.kill_at),
    )
    until = time.monotonic() + task.seconds
    while time.monotonic() < until:
        deliver_all(ports)
        with store.read() as reading:
            if not reading.deliveries(_DUE):
                return 0
        time.sleep(0.05)
    return _NOT_DONE


def running_workers() -> AbstractContextManager[Workers[Task]]:
    """Run the process that forks workers for as long as the block lasts."""
    return forking("tests.crash.delivery_worker")


if __name__ == "__main__":
    fork_for_each_task(Task, work)
