"""A conversation's events as they happen, over one response that stays open."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from math import inf

from typing_extensions import override

from handrail.domain.conversation.model import ConversationId, Event
from handrail.kernel.errors import Unavailable
from handrail.web.api.feed import EventFeed
from handrail.web.api.open_response import HEARTBEAT, RECONNECT, OpenResponse

_CAUGHT_UP = b": caught up\n\n"


class EventStream(OpenResponse):
    """Tell events after `told`, and a sign of life in between; drop a reader who does not read.

    It ends with the token that it was opened with, after `seconds`, if that one ends.
    """

    def __init__(
        self,
        feed: EventFeed,
        conversation: ConversationId,
        told: int,
        *,
        token_digest: str,
        heartbeat: float = 15.0,
        send_timeout: float = 20.0,
    ) -> None:
        super().__init__(send_timeout=send_timeout)
        self._feed = feed
        self._conversation = conversation
        self._told = told
        self._token_digest = token_digest
        self.seconds: float | None = None
        """How long it may stay open; None without an end."""
        self._heartbeat = heartbeat

    @override
    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield events until the reader's token or the server ends."""
        yield RECONNECT
        has_caught_up = False
        time = asyncio.get_running_loop().time
        ends = inf if self.seconds is None else time() + self.seconds
        came = (self._conversation, self._token_digest, self._told)
        with suppress(Unavailable), self._feed.listen(*came) as listener:
            while not self._feed.is_closed and time() < ends:
                fetched = listener.take_fetched()
                events = fetched or await self._feed.events_for(listener)
                if events is None:
                    return
                for event in events:
                    yield written(event)
                    listener.told = event.sequence
                if events and not fetched:
                    continue
                if not has_caught_up:
                    has_caught_up = True
                    yield _CAUGHT_UP
                if not await listener.wait(min(self._heartbeat, max(0.0, ends - time()))):
                    yield HEARTBEAT


def written(event: Event) -> bytes:
    """Return an event as it goes over the line."""
    facts = json.dumps(dict(event.facts), ensure_ascii=False, separators=(",", ":"))
    return f"id: {event.sequence}\nevent: {event.kind}\ndata: {facts}\n\n".encode()
