"""Carry nothing out on a database that is older than what it gave out.

A database restored from an older backup has forgotten what was done since: class C, and class B
before it asks, would be done a second time.
"""

from collections.abc import Callable

from handrail.flow.seal_audit import SealPorts, require_continuity
from handrail.kernel.clock import Clock

_HOLDS_SECONDS = 1.0


class Continuity:
    """Look whether the database goes on from the heads that it gave out, once a second at most."""

    def __init__(self, ports: Callable[[], SealPorts], clock: Clock) -> None:
        self._ports = ports
        self._clock = clock
        self._held_at: float | None = None

    def require(self) -> None:
        """Raise LogStopped where it does not; Unavailable where that cannot be seen."""
        now = self._clock.monotonic()
        if self._held_at is not None and now - self._held_at < _HOLDS_SECONDS:
            return
        require_continuity(self._ports())
        self._held_at = now
