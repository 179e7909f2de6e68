"""Ask again where that may help: capped, jittered, and only within the time that is left."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

from handrail.adapters.models.circuit import Circuit
from handrail.flow.language_model import (
    FaultKind,
    Finished,
    Heard,
    LanguageModel,
    ModelFault,
    ModelRequest,
)
from handrail.kernel.clock import Clock

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 2.0
_LEAST_LEFT = 0.3  # seconds: no model answers in less
_MAY_HELP = frozenset(
    (FaultKind.UNREACHABLE, FaultKind.TOO_SLOW, FaultKind.TOO_MANY, FaultKind.FAILED)
)
_SAYS_NOTHING_OF_THE_MODEL = frozenset((FaultKind.NO_BUDGET,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Hold how often a call is tried again, and how its pauses pass."""

    retries: int
    clock: Clock
    pause: Callable[[float], None]
    """Wait for some seconds."""
    jitter: Callable[[], float]
    """Return a number from 0 to 1."""


class PersistentModel:
    """Try again until something is heard, the tries are used up, or the time is."""

    def __init__(self, model: LanguageModel, circuit: Circuit, patience: Patience) -> None:
        self._model = model
        self._circuit = circuit
        self._patience = patience

    @property
    def name(self) -> str:
        """Return provider and model."""
        return self._model.name

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield what is heard; once something was, nothing is asked again."""
        tried = 0
        while True:
            heard = False
            try:
                with closing(self._attempt(request)) as attempt:
                    for piece in attempt:
                        heard = True
                        yield piece
            except ModelFault as fault:
                pause = None if heard else self._pause_before_next(fault, tried, request)
                if pause is None:
                    if fault.retry_after is not None:
                        self._circuit.rest(fault.retry_after)
                    raise
                self._patience.pause(pause)
                tried += 1
            else:
                return

    def _attempt(self, request: ModelRequest) -> Generator[Heard, None, None]:
        if self._left(request) < _LEAST_LEFT:
            raise ModelFault(FaultKind.TOO_SLOW, f"Model {self.name}: no time is left to ask it.")
        self._circuit.enter(self.name)
        is_settled = False
        try:
            with closing(self._model.stream(request)) as stream:
                for heard in stream:
                    if isinstance(heard, Finished):
                        is_settled = True
                        self._circuit.succeeded()
                    yield heard
        except ModelFault as fault:
            if fault.kind not in _SAYS_NOTHING_OF_THE_MODEL:
                is_settled = True
                self._circuit.failed()
            raise
        finally:
            if not is_settled:
                self._circuit.gave_up()

    def _left(self, request: ModelRequest) -> float:
        return request.until - self._patience.clock.monotonic()

    def _pause_before_next(
        self, fault: ModelFault, tried: int, request: ModelRequest
    ) -> float | None:
        """Return how long to wait before the next try; None where there is none."""
        if fault.kind not in _MAY_HELP or tried >= self._patience.retries:
            return None
        longest = min(_FIRST_PAUSE * float(2**tried), _LONGEST_PAUSE)
        pause = longest * (0.5 + self._patience.jitter() / 2)
        pause = max(pause, fault.retry_after or 0.0)
        if pause + _LEAST_LEFT > self._left(request) or not self._circuit.may_retry():
            return None
        return pause
