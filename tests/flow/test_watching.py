"""Nobody watches unless it was asked for, and whoever watches changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from handrail.domain.answering.ground import QuoteChecker
from handrail.flow.telemetry import UNWATCHED, Fact, Operation, Words, model_call, model_use
from handrail.flow.watching import Watch, WatchedChecker, WatchedFind
from handrail.kernel.errors import StorageUnavailable
from tests.flow.desk import Desk
from tests.flow.kept_spans import KeptSpans
from tests.projects import a_project, close_every_project, opened

KNOWN = "How long does a refund take?"


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.knows("help/refunds.md", "Refunds", "A refund takes five days.")
    desk.answers_from(0.0001)
    return desk


def test_without_telemetry_every_port_is_the_very_one_that_was_given(
    desk: Desk, tmp_path: Path
) -> None:
    app = opened(a_project(tmp_path / "project"))

    assert app.watch.turns(desk.ports) is desk.ports
    assert app.watch.find(app.find) == app.find
    assert app.watch.embedder(app.embedder) is app.embedder
    assert desk.ports.tracer is app.watch.tracer is UNWATCHED
    close_every_project()


def test_without_telemetry_a_span_is_one_and_the_same_and_forgets_everything() -> None:
    with UNWATCHED.span(Operation.CHAT, "one", {}) as first:
        first.quote(Words.ASKED, "What?")
    with model_call("openai", "two", UNWATCHED) as second:
        second.tell(model_use(model="two", input_tokens=1, output_tokens=2))
    UNWATCHED.close()

    assert first is second


def test_an_error_passes_through_a_span_that_nobody_watches() -> None:
    with (
        pytest.raises(StorageUnavailable),
        UNWATCHED.span(Operation.INVOKE_AGENT, "handrail", {}),
    ):
        raise StorageUnavailable("The database cannot be read.")


def test_a_watched_turn_says_the_same_and_is_told_of(desk: Desk) -> None:
    unwatched = desk.hears(KNOWN)
    kept = KeptSpans()

    desk.ports = Watch(kept).turns(desk.ports)
    watched = desk.hears(KNOWN)

    assert watched == replace(
        unwatched, id=watched.id, conversation=watched.conversation, at=watched.at
    )
    assert [span.operation for span in kept.spans] == [
        Operation.INVOKE_AGENT,
        Operation.RETRIEVAL,
        Operation.CHECK,
    ]
    assert kept.spans[0].words == [Words.ASKED, Words.SAID]
    assert kept.spans[2].facts[Fact.CHECKER] == QuoteChecker().name


def test_what_is_watched_is_search_check_and_embedder(desk: Desk) -> None:
    watched = Watch(KeptSpans()).turns(desk.ports)

    assert isinstance(watched.think.find, WatchedFind)
    assert isinstance(watched.think.checker, WatchedChecker)
    assert (watched.think.find_all, watched.think.embedder) == (None, None)  # none were given
    assert watched.think.writer is desk.ports.think.writer


def test_a_search_for_all_is_watched_too(desk: Desk) -> None:
    think = replace(desk.ports.think, find_all=desk.ports.think.find)

    watched = Watch(KeptSpans()).turns(replace(desk.ports, think=think))

    assert isinstance(watched.think.find_all, WatchedFind)
