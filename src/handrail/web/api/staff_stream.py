"""What changed for the staff, over one response that stays open."""

import json
from collections.abc import AsyncIterator
from contextlib import suppress

from typing_extensions import override

from handrail.domain.actions.model import StaffSession
from handrail.kernel.errors import Unavailable
from handrail.web.api.open_response import HEARTBEAT, RECONNECT, OpenResponse
from handrail.web.api.staff_feed import Changed, StaffFeed

_READY = b"event: ready\ndata: {}\n\n"


class StaffStream(OpenResponse):
    """Tell one of the staff what changed, for as long as they are one."""

    def __init__(
        self,
        feed: StaffFeed,
        staff: StaffSession,
        *,
        heartbeat: float = 15.0,
        send_timeout: float = 20.0,
    ) -> None:
        super().__init__(send_timeout=send_timeout)
        self._feed = feed
        self._staff = staff
        self._heartbeat = heartbeat

    @override
    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield `ready`, then what changed, until this person or the server leaves."""
        yield RECONNECT
        with suppress(Unavailable), self._feed.listen() as listener:
            await self._feed.begin()
            yield _READY
            while True:
                changed = await listener.next(self._heartbeat)
                if self._feed.is_closed:
                    return
                if not await self._feed.still_works_here(self._staff):
                    return
                yield _written(changed) if changed else HEARTBEAT


def _written(changed: Changed) -> bytes:
    return f"event: changed\ndata: {json.dumps(changed, separators=(',', ':'))}\n\n".encode()
