"""One event loop on a thread of its own: providers' libraries are asynchronous, the core is not."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any


class BackgroundLoop:
    """Run coroutines beside the caller, who waits for as long as it wants and no longer."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> "Future[None]":
        """Begin some work; cancel what is returned to break it off."""
        return asyncio.run_coroutine_threadsafe(work(), self._running())

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="models", daemon=True).start()
            return self._loop
