"""May a model be asked now? One circuit per provider and model, shared by the whole process.

Closed: it may. After some failures in a row it opens, and nobody asks for a while; then one call
is let through, and what comes of it closes the circuit or opens it again. A circuit also counts
retries: at most one call in ten is a second one, so that a provider in trouble is left alone.
"""

import threading
from collections.abc import Callable

from handrail.flow.language_model import FaultKind, ModelFault
from handrail.kernel.clock import Clock

_FAILURES_IN_A_ROW = 5
_REST_SECONDS = 20.0
_LONGEST_REST_SECONDS = 300.0
_FREE_RETRIES = 5
_RETRIED_SHARE = 0.1


class Circuit:
    """Hold how a model has fared."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until: float | None = None
        self._is_probed = False
        self._calls = 0
        self._retries = 0

    def enter(self, name: str) -> None:
        """Count a call; raises ModelFault while the model rests."""
        with self._lock:
            if self._rests_until is not None:
                if self._is_probed or self._clock.monotonic() < self._rests_until:
                    raise ModelFault(
                        FaultKind.RESTING, f"Model {name}: it failed too often and rests."
                    )
                self._is_probed = True
            self._calls += 1

    def may_retry(self) -> bool:
        """Count a retry where one more is allowed."""
        with self._lock:
            if self._retries >= _FREE_RETRIES + _RETRIED_SHARE * self._calls:
                return False
            self._retries += 1
            return True

    def succeeded(self) -> None:
        """Close the circuit."""
        with self._lock:
            self._failures, self._rests_until, self._is_probed = 0, None, False

    def failed(self) -> None:
        """Open the circuit where it failed too often in a row."""
        with self._lock:
            self._failures += 1
            was_probe, self._is_probed = self._is_probed, False
            if was_probe or self._failures >= _FAILURES_IN_A_ROW:
                self._rests_until = self._clock.monotonic() + _REST_SECONDS

    def rest(self, seconds: float) -> None:
        """Open the circuit for as long as the provider asked for, within reason."""
        with self._lock:
            until = self._clock.monotonic() + min(seconds, _LONGEST_REST_SECONDS)
            self._rests_until = max(until, self._rests_until or until)

    def gave_up(self) -> None:
        """Take back a call that says nothing of the model: its caller broke it off."""
        with self._lock:
            self._is_probed = False

    @property
    def is_open(self) -> bool:
        """Tell whether the model rests."""
        with self._lock:
            return self._rests_until is not None


class Circuits:
    """Hold one circuit for each model, for all who ask it."""

    def __init__(self, made: Callable[[], Circuit]) -> None:
        self._made = made
        self._lock = threading.Lock()
        self._held: dict[str, Circuit] = {}

    def of(self, name: str) -> Circuit:
        """Return the circuit of a model."""
        with self._lock:
            return self._held.setdefault(name, self._made())
