"""Has anything changed that an open page shows? One question a tick for all who look at it."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send
from typing_extensions import override

from handrail.kernel.errors import Busy, NotAuthenticated, Unavailable
from handrail.web.api.admission import Admission
from handrail.web.api.open_response import HEARTBEAT, OpenResponse

_MOST_LOOKING = 500
Mark = str
"""Equal marks: nothing changed that a page shows."""


@dataclass
class _Held:
    mark: Mark = ""
    at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pulse:
    """Keep marks for a tick, and count who looks."""

    def __init__(self, work: Admission, *, tick: float) -> None:
        self._work = work
        self.tick = tick
        self.is_closed = False
        self._looking: Counter[str] = Counter()
        self._marks: dict[str, _Held] = {}

    @contextmanager
    def looking(self, name: str) -> Iterator[None]:
        """Count somebody who looks; a mark that nobody looks at any more is dropped."""
        self._looking[name] += 1
        try:
            yield
        finally:
            self._looking[name] -= 1
            if not self._looking[name]:
                del self._looking[name]
                self._marks.pop(name, None)

    def require_place(self) -> None:
        """Raise Busy where too many look already."""
        if self._looking.total() >= _MOST_LOOKING:
            raise Busy("Too many pages are open.", hint="Close some.")

    async def mark(self, name: str, read: Callable[[], Mark]) -> Mark:
        """Return the mark under a name, at most a tick old."""
        held = self._marks.setdefault(name, _Held())
        async with held.lock:
            if time.monotonic() - held.at >= self.tick:
                held.mark = await self._work.run(read)
                held.at = time.monotonic()
        return held.mark

    def close(self) -> None:
        """Let everybody go: the server stops."""
        self.is_closed = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold what one page looks at, and how it is known that its reader may still look."""

    name: str
    read: Callable[[], Mark]
    require_session: Callable[[], object]
    """Raises NotAuthenticated where the session has ended."""
    seen: Mark | None = None
    """The mark of what the page shows; what changed since it was made is told at once."""


class LiveStream(OpenResponse):
    """Tell a page when to load itself anew; not what changed, which only the page may show."""

    def __init__(
        self, pulse: Pulse, work: Admission, look: Look, *, heartbeat: float = 15.0
    ) -> None:
        super().__init__()
        pulse.require_place()
        self._pulse, self._work, self._look = pulse, work, look
        self._heartbeat = heartbeat

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the reader for as long as they look."""
        with self._pulse.looking(self._look.name):
            await super().__call__(scope, receive, send)

    @override
    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield `changed` whenever something did, until the session or the server ends."""
        yield b"event: ready\ndata: {}\n\n"
        known, quiet = self._look.seen, self._heartbeat  # the session is looked at right away
        while not self._pulse.is_closed:
            try:
                mark = await self._pulse.mark(self._look.name, self._look.read)
                if mark != known or quiet >= self._heartbeat:
                    await self._work.run(self._look.require_session)
            except NotAuthenticated:
                yield b"event: ended\ndata: {}\n\n"
                return
            except Unavailable:
                mark = known or ""
            if known is not None and mark != known:
                yield b"event: changed\ndata: {}\n\n"
                quiet = 0.0
            elif quiet >= self._heartbeat:
                yield HEARTBEAT
                quiet = 0.0
            known = mark
            await asyncio.sleep(self._pulse.tick)
            quiet += self._pulse.tick
