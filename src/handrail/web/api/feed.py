"""Who waits for which conversation, and is there anything new for them?

Events lie in the database, because any process may write them. One question per tick asks for all
conversations that somebody listens to, and reads at once what many of them have to hear; a turn
handled in this process wakes its listeners at once.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

from handrail.domain.conversation.model import ConversationId, Event
from handrail.flow.ports import Store
from handrail.kernel.errors import Busy, Unavailable
from handrail.web.api.admission import Admission

_MOST_LISTENERS = 5_000
_MOST_PER_CONVERSATION = 8
_FETCHED = 20
"""Events that are read ahead for one listener; whoever is further behind reads on by themselves."""
_MOST_AT_ONCE = 32
"""Reads at once: where thousands have news together they stand in line, and none is turned away."""

_log = logging.getLogger("handrail.web")


Heard = tuple[Event, ...]


class Listener:
    """Hold what one listener came with, and how far they have been told."""

    def __init__(self, ref: ConversationId, token_digest: str, told: int) -> None:
        self.ref = ref
        self.token_digest = token_digest
        self.told = told
        self._fetched: Heard = ()
        self._was_called = False
        self._is_news = asyncio.Event()

    def bring(self, events: Heard) -> None:
        """Bring what was read for them together with others; nothing lets them look themselves."""
        self._fetched = events
        self._is_news.set()

    def take_fetched(self) -> Heard:
        """Return what was brought, where it follows what has been told and nobody called since."""
        fetched, self._fetched = self._fetched, ()
        was_called, self._was_called = self._was_called, False
        follows = bool(fetched) and fetched[0].sequence == self.told + 1
        return fetched if follows and not was_called else ()

    def wake(self) -> None:
        """Say that there may be something new."""
        self._was_called = True
        self._is_news.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for news; return whether there is any."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_news.wait()
        was_woken = self._is_news.is_set()
        self._is_news.clear()
        return was_woken


class EventFeed:
    """Wake listeners when their conversation has news, and read it for them."""

    def __init__(self, store: Store, readers: Admission, *, tick: float) -> None:
        self._store = store
        self._readers = readers
        self._tick = tick
        self._listening: dict[ConversationId, set[Listener]] = defaultdict(set)
        self._watching: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading = asyncio.Semaphore(_MOST_AT_ONCE)
        self._watchers = Admission("watch", threads=1, waiting=1)
        self.is_closed = False

    def require_place(self, ref: ConversationId) -> None:
        """Raise Busy where too many listen already."""
        total = sum(map(len, self._listening.values()))
        here = len(self._listening.get(ref, ()))
        if here >= _MOST_PER_CONVERSATION or total >= _MOST_LISTENERS:
            raise Busy("Too many are listening.", hint="Please try again shortly.")

    @contextmanager
    def listen(self, ref: ConversationId, token_digest: str, told: int) -> Iterator[Listener]:
        """Add a listener; raises Busy where there are too many."""
        self.require_place(ref)
        listener = Listener(ref, token_digest, told)
        listeners = self._listening[ref]
        listeners.add(listener)
        self._watch()
        try:
            yield listener
        finally:
            listeners.discard(listener)
            if not listeners:
                self._listening.pop(ref, None)

    async def events_for(self, listener: Listener) -> tuple[Event, ...] | None:
        """Return a listener's next events, oldest first; None once another token took its place.

        Both are read in one transaction: an event that is newer than the change of tokens is never
        told to whoever holds the old one.
        """

        def read() -> tuple[Event, ...] | None:
            with self._store.read() as reading:
                if reading.token_digest(listener.ref) != listener.token_digest:
                    return None
                return reading.events_after(listener.ref, listener.told)

        async with self._reading:
            return await self._readers.run(read)

    def wake(self, ref: ConversationId) -> None:
        """Wake those who listen to a conversation."""
        for listener in self._listening.get(ref, ()):
            listener.wake()

    def wake_soon(self, ref: ConversationId) -> None:
        """Wake those who listen to a conversation, from whichever thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended: nobody listens any more
                self._loop.call_soon_threadsafe(self.wake, ref)

    def close(self) -> None:
        """Let every listener go: the server stops."""
        self.is_closed = True
        for ref in tuple(self._listening):
            self.wake(ref)
        if self._watching is not None:
            self._watching.cancel()
        self._watchers.close()

    def _watch(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._look_out())

    async def _look_out(self) -> None:
        while self._listening:
            await asyncio.sleep(self._tick)
            listeners = tuple(one for some in self._listening.values() for one in some)
            told = tuple((one, one.told) for one in listeners)
            try:
                fetched = await self._watchers.run(partial(self._news, told))
            except Unavailable as error:
                _log.warning("Events cannot be read at the moment: %s", error)
                continue
            for listener, events in fetched:
                listener.bring(events)

    def _news(self, told: tuple[tuple[Listener, int], ...]) -> list[tuple[Listener, Heard]]:
        """Return who has news, with what can be told at once; all in one transaction.

        Whoever came with a token that opens the conversation no more is woken with nothing: what
        they look for themselves ends their stream.
        """
        with self._store.read() as reading:
            newest = reading.newest_events(list({one.ref for one, _ in told}))
            behind = [(one, last) for one, last in told if last < newest.get(one.ref, 0)]
            tokens = reading.token_digests(list({one.ref for one, _ in behind}))
            wanted = {
                (one.ref, number)
                for one, last in behind
                if tokens.get(one.ref) == one.token_digest
                for number in range(last + 1, min(newest[one.ref], last + _FETCHED) + 1)
            }
            found = reading.events_numbered(sorted(wanted))
        return [
            (one, tuple(event for event in found.get(one.ref, ()) if event.sequence > last))
            if tokens.get(one.ref) == one.token_digest
            else (one, ())
            for one, last in behind
        ]
