"""What is told of a turn, seen by a collector that takes it over HTTP."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Otlp

from handrail.adapters.telemetry.opening import open_tracer
from handrail.adapters.telemetry.spans import SpanTracer
from handrail.flow.ports import Vectors
from handrail.flow.telemetry import Words, model_call, model_use
from handrail.flow.watching import Watch
from handrail.kernel.errors import HandrailError, StorageUnavailable, Unavailable
from tests.adapters.telemetry.collector import Collector, Seen, collector
from tests.flow.desk import Desk

SECRETS = (
    "4111 1111 1111 1111",
    "hunter2-the-password",
    "ada.lovelace@shop.example",
    "sesame-of-the-article",
    "swordfish-of-the-fault",
)
CARD, PASSWORD, MAIL, OF_ARTICLE, OF_FAULT = SECRETS
ASKED = f"How long does a refund to card {CARD} of {MAIL} take?"


class Embedding:
    """Embed every text as the same vector."""

    name = "same-1"
    dimensions = 3

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.array([1, 0, 0], np.float32), (len(texts), 1))

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        return self.embed(texts), [self.embed([""] * len(places)) for places in spans]


def a_desk(tracer: SpanTracer) -> Desk:
    desk = Desk()
    desk.knows("help/refunds.md", "Refunds", f"A refund takes five days. {OF_ARTICLE}")
    desk.answers_from(0.0001)
    ports = replace(desk.ports, think=replace(desk.ports.think, embedder=Embedding()))
    desk.ports = Watch(tracer).turns(ports)
    return desk


def told(work: Callable[[Desk, SpanTracer], object], *, content: bool = False) -> Collector:
    """Return what a collector was told of some work."""
    with collector() as listening:
        tracer = open_tracer(listening.address, "corncrake", content=content)
        work(a_desk(tracer), tracer)
        tracer.close()
    return listening


def test_a_turn_is_one_trace_of_searching_checking_and_weighing() -> None:
    seen = told(lambda desk, _: desk.hears(ASKED))

    turn, *parts = seen.spans
    assert turn.name == "invoke_agent handrail"
    assert [part.name for part in parts] == ["retrieval", "handrail.check", "embeddings same-1"]
    assert {part.parent for part in parts} == {turn.id}
    assert {span.trace for span in seen.spans} == {turn.trace}
    assert seen.resource["service.name"] == "corncrake"
    assert seen.paths == ["/v1/traces"]


def test_a_turn_says_what_came_of_it_and_where_it_is_recorded() -> None:
    records = []

    seen = told(lambda desk, _: records.append(desk.hears(ASKED)))

    (record,) = records
    assert record.confidence is not None
    assert seen.spans[0].facts == {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.provider.name": "handrail",
        "gen_ai.agent.name": "handrail",
        "gen_ai.conversation.id": record.conversation,
        "handrail.channel": "api",
        "handrail.record.id": record.id,
        "handrail.outcome": "answered",
        "handrail.confidence": record.confidence.value,
        "handrail.threshold": record.threshold,
        "handrail.is_calibrated": True,
        "handrail.claims": 1,
    }


def test_an_abstention_says_why() -> None:
    seen = told(lambda desk, _: desk.hears("Which drums do you sell?"))

    turn = seen.spans[0]
    assert turn.facts["handrail.outcome"] == "abstained"
    assert turn.facts["handrail.reason"] == "no_evidence"
    assert not turn.is_error


def test_each_part_says_how_much_it_found_and_belongs_to_its_conversation() -> None:
    records = []

    seen = told(lambda desk, _: records.append(desk.hears(ASKED)))

    retrieval, check, embeddings = (seen.spans[1], seen.spans[2], seen.spans[3])
    assert {s.facts["gen_ai.conversation.id"] for s in seen.spans} == {records[0].conversation}
    assert (retrieval.facts["handrail.hits"], retrieval.facts["handrail.snapshot"]) == (1, "words")
    assert retrieval.facts["gen_ai.operation.name"] == "retrieval"
    assert check.facts["handrail.claims"] == check.facts["handrail.claims.supported"] == 1
    assert "gen_ai.operation.name" not in check.facts
    assert embeddings.facts["gen_ai.request.model"] == "same-1"
    assert embeddings.facts["gen_ai.embeddings.dimension.count"] == 3
    assert embeddings.facts["handrail.texts"] == 2


def call_a_model(_desk: Desk, tracer: SpanTracer) -> None:
    with model_call("openai", "gpt-x", tracer) as span:
        span.quote(Words.INSTRUCTIONS, f"Never say {PASSWORD}.")
        span.quote(Words.ASKED, ASKED)
        span.tell(model_use(model="gpt-x-2026", input_tokens=12, output_tokens=None))
        span.tell(model_use(model=None, input_tokens=None, output_tokens=7))


def test_a_model_call_says_which_model_and_how_many_tokens() -> None:
    seen = told(call_a_model)

    chat = seen.named("chat gpt-x")
    assert chat.kind == Otlp.SPAN_KIND_CLIENT
    assert chat.facts == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-x",
        "gen_ai.response.model": "gpt-x-2026",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 7,
    }


def everything_that_can_hold_a_secret(desk: Desk, tracer: SpanTracer) -> None:
    first = desk.hears(ASKED, idempotency_key=f"key-{PASSWORD}")
    desk.hears(f"and to {MAIL}?", after=first)
    desk.hears(ASKED, locale=PASSWORD, product=MAIL, site=CARD, token_digest=PASSWORD)
    desk.hears(f"I want a person, my password is {PASSWORD}", after=first)
    call_a_model(desk, tracer)
    for fault in (Unavailable, StorageUnavailable, ZeroDivisionError):
        desk.index.fault = fault(f"{OF_FAULT} {ASKED}")  # type: ignore[assignment] # a surprise too
        try:
            desk.hears(ASKED)
        except (HandrailError, ZeroDivisionError):
            continue


def test_what_people_write_is_never_told_unless_it_was_asked_for() -> None:
    seen = told(everything_that_can_hold_a_secret)

    everything = b"".join(seen.bodies)
    assert len(seen.spans) > 10
    assert [secret for secret in SECRETS if secret.encode() in everything] == []
    assert b"refund" not in everything


def test_where_content_is_asked_for_it_is_told_under_the_conventions_names() -> None:
    seen = told(everything_that_can_hold_a_secret, content=True)

    everything = b"".join(seen.bodies)
    turn = seen.spans[0]
    (message,) = json.loads(turn.facts["gen_ai.input.messages"])
    (reply,) = json.loads(turn.facts["gen_ai.output.messages"])
    assert message == {"role": "user", "parts": [{"type": "text", "content": ASKED}]}
    assert reply["role"] == "assistant"
    assert "five days" in reply["parts"][0]["content"]
    assert seen.spans[1].facts["gen_ai.retrieval.query.text"] == ASKED
    assert OF_FAULT.encode() not in everything
    # The same search for secrets that finds none without content finds them with it.
    assert all(secret.encode() in everything for secret in (CARD, PASSWORD, MAIL))


@pytest.mark.parametrize("words", list(Words))
def test_half_a_character_does_not_lose_what_was_told(words: Words) -> None:
    def garble(_desk: Desk, tracer: SpanTracer) -> None:
        with model_call("openai", "gpt-x", tracer) as span:
            span.quote(words, "so far \ud83d and \x00 on")

    seen = told(garble, content=True)

    assert "so far ? and" in seen.named("chat gpt-x").facts[words.value]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (StorageUnavailable(OF_FAULT), "storage_unavailable"),
        (ZeroDivisionError(OF_FAULT), "ZeroDivisionError"),
    ],
)
def test_a_turn_that_fails_says_how_by_a_code_alone(fault: Exception, code: str) -> None:
    def fail(desk: Desk, _tracer: SpanTracer) -> None:
        desk.index.fault = fault  # type: ignore[assignment] # a surprise, too
        with pytest.raises(type(fault)):
            desk.hears(ASKED)

    seen = told(fail)

    def of(span: Seen) -> tuple[bool, str, str, int]:
        return span.is_error, span.facts["error.type"], span.said_of_error, span.events

    assert [of(span) for span in seen.spans[:2]] == [(True, code, "", 0)] * 2


def test_embedding_outside_a_turn_is_not_told() -> None:
    def sync(_desk: Desk, tracer: SpanTracer) -> None:
        Watch(tracer).embedder(Embedding()).embed(["one", "two"])

    assert told(sync).bodies == []
