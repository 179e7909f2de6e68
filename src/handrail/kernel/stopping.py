"""A process that works until it is told to end: the signal reaches an event that all wait for.

A handler that sets the event itself may interrupt the main thread inside that event's own lock, and
waits for it for ever. So it only puts a word into a queue, which may be put into at any moment, and
another thread sets the event.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event, Thread

TOLD_BY = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Yield an event that is set once the process is told to end; for the main thread alone."""
    stop, told = Event(), SimpleQueue[None]()

    def pass_on() -> None:
        told.get()
        stop.set()

    passing = Thread(target=pass_on, name="stopping", daemon=True)
    passing.start()
    before = {name: signal.signal(name, lambda _signal, _frame: told.put(None)) for name in TOLD_BY}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
        told.put(None)
        passing.join()
