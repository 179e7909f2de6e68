"""What every tracer promises to the work that it watches."""

from collections.abc import Iterator

import pytest

from handrail.adapters.telemetry.opening import open_tracer
from handrail.flow.telemetry import UNWATCHED, Fact, Operation, Tracer, Words
from handrail.kernel.errors import Conflict
from tests.adapters.telemetry.collector import collector
from tests.flow.kept_spans import KeptSpans


@pytest.fixture(params=["unwatched", "kept", "sent"])
def tracer(request: pytest.FixtureRequest) -> Iterator[Tracer]:
    match request.param:
        case "unwatched":
            yield UNWATCHED
        case "kept":
            yield KeptSpans()
        case _:
            with collector() as listening:
                sending = open_tracer(listening.address, "test", content=True)
                yield sending
                sending.close()


@pytest.mark.parametrize("operation", list(Operation))
def test_any_work_can_be_watched_and_told_of(tracer: Tracer, operation: Operation) -> None:
    with tracer.span(operation, "something", {Fact.CLAIMS: 1}) as outer:
        with tracer.span(Operation.EMBEDDINGS, "", {}) as inner:
            inner.tell({Fact.TEXTS: 2})
        outer.tell({Fact.CONVERSATION: "conv_1", Fact.CONFIDENCE: 0.5, Fact.IS_CALIBRATED: False})
        for words in Words:
            outer.quote(words, "half of a pair: \ud83d, and \x00")


@pytest.mark.parametrize("fault", [Conflict("Gone."), ZeroDivisionError(), KeyboardInterrupt()])
def test_what_goes_wrong_goes_on_as_it_was(tracer: Tracer, fault: BaseException) -> None:
    with pytest.raises(type(fault)) as caught, tracer.span(Operation.CHAT, "one", {}):
        raise fault

    assert caught.value is fault


def test_closing_twice_and_working_on_harms_nothing(tracer: Tracer) -> None:
    tracer.close()
    tracer.close()

    with tracer.span(Operation.CHECK, "", {}) as span:
        span.tell({Fact.SUPPORTED: 0})
