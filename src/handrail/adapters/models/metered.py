"""What may a call cost, and what did it cost? Reserved before the call, settled after it.

The reservation is an upper bound: a token of a byte-level vocabulary covers at least one byte. A
call that the provider refused costs nothing. One that broke off may be billed and nobody says how
much, so its whole reservation stays spent.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass

from handrail.domain.decision.model import ModelCall
from handrail.flow.budget import Account, Budget, Ledger, Spending
from handrail.flow.language_model import (
    FaultKind,
    Finished,
    Heard,
    LanguageModel,
    ModelFault,
    ModelObserver,
    ModelRequest,
)
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict, Unavailable

_FRAME_TOKENS = 64  # what a provider's own format adds to a prompt
_MILLION = 1_000_000
_NOTHING = Spending()
_COSTS_NOTHING = frozenset(
    (FaultKind.UNREACHABLE, FaultKind.TOO_MANY, FaultKind.FAILED, FaultKind.REFUSED)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Hold what a million tokens cost."""

    tokens_in: float
    tokens_out: float

    def micros(self, tokens_in: int, tokens_out: int) -> int:
        """Return the cost in millionths, rounded up."""
        exact = self.tokens_in * tokens_in + self.tokens_out * tokens_out
        return -int(-exact // 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metering:
    """Hold what metering needs."""

    ledger: Ledger
    budget: Budget
    clock: Clock
    prices: Mapping[str, Price]
    observer: ModelObserver | None = None


class MeteredModel:
    """Reserve, ask, settle, and note the call."""

    def __init__(self, model: LanguageModel, metering: Metering) -> None:
        self._model = model
        self._metering = metering
        self._price = metering.prices.get(model.name)

    @property
    def name(self) -> str:
        """Return provider and model."""
        return self._model.name

    def stream(self, request: ModelRequest) -> Generator[Heard, None, None]:
        """Yield what is heard; raises ModelFault where the budget does not allow the call."""
        accounts = self._metering.budget.accounts(
            request.spender, self._metering.clock.now().date()
        )
        started = self._metering.clock.monotonic()
        reserved = self._bound(request)
        try:
            self._reserve(accounts, reserved)
        except ModelFault as fault:
            self._note(request, fault.kind.value, _NOTHING, started)
            raise
        used, result, has_begun = reserved, "broken_off", False
        try:
            with closing(self._model.stream(request)) as stream:
                for heard in stream:
                    has_begun = True
                    if isinstance(heard, Finished):
                        result = "finished" if heard.is_complete else "cut_off"
                        used = self._used(heard) or reserved
                    yield heard
        except ModelFault as fault:
            result = fault.kind.value
            if fault.kind in _COSTS_NOTHING and not has_begun:
                used = _NOTHING
            raise
        finally:
            self._settle(accounts, used.less(reserved))
            self._note(request, result, used, started)

    def _bound(self, request: ModelRequest) -> Spending:
        prompt = len((request.instructions + request.content).encode("utf-8", "replace"))
        return self._spending(prompt + _FRAME_TOKENS, request.most_tokens)

    def _used(self, finished: Finished) -> Spending | None:
        if finished.tokens_in is None or finished.tokens_out is None:
            return None
        return self._spending(finished.tokens_in, finished.tokens_out)

    def _spending(self, tokens_in: int, tokens_out: int) -> Spending:
        micros = 0 if self._price is None else self._price.micros(tokens_in, tokens_out)
        return Spending(tokens_in=tokens_in, tokens_out=tokens_out, micros=micros)

    def _reserve(self, accounts: tuple[Account, ...], amount: Spending) -> None:
        try:
            is_granted = self._metering.ledger.reserve(accounts, amount)
        except (Unavailable, Conflict) as error:
            raise ModelFault(FaultKind.NO_BUDGET, f"The budget cannot be read: {error}") from error
        if not is_granted:
            raise ModelFault(FaultKind.NO_BUDGET, "The budget for language models is spent.")

    def _settle(self, accounts: tuple[Account, ...], change: Spending) -> None:
        if not (change.tokens or change.micros):
            return
        try:
            self._metering.ledger.settle(accounts, change)
        except (Unavailable, Conflict):
            return  # the reservation stays: more counts as spent than was, never less

    def _note(self, request: ModelRequest, result: str, used: Spending, started: float) -> None:
        call = ModelCall(
            task=request.task.value,
            model=self.name,
            prompt=request.prompt,
            result=result,
            tokens_in=used.tokens_in,
            tokens_out=used.tokens_out,
            cost=None if self._price is None else used.micros / _MILLION,
            ms=(self._metering.clock.monotonic() - started) * 1000,
        )
        request.note(call)
        if self._metering.observer is not None:
            self._metering.observer.called(request, call)
