"""What was not delivered, and how to try again."""

from dataclasses import replace

from handrail.domain.audit.model import AuditEntry
from handrail.flow.deliver import entry_of
from handrail.flow.delivery import Delivery, DeliveryId, DeliveryState, freed
from handrail.flow.delivery_ports import DeliveryStore
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict, NotFound

OPEN = frozenset({DeliveryState.DUE, DeliveryState.FAILED})


def list_deliveries(store: DeliveryStore, *, are_all: bool = False) -> tuple[Delivery, ...]:
    """Return the newest deliveries that are due or failed, or all, oldest first."""
    states = frozenset(DeliveryState) if are_all else OPEN
    with store.read() as reading:
        return reading.deliveries(states)[::-1]


def retry_delivery(ref: DeliveryId, by: str, store: DeliveryStore, clock: Clock) -> Delivery:
    """Make a failed delivery due now; raises NotFound, and Conflict where it has not failed."""
    now = clock.now()
    with store.decide() as tx:
        held = tx.delivery(ref)
        if held is None:
            raise NotFound(f"There is no delivery {ref!r}.", hint="See `handrail deliveries list`.")
        if held.state is not DeliveryState.FAILED:
            raise Conflict(f"Delivery {ref} is {held.state.value}.", hint="Only failed ones wait.")
        again = freed(held, state=DeliveryState.DUE, next_at=now, ended_at=None)
        entry: AuditEntry = replace(entry_of(again, "delivery.retried", now), actor=by)
        tx.retry_delivery(again, entry)
    return again
