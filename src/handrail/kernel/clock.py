"""Time, passed in so that tests and replays can set it."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tell the wall time and measure durations."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds on a scale that never steps back; only differences mean anything."""
        ...


class SystemClock:
    """Read the machine's clocks."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds on a scale that never steps back."""
        return time.monotonic()
