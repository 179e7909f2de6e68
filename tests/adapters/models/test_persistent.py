"""When a model is asked again, and when it is left alone."""

import pytest

from handrail.adapters.models.circuit import Circuit, Circuits
from handrail.adapters.models.persistent import Patience, PersistentModel
from handrail.flow.language_model import FaultKind, ModelFault, ModelRequest
from tests.adapters.models.opened import a_request
from tests.adapters.models.scripted import ScriptedModel
from tests.fakes import FixedClock


class Bench:
    """Ask a scripted model on a clock that stands still until somebody waits."""

    def __init__(self, *texts: str | ModelFault, retries: int = 2, jitter: float = 1.0) -> None:
        self.clock = FixedClock()
        self.pauses: list[float] = []
        self.model = ScriptedModel(list(texts))
        self.circuit = Circuit(self.clock)
        patience = Patience(
            retries=retries, clock=self.clock, pause=self._wait, jitter=lambda: jitter
        )
        self.persistent = PersistentModel(self.model, self.circuit, patience)

    def ask(self) -> str:
        """Return what is heard."""
        heard = self.persistent.stream(self._request())
        return "".join(piece for piece in heard if isinstance(piece, str))

    def fails(self, times: int) -> None:
        """Ask in vain."""
        for _ in range(times):
            with pytest.raises(ModelFault):
                self.ask()

    def _request(self) -> ModelRequest:
        return a_request(until=self.clock.monotonic() + 4.0)

    def _wait(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.advance(seconds)


def fault(kind: FaultKind, retry_after: float | None = None) -> ModelFault:
    return ModelFault(kind, f"Model scripted:one: {kind}.", retry_after=retry_after)


FAILED = fault(FaultKind.FAILED)


def test_pauses_grow_and_are_jittered() -> None:
    bench = Bench(FAILED, FAILED, "Hello.")
    other = Bench(FAILED, FAILED, "Hello.", jitter=0.0)

    assert (bench.ask(), other.ask()) == ("Hello.", "Hello.")
    assert bench.pauses == pytest.approx([0.2, 0.4])
    assert other.pauses == pytest.approx([0.1, 0.2])


def test_it_is_asked_no_more_often_than_is_allowed() -> None:
    bench = Bench(FAILED, retries=2)

    bench.fails(1)

    assert len(bench.model.asked) == 3


def test_a_wish_to_be_left_alone_is_kept_where_there_is_time() -> None:
    bench = Bench(fault(FaultKind.TOO_MANY, 1.5), "Hello.")

    assert bench.ask() == "Hello."
    assert bench.pauses == [1.5]


@pytest.mark.parametrize("seconds", [3.9, 60.0, 86_400.0])
def test_where_there_is_no_time_for_that_wish_it_is_not_asked_again(seconds: float) -> None:
    bench = Bench(fault(FaultKind.TOO_MANY, seconds), "Hello.")

    bench.fails(1)

    assert len(bench.model.asked) == 1
    assert bench.pauses == []


def test_a_provider_that_asks_to_be_left_alone_is_left_alone_by_all_until_then() -> None:
    bench = Bench(fault(FaultKind.TOO_MANY, 60.0), "Hello.")
    bench.fails(1)

    bench.clock.advance(59)
    bench.fails(1)
    bench.clock.advance(2)

    assert len(bench.model.asked) == 1
    assert bench.ask() == "Hello."


@pytest.mark.parametrize("kind", [FaultKind.REFUSED, FaultKind.NO_BUDGET, FaultKind.UNREADABLE])
def test_what_asking_again_cannot_cure_is_not_asked_again(kind: FaultKind) -> None:
    bench = Bench(fault(kind), "Hello.")

    bench.fails(1)

    assert len(bench.model.asked) == 1


def test_without_time_nothing_is_asked_and_nothing_is_held_against_the_model() -> None:
    bench = Bench("Hello.")

    for _ in range(20):
        with pytest.raises(ModelFault, match="no time is left"):
            list(bench.persistent.stream(a_request(until=0.2)))

    assert bench.model.asked == []
    assert bench.ask() == "Hello."


def test_after_failures_in_a_row_it_rests_and_then_one_call_is_let_through() -> None:
    bench = Bench(FAILED, retries=0)
    bench.fails(5)

    bench.fails(3)
    asked_while_resting = len(bench.model.asked)
    bench.clock.advance(21)
    bench.model.texts = ["Hello."]

    assert asked_while_resting == 5
    assert bench.ask() == "Hello."
    assert not bench.circuit.is_open


def test_where_that_one_call_fails_too_it_rests_again() -> None:
    bench = Bench(FAILED, retries=0)
    bench.fails(5)
    bench.clock.advance(21)

    bench.fails(3)

    assert len(bench.model.asked) == 6


def test_a_success_between_failures_keeps_it_open_for_all() -> None:
    bench = Bench(*[FAILED] * 4, "Hello.", *[FAILED] * 4, "Hello.", retries=0)

    bench.fails(4)
    bench.ask()
    bench.fails(4)

    assert bench.ask() == "Hello."


def test_a_spent_budget_says_nothing_of_the_model() -> None:
    bench = Bench(fault(FaultKind.NO_BUDGET), retries=0)

    bench.fails(20)

    assert len(bench.model.asked) == 20


def test_a_caller_who_leaves_says_nothing_of_the_model() -> None:
    bench = Bench("A long reply that nobody waits for.")

    for _ in range(20):
        stream = bench.persistent.stream(bench._request())
        next(stream)
        stream.close()

    assert not bench.circuit.is_open


def test_of_many_calls_in_trouble_no_more_than_a_tenth_are_second_ones() -> None:
    clock = FixedClock()
    circuit = Circuit(clock)

    retried = 0
    for _ in range(1_000):
        circuit.enter("m")
        retried += circuit.may_retry()
        circuit.succeeded()

    assert retried <= 105


def test_all_who_ask_one_model_share_its_circuit() -> None:
    circuits = Circuits(lambda: Circuit(FixedClock()))

    assert circuits.of("openai:a") is circuits.of("openai:a")
    assert circuits.of("openai:a") is not circuits.of("openai:b")
