"""The worker looks at everything until there is no more, and then only at what is new."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from typing_extensions import override

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.flow.compose_delivery import ComposePorts
from handrail.flow.deliver import DeliverPorts
from handrail.flow.delivery import HELPDESK_KINDS, Delivery, DeliveryId, DeliveryKind, SinkName
from handrail.flow.delivery_ports import DeliveryStore, Look, Missing
from handrail.kernel.errors import StorageUnavailable
from handrail.worker.deliver import DeliveryWorker
from tests.builders import NOON
from tests.channel_world import KeptParcels
from tests.fakes import CountingIds, FixedClock

DESK = SinkName("desk")
ONE = Missing(
    sink=DESK, kind=DeliveryKind.HANDOFF, conversation=ConversationId("conv_1"), about="hand_1"
)
NEWEST = 5_000


@dataclass
class WatchedStore:
    """Find what a test says, one look after another, and keep what each covered."""

    found: list[tuple[Missing, ...] | StorageUnavailable]
    looks: list[Look] = field(default_factory=list)

    @contextmanager
    def read(self) -> Iterator["WatchedStore"]:
        yield self

    decide = read

    def missing_deliveries(self, look: Look) -> tuple[Missing, ...]:
        self.looks.append(look)
        found = self.found.pop(0)
        if isinstance(found, StorageUnavailable):
            raise found
        return found

    def add_delivery(self, _delivery: Delivery, _entry: AuditEntry) -> bool:
        return True

    def last_message_number(self) -> int:
        return NEWEST

    def due_deliveries(self, *_asked: object) -> tuple[DeliveryId, ...]:
        return ()


class UntilAllIsSaid(threading.Event):
    """Stop where the store has nothing more to say; nobody waits meanwhile."""

    def __init__(self, store: WatchedStore) -> None:
        super().__init__()
        self._store = store

    @override
    def wait(self, timeout: float | None = None) -> bool:
        if not self._store.found:
            self.set()
        return self.is_set()


def looked(*found: tuple[Missing, ...] | StorageUnavailable) -> list[Look]:
    """Return what the looks of a worker cover that finds so much in each."""
    store = WatchedStore(list(found))
    ports = DeliverPorts(
        store=cast("DeliveryStore", store),
        sinks={DESK: KeptParcels(HELPDESK_KINDS)},
        compose=ComposePorts(),
        clock=FixedClock(),
        ids=CountingIds(),
        worker="worker_1",
    )
    DeliveryWorker(ports, lambda _text: None).run(UntilAllIsSaid(store))
    return store.looks


def test_everything_is_looked_at_until_there_is_no_more_and_then_what_is_new() -> None:
    looks = looked((ONE,) * 200, (ONE,) * 230, (ONE,) * 199, (ONE,), ())

    assert [look.after for look in looks] == [0, 0, 0, NEWEST - 1_000, NEWEST - 1_000]
    assert [look.ended_after for look in looks[:3]] == [None, None, None]
    assert {look.ended_after for look in looks[3:]} == {NOON - timedelta(hours=1)}


def test_a_look_at_everything_that_failed_is_done_again() -> None:
    looks = looked(StorageUnavailable("full"), (), ())

    assert [look.after for look in looks] == [0, 0, NEWEST - 1_000]
