"""What can be made to go wrong on purpose: for tests, and to show what Handrail does about it."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """Name a way in which a request goes wrong."""

    REFUSE = "refuse"
    """The connection is cut before anything is done."""
    ERROR_BEFORE = "error_before"
    """500, and nothing is done."""
    IN_FLIGHT = "in_flight"
    """409, as if another request with the same key were under way; nothing is done."""
    TOO_MANY = "too_many"
    """429; nothing is done."""
    SLOW = "slow"
    """The request is done late, after `milliseconds`."""
    LIE = "lie"
    """The reply says that it is done, and nothing is."""
    DROP = "drop"
    """It is done, and the connection is cut without a reply."""
    LATE = "late"
    """It is done at once, and the reply comes after `milliseconds`."""
    ERROR_AFTER = "error_after"
    """It is done, and the reply is 500."""
    GARBLED = "garbled"
    """It is done, and the reply breaks off in the middle."""


EVERY_ENDPOINT = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Hold what goes wrong, where, how often still, and how late."""

    endpoint: str
    """An action, `read_order`, `read_customer`, `find_effect`, `list_effects`, or `*` for all."""
    kind: FaultKind
    times: int = 1
    milliseconds: int = 0


@dataclass(slots=True)
class Faults:
    """Hold the faults that are switched on, first come, first met."""

    _waiting: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Switch a fault on for the next `times` requests to its endpoint."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Switch all off."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> tuple[Fault, ...]:
        """Return what is switched on still."""
        with self._lock:
            return tuple(self._waiting)

    def take(self, endpoint: str) -> Fault | None:
        """Return what befalls this request, and count it; None where it goes well."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.endpoint in (endpoint, EVERY_ENDPOINT):
                    left = fault.times - 1
                    rest = [_with_times(fault, left)] if left > 0 else []
                    self._waiting[place : place + 1] = rest
                    return fault
        return None


def _with_times(fault: Fault, times: int) -> Fault:
    return Fault(
        endpoint=fault.endpoint, kind=fault.kind, times=times, milliseconds=fault.milliseconds
    )
