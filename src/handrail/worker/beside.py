"""What works beside the worker's own thread, and how it tells of failures."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from handrail.kernel.clock import Clock

_TOLD_AGAIN_SECONDS = 60.0


@contextmanager
def beside(
    threads: Sequence[threading.Thread], stop: threading.Event
) -> Generator[None, None, None]:
    """Let threads work beside the block; at its end, stop them and wait until they are done."""
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@contextmanager
def again_and_again(
    work: Callable[[], float], stop: threading.Event
) -> Generator[None, None, None]:
    """Do work in a thread of its own until the block ends; it returns the seconds to pause."""

    def keep() -> None:
        while not stop.is_set():
            stop.wait(work())

    with beside((threading.Thread(target=keep),), stop):
        yield


class OnceAMinute:
    """Tell of a failure once a minute, not at every look."""

    def __init__(self, tell: Callable[[str], None], clock: Clock) -> None:
        self._tell = tell
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[str, float] = {}

    def __call__(self, text: str) -> None:
        """Tell it, unless the same was told within the last minute."""
        now = self._clock.monotonic()
        with self._lock:
            self._told = {t: at for t, at in self._told.items() if now - at < _TOLD_AGAIN_SECONDS}
            is_told = text in self._told
            if not is_told:
                self._told[text] = now
        if not is_told:
            self._tell(text)
