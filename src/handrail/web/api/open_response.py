"""A response that stays open and tells events; whoever does not read is let go."""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

HEARTBEAT = b": still here\n\n"
RECONNECT = b"retry: 2000\n\n"
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class OpenResponse(Response):
    """Send chunks until there are no more, the reader leaves, or stops reading."""

    def __init__(self, *, send_timeout: float = 20.0) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._send_timeout = send_timeout

    @abstractmethod
    def chunks(self) -> AsyncIterator[bytes]:
        """Yield what is sent, as it comes."""
        ...

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        telling = asyncio.create_task(self._tell(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait((telling, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            telling.cancel()
            leaving.cancel()
            with suppress(asyncio.CancelledError, TimeoutError):
                await telling

    async def _tell(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        async with asyncio.timeout(self._send_timeout):
            await send(start)
        async for chunk in self.chunks():
            async with asyncio.timeout(self._send_timeout):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        async with asyncio.timeout(self._send_timeout):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
