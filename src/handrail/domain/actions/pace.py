"""How long a worker may hold an action, and how often and how long it is tried."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Hold the times by which actions are carried out."""

    lease: timedelta = timedelta(seconds=3)
    """After so long without a heartbeat a worker counts as dead."""
    send_within: timedelta = timedelta(seconds=10)
    """A request that is older is worth nothing any more; a system that can, refuses it."""
    clock_skew: timedelta = timedelta(seconds=5)
    """How far two machines' clocks may be apart: class B is asked so much later than it settles."""
    first_pause: timedelta = timedelta(milliseconds=200)
    """After the first uncertain try; it doubles with every further one."""
    longest_pause: timedelta = timedelta(seconds=60)
    most_attempts: int = 8
    ask_for: timedelta = timedelta(minutes=15)
    """How long a system is asked for an effect that nobody knows of, before a person is."""


PACE = Pace()
