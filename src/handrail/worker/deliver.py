"""Deliver what is due, to each place on threads of its own: one that hangs delays no other."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from handrail.flow.deliver import DeliverPorts, deliver, due_deliveries, make_due
from handrail.flow.delivery import DeliveryId, DeliveryState
from handrail.flow.delivery_ports import MOST_AT_ONCE
from handrail.kernel.errors import Conflict, HandrailError
from handrail.worker.beside import OnceAMinute

_POLL_SECONDS = 0.5
_WHOLE_LOOK_SECONDS = 600.0
_UNDER_WAY = 1_000
"""More messages than transactions can be writing at once."""
_CLOCKS_DIFFER = timedelta(hours=1)
_AT_ONCE = 2  # for each place


class DeliveryWorker:
    """Look for what is due all the time, and take it out on a few threads; one for each place.

    A look covers messages and endings since the last whole one, and some before: a transaction that
    was under way then may have had its numbers already, and clocks differ. Every ten minutes, and
    first, it covers everything, as often as there is more than one look takes.
    """

    def __init__(self, ports: DeliverPorts, tell: Callable[[str], None]) -> None:
        self._ports = ports
        self._tell = tell
        self._say = OnceAMinute(tell, ports.clock)
        self._lock = threading.Lock()
        self._in_hand: dict[DeliveryId, Future[None]] = {}
        self._whole_at: float | None = None
        self._after = 0
        self._ended_after: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; then finish what is in hand."""
        name = "delivery-" + "-".join(sorted(self._ports.sinks))
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix=name) as pool:
            while not stop.is_set():
                try:
                    self._look(pool)
                except HandrailError as error:
                    self._say(f"Deliveries cannot be looked after: {error}")
                stop.wait(_POLL_SECONDS)

    def _look(self, pool: ThreadPoolExecutor) -> None:
        self._make_due()
        with self._lock:
            taken = set(self._in_hand)
        free = [ref for ref in due_deliveries(self._ports) if ref not in taken]
        for ref in free[: _AT_ONCE - len(taken)]:
            with self._lock:
                self._in_hand[ref] = pool.submit(self._deliver, ref)

    def _make_due(self) -> None:
        began, now = self._ports.clock.monotonic(), self._ports.now
        if self._whole_at is not None and began - self._whole_at < _WHOLE_LOOK_SECONDS:
            make_due(self._ports, after=self._after, ended_after=self._ended_after)
            return
        with self._ports.store.read() as reading:
            newest = reading.last_message_number()
        if make_due(self._ports) < MOST_AT_ONCE:  # nothing was left for the next look
            self._whole_at = began
            self._after, self._ended_after = max(newest - _UNDER_WAY, 0), now - _CLOCKS_DIFFER

    def _deliver(self, ref: DeliveryId) -> None:
        try:
            if deliver(ref, self._ports) is DeliveryState.FAILED:
                self._tell(f"Delivery {ref} failed: see `handrail deliveries list`.")
        except Conflict:
            pass  # another worker has it
        except Exception as error:  # noqa: BLE001 - the thread's edge: what is in hand goes on
            self._say(f"A delivery could not be carried out: {error}")
        finally:
            with self._lock:
                self._in_hand.pop(ref, None)
