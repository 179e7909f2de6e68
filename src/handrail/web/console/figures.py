"""Figures that a page shows and that take a while: measured at most once a minute."""

import asyncio
from collections.abc import Callable

from handrail.domain.quality.model import Figure
from handrail.kernel.clock import Clock
from handrail.web.api.admission import Admission

_FRESH_SECONDS = 60.0


class Figures:
    """Keep each figure for a minute."""

    def __init__(self, work: Admission, clock: Clock) -> None:
        self._work = work
        self._clock = clock
        self._lock = asyncio.Lock()
        self._held: dict[str, tuple[float, Figure]] = {}

    async def get(self, name: str, measure: Callable[[], Figure]) -> Figure:
        """Return a figure, measured now or within the last minute."""
        async with self._lock:
            held = self._held.get(name)
            now = self._clock.monotonic()
            if held is None or now - held[0] > _FRESH_SECONDS:
                held = (now, await self._work.run(measure))
                self._held[name] = held
        return held[1]
