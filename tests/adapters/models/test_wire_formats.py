"""Each provider is spoken to in its own format, against a server on loopback."""

import json
from typing import Any

import pytest

from handrail.adapters.models.writer import ModelWriter
from handrail.flow.language_model import FaultKind, LanguageModel, ModelFault
from tests.adapters.models.opened import heard_from, opened_models
from tests.adapters.models.provider import Provider, Step, fails, says, sends_raw


def anthropic_says(*pieces: str, reason: str | None = "end_turn") -> Step:
    message: dict[str, Any] = {
        "id": "m",
        "type": "message",
        "role": "assistant",
        "model": "tiny",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 120, "output_tokens": 1},
    }
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *(
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "text_delta", "text": piece},
            }
            for piece in pieces
        ),
    ]
    if reason is not None:
        events += [
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": reason, "stop_sequence": None},
                "usage": {"output_tokens": 30},
            },
            {"type": "message_stop"},
        ]
    return sends_raw(*(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events))


def google_says(*pieces: str, reason: str | None = "STOP") -> Step:
    chunks: list[dict[str, Any]] = [
        {"candidates": [{"index": 0, "content": {"role": "model", "parts": [{"text": piece}]}}]}
        for piece in pieces
    ]
    if reason is not None:
        chunks[-1]["candidates"][0]["finishReason"] = reason
        chunks[-1]["usageMetadata"] = {
            "promptTokenCount": 120,
            "candidatesTokenCount": 30,
            "totalTokenCount": 150,
        }
    return sends_raw(*(f"data: {json.dumps(chunk)}\r\n\r\n" for chunk in chunks))


def opened(provider: Provider, kind: str) -> LanguageModel:
    address = provider.address
    if kind in ("anthropic", "google"):
        address = address.removesuffix("/v1")
    [writer] = opened_models(
        address, writer=f"{kind}:tiny", api_key="sk-secret", retries=0, first_token_seconds=3
    ).writers
    assert isinstance(writer, ModelWriter)
    return writer._asking.model


WHOLE = [
    ("openai", says("Five ", "days.")),
    ("ollama", says("Five ", "days.")),
    ("compatible", says("Five ", "days.")),
    ("anthropic", anthropic_says("Five ", "days.")),
    ("google", google_says("Five ", "days.")),
]
BROKEN = [
    ("openai", says("Five ", reason="length")),
    ("anthropic", anthropic_says("Five ", reason="max_tokens")),
    ("anthropic", anthropic_says("Five ", reason=None)),
    ("google", google_says("Five ", reason="MAX_TOKENS")),
    ("google", google_says("Five ", reason=None)),
]


@pytest.mark.parametrize(("kind", "step"), WHOLE, ids=[kind for kind, _ in WHOLE])
def test_every_provider_is_understood(provider: Provider, kind: str, step: Step) -> None:
    provider.plays(step)

    heard = heard_from(opened(provider, kind))

    assert heard.text == "Five days."
    assert heard.finished is not None
    assert heard.finished.is_complete
    [call] = heard.calls
    assert (call.model, call.tokens_in, call.tokens_out) == (f"{kind}:tiny", 120, 30)


@pytest.mark.parametrize(("kind", "step"), BROKEN)
def test_what_breaks_off_is_never_whole(provider: Provider, kind: str, step: Step) -> None:
    provider.plays(step)
    model = opened(provider, kind)

    try:
        heard = heard_from(model)
    except ModelFault:
        return
    assert heard.finished is not None
    assert not heard.finished.is_complete


@pytest.mark.parametrize("kind", [kind for kind, _ in WHOLE])
@pytest.mark.parametrize(
    ("status", "fault"),
    [(401, FaultKind.REFUSED), (429, FaultKind.TOO_MANY), (500, FaultKind.FAILED)],
)
def test_every_provider_s_refusals_are_told_apart(
    provider: Provider, kind: str, status: int, fault: FaultKind
) -> None:
    provider.plays(fails(status))

    with pytest.raises(ModelFault) as caught:
        heard_from(opened(provider, kind))

    assert caught.value.kind is fault
    assert len(provider.asked) == 1
    assert "sk-secret" not in str(caught.value)


def test_a_server_of_one_s_own_is_sent_nothing_that_it_may_not_know(provider: Provider) -> None:
    heard_from(opened(provider, "compatible"))

    [asked] = provider.asked
    assert asked.keys() <= {
        "messages",
        "model",
        "stream",
        "stream_options",
        "temperature",
        "max_tokens",
        "max_completion_tokens",
    }
