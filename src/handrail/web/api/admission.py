"""How much may be under way at once? Beyond that a request is told to come back later."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from handrail.kernel.errors import Busy

_T = TypeVar("_T")


class Admission:
    """Run blocking work on threads of its own and refuse what would have to wait too long."""

    def __init__(self, name: str, *, threads: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._places = threads + waiting
        self._taken = 0

    async def run(self, work: Callable[[], _T]) -> _T:
        """Return what the work returns; raises Busy where every place is taken."""
        if self._taken >= self._places:
            raise Busy("Too much is being asked at the moment.", hint="Please try again shortly.")
        self._taken += 1
        # Shielded: a thread cannot be stopped, so its place stays taken when the client has left.
        under_way = asyncio.get_running_loop().run_in_executor(self._pool, work)
        under_way.add_done_callback(self._leave)
        return await asyncio.shield(under_way)

    def close(self) -> None:
        """Take no more work; what is under way finishes."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _leave(self, finished: "asyncio.Future[_T]") -> None:
        self._taken -= 1
        if not finished.cancelled():
            finished.exception()  # the client may have left: nobody else looks at it
