"""Carry out agreed actions, several at once, and keep hold of those in hand."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

from handrail.app import App
from handrail.domain.actions.carry import Rest
from handrail.domain.actions.model import ActionId
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.note_action import CarryPorts
from handrail.flow.recover_actions import due_actions, keep_hold
from handrail.kernel.errors import HandrailError, LogStopped
from handrail.worker.beside import OnceAMinute, beside
from handrail.worker.keep_actions import keep_actions

POLL_SECONDS = 0.025
NOT_SENT = "No action is carried out:"
_AT_ONCE = 8
_AFTER_FAILURE = timedelta(seconds=1)


class ActionWorker:
    """Look for due actions all the time, and carry them out on a few threads.

    A failure of the database is told and tried again; it never ends the worker. What was in hand
    is then found by the next look, or by another worker.
    """

    def __init__(self, ports: CarryPorts, tell: Callable[[str], None]) -> None:
        self._ports = ports
        self._say = OnceAMinute(tell, ports.actions.clock)
        self._lock = threading.Lock()
        self._in_hand: dict[ActionId, Future[None]] = {}
        self._rests: dict[ActionId, datetime] = {}

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; then finish what is in hand."""
        finished = threading.Event()
        beating = threading.Thread(target=self._beat, args=(finished,), name="heartbeat")
        beating.start()
        try:
            with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="action") as pool:
                while not stop.is_set():
                    self._look(pool)
                    stop.wait(POLL_SECONDS)
        finally:
            finished.set()
            beating.join()

    def _look(self, pool: ThreadPoolExecutor) -> None:
        with self._lock:
            taken = dict(self._in_hand)
        if len(taken) >= _AT_ONCE:
            return
        now = self._ports.now
        self._rests = {ref: until for ref, until in self._rests.items() if until > now}
        try:
            due = due_actions(self._ports, limit=_AT_ONCE * 4 + len(self._rests))
        except LogStopped as error:
            self._say(f"{NOT_SENT} {error}")
            return
        except HandrailError as error:
            self._say(f"Actions cannot be read: {error}")
            return
        free = [ref for ref in due if ref not in taken and ref not in self._rests]
        for ref in free[: _AT_ONCE - len(taken)]:
            with self._lock:
                self._in_hand[ref] = pool.submit(self._carry_out, ref)

    def _carry_out(self, ref: ActionId) -> None:
        try:
            step = carry_out_action(ref, self._ports)
            if isinstance(step, Rest) and step.until is not None:
                self._rests[ref] = step.until
        except Exception as error:  # noqa: BLE001 - the thread's edge: what is in hand goes on
            self._say(f"An action could not be carried out: {error}")
            self._rests[ref] = self._ports.now + _AFTER_FAILURE
        finally:
            with self._lock:
                self._in_hand.pop(ref, None)

    def _beat(self, finished: threading.Event) -> None:
        every = (self._ports.pace.lease / 3).total_seconds()
        while not finished.wait(every):
            with self._lock:
                held = tuple(self._in_hand)
            try:
                keep_hold(held, self._ports)
            except HandrailError as error:
                self._say(f"Actions could not be held on to: {error}")


@contextmanager
def carrying_out(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> Generator[None, None, None]:
    """Carry out the project's actions beside the block, where any are declared."""
    if app.acting is None:
        yield
        return
    worker = ActionWorker(app.acting.carrying, tell)
    threads = (
        threading.Thread(target=worker.run, args=(stop,), name="actions"),
        threading.Thread(target=keep_actions, args=(app.acting.ports, stop, tell)),
    )
    with beside(threads, stop):
        yield
