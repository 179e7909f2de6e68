"""Verify the audit log beside the pages: of a long log that takes a while."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from handrail.domain.audit.model import Verdict
from handrail.kernel.clock import Clock
from handrail.kernel.errors import HandrailError
from handrail.web.api.admission import Admission
from handrail.web.console.pulse import Mark

_AT_ONCE_SECONDS = 1.0
"""So long whoever asks is let wait: most logs are verified by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Hold one verification: when it began, and what came of it once it has ended."""

    began: datetime
    ended: datetime | None = None
    verdict: Verdict | None = None
    failure: HandrailError | None = None


class LogCheck:
    """Verify once at a time, and keep what came of the last time.

    It is kept in memory and for this server alone: whoever can change rows must not be able to
    write a verdict, too.
    """

    def __init__(self, work: Admission, clock: Clock, *, at_once: float = _AT_ONCE_SECONDS) -> None:
        self._work = work
        self._clock = clock
        self._at_once = at_once
        self._running: asyncio.Task[None] | None = None
        self.last: Checked | None = None

    async def begin(self, verify: Callable[[], Verdict]) -> None:
        """Begin where none runs; return when it has ended, or after a second."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._check(verify))
        await asyncio.wait({self._running}, timeout=self._at_once)

    def mark(self) -> Mark:
        """Return what differs when one has begun or ended."""
        return "" if self.last is None else f"{self.last.began}/{self.last.ended}"

    async def _check(self, verify: Callable[[], Verdict]) -> None:
        begun = Checked(began=self._clock.now())
        self.last = begun
        try:
            found = replace(begun, verdict=await self._work.run(verify))
        except HandrailError as error:
            found = replace(begun, failure=error)
        self.last = replace(found, ended=self._clock.now())
