"""What changed of what the staff see? Told by ids: what stands there is read by whoever may.

Any process may change it, so the database is asked once a tick for versions, and only what differs
from the tick before is told. Whoever comes back reads all anew: there is nothing to catch up with.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from handrail.domain.actions.model import StaffSession
from handrail.flow.desk_ports import DeskPorts
from handrail.kernel.errors import Busy, Unavailable
from handrail.web.api.admission import Admission

_MOST_LISTENERS = 200

_log = logging.getLogger("handrail.web")

Changed = dict[str, list[str]]
"""Ids by what they name: `handoffs`, `conversations`, `actions`."""


class StaffListener:
    """Hold what one listener has not been told yet."""

    def __init__(self) -> None:
        self._changed: set[tuple[str, str]] = set()
        self._is_news = asyncio.Event()

    def add(self, changed: set[tuple[str, str]]) -> None:
        """Add what changed; nothing grows without end, as ids come once."""
        self._changed |= changed
        self._is_news.set()

    def wake(self) -> None:
        """Let the listener look up, whether there is anything new or not."""
        self._is_news.set()

    async def next(self, seconds: float) -> Changed:
        """Return what changed, empty where nothing did for so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_news.wait()
        self._is_news.clear()
        changed, self._changed = self._changed, set()
        kinds = sorted({kind for kind, _ in changed})
        return {kind: sorted(ref for k, ref in changed if k == kind) for kind in kinds}


class StaffFeed:
    """Tell listeners among the staff what changed."""

    def __init__(
        self,
        ports: Callable[[], DeskPorts],
        works_here: Callable[[StaffSession], bool],
        readers: Admission,
        *,
        tick: float,
    ) -> None:
        self._ports = ports
        self._works_here = works_here
        self._readers = readers
        self._tick = tick
        self._listening: set[StaffListener] = set()
        self._seen: Mapping[tuple[str, str], int] | None = None
        self._watching: asyncio.Task[None] | None = None
        self.is_closed = False

    def require_place(self) -> None:
        """Raise Busy where too many listen already."""
        if len(self._listening) >= _MOST_LISTENERS:
            raise Busy("Too many are listening.", hint="Please try again shortly.")

    @contextmanager
    def listen(self) -> Iterator[StaffListener]:
        """Add a listener; raises Busy where there are too many."""
        self.require_place()
        listener = StaffListener()
        self._listening.add(listener)
        if self._watching is None or self._watching.done():
            self._seen = None
            self._watching = asyncio.create_task(self._look_out())
        try:
            yield listener
        finally:
            self._listening.discard(listener)

    async def begin(self) -> None:
        """Look once, so that whatever changes from now on is told."""
        if self._seen is None:
            self._seen = await self._readers.run(self._versions)

    async def still_works_here(self, staff: StaffSession) -> bool:
        """Tell whether somebody is one of the staff still, in the same role."""
        return await self._readers.run(lambda: self._works_here(staff))

    def close(self) -> None:
        """Let every listener go: the server stops."""
        self.is_closed = True
        for listener in self._listening:
            listener.wake()
        if self._watching is not None:
            self._watching.cancel()

    async def _look_out(self) -> None:
        while self._listening:
            await asyncio.sleep(self._tick)
            try:
                now = await self._readers.run(self._versions)
            except Unavailable as error:
                _log.warning("What the staff see cannot be read at the moment: %s", error)
                continue
            self._tell(now)

    def _tell(self, now: Mapping[tuple[str, str], int]) -> None:
        before, self._seen = self._seen, now
        if before is None:
            return
        changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
        if changed:
            for listener in self._listening:
                listener.add(changed)

    def _versions(self) -> Mapping[tuple[str, str], int]:
        with self._ports().store.read() as reading:
            return reading.desk_versions()
