"""What is promised of a provider that misbehaves: in time, within the budget, in plain words."""

import time
from contextlib import suppress
from typing import Any

import pytest

from handrail.adapters.models.writer import ModelWriter
from handrail.domain.decision.model import ModelCall
from handrail.flow.language_model import FaultKind, LanguageModel, ModelFault
from tests.adapters.models.opened import Heard, a_request, heard_from, opened_models
from tests.adapters.models.provider import (
    Provider,
    Step,
    drips,
    fails,
    floods,
    half_closes,
    hangs,
    says,
    sends_raw,
    waits_before_the_first_word,
)
from tests.fakes import FakeLedger

SLACK = 0.6  # seconds beyond a deadline, on a busy machine


def opened(provider: Provider, ledger: FakeLedger | None = None, **changes: Any) -> LanguageModel:
    [writer] = opened_models(provider.address, ledger, **changes).writers
    assert isinstance(writer, ModelWriter)
    return writer._asking.model


def outcome_of(model: LanguageModel) -> tuple[Heard | None, ModelFault | None]:
    """Return what was heard, or the fault."""
    try:
        return heard_from(model), None
    except ModelFault as fault:
        return None, fault


def spent(ledger: FakeLedger) -> int:
    [(tokens, _)] = [held for (scope, _, _), held in ledger.spent.items() if scope == "day"]
    return tokens


def test_what_a_model_says_comes_in_pieces_and_with_what_it_used(provider: Provider) -> None:
    provider.plays(says("Five ", "days."))

    heard = heard_from(opened(provider))

    assert heard.text == "Five days."
    assert heard.finished is not None
    assert heard.finished.is_complete
    [call] = heard.calls
    assert (call.model, call.prompt, call.result) == ("compatible:tiny", "write.v1-abc", "finished")
    assert (call.tokens_in, call.tokens_out) == (120, 30)
    assert call.ms > 0


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (hangs, FaultKind.TOO_SLOW),
        (waits_before_the_first_word(30), FaultKind.TOO_SLOW),
        (fails(429), FaultKind.TOO_MANY),
        (fails(429, Retry_After="600"), FaultKind.TOO_MANY),
        (fails(500), FaultKind.FAILED),
        (fails(503), FaultKind.FAILED),
        (fails(401), FaultKind.REFUSED),
        (fails(404), FaultKind.REFUSED),
        (sends_raw("data: {not json\n\n"), None),
        (sends_raw("data: []\n\n"), None),
        (sends_raw('data: {"choices": 7}\n\n'), None),
        (sends_raw("\x00\x01\x02"), None),
        (sends_raw(), None),
    ],
)
def test_whatever_a_provider_does_ends_in_time_with_a_plain_fault(
    provider: Provider, step: Step, kind: FaultKind | None
) -> None:
    provider.plays(step)
    began = time.monotonic()
    model = opened(provider)

    heard, fault = outcome_of(model)

    if fault is not None:
        assert kind in (None, fault.kind)
        assert "compatible:tiny" in str(fault)
        assert "\n" not in str(fault)
    if heard is not None:
        assert kind is None
        assert heard.finished is not None
        assert not heard.finished.is_complete
    assert time.monotonic() - began < 1.5 + SLACK


@pytest.mark.parametrize("step", [drips("word ", 0.05), floods("word " * 200)])
def test_a_reply_without_end_is_cut_off(provider: Provider, step: Step) -> None:
    provider.plays(step)
    began = time.monotonic()

    heard, fault = outcome_of(opened(provider))

    assert fault is None or fault.kind is FaultKind.TOO_SLOW
    assert heard is None or (heard.finished is not None and not heard.finished.is_complete)
    assert time.monotonic() - began < 1.5 + SLACK


@pytest.mark.parametrize("step", [half_closes("Five "), says("Five ", reason="length")])
def test_a_reply_that_breaks_off_is_not_taken_for_a_whole_one(
    provider: Provider, step: Step
) -> None:
    provider.plays(step)

    heard, fault = outcome_of(opened(provider))

    assert (heard is None) != (fault is None)
    assert heard is None or (heard.finished is not None and not heard.finished.is_complete)


def test_a_server_that_is_not_there_is_a_fault(provider: Provider) -> None:
    model = opened(provider, base_url="http://127.0.0.1:9/v1")

    with pytest.raises(ModelFault) as caught:
        heard_from(model)

    assert caught.value.kind is FaultKind.UNREACHABLE


def test_a_failed_call_is_tried_again_and_what_it_says_then_is_taken(provider: Provider) -> None:
    provider.plays(fails(500), fails(429, Retry_After="0.1"), says("Five days."))

    heard = heard_from(opened(provider))

    assert heard.text == "Five days."
    assert [call.result for call in heard.calls] == ["failed", "too_many", "finished"]
    assert len(provider.asked) == 3


def test_a_provider_that_asks_for_more_time_than_there_is_is_not_asked_again(
    provider: Provider,
) -> None:
    provider.plays(fails(429, Retry_After="30"))
    began = time.monotonic()

    with pytest.raises(ModelFault):
        heard_from(opened(provider))

    assert len(provider.asked) == 1
    assert time.monotonic() - began < 1.0


def test_a_wrong_key_is_not_tried_again(provider: Provider) -> None:
    provider.plays(fails(401))

    with pytest.raises(ModelFault):
        heard_from(opened(provider))

    assert len(provider.asked) == 1


def test_a_model_that_keeps_failing_is_left_alone(provider: Provider) -> None:
    provider.plays(fails(500))
    model = opened(provider, retries=0)
    for _ in range(5):
        with pytest.raises(ModelFault):
            heard_from(model)

    began = time.monotonic()
    with pytest.raises(ModelFault) as caught:
        heard_from(model)

    assert caught.value.kind is FaultKind.RESTING
    assert len(provider.asked) == 5
    assert time.monotonic() - began < 0.2


def test_what_was_reserved_is_settled_to_what_was_used(provider: Provider) -> None:
    ledger = FakeLedger()
    provider.plays(says("Five days.", tokens=(120, 30)))

    heard_from(opened(provider, ledger))

    assert spent(ledger) == 150


@pytest.mark.parametrize("step", [fails(500), fails(429), fails(401)])
def test_a_call_that_was_refused_costs_nothing(provider: Provider, step: Step) -> None:
    ledger = FakeLedger()
    provider.plays(step)

    with pytest.raises(ModelFault):
        heard_from(opened(provider, ledger))

    assert spent(ledger) == 0


@pytest.mark.parametrize("step", [hangs, half_closes("Five "), says("Five days.", tokens=None)])
def test_what_nobody_says_the_cost_of_counts_as_the_most_it_can_be(
    provider: Provider, step: Step
) -> None:
    ledger = FakeLedger()
    provider.plays(step)
    calls: list[ModelCall] = []

    with suppress(ModelFault):
        list(opened(provider, ledger, retries=0).stream(a_request(calls)))

    assert spent(ledger) >= 100
    assert spent(ledger) == calls[0].tokens_in + calls[0].tokens_out


def test_beyond_the_budget_nothing_is_asked(provider: Provider) -> None:
    model = opened(provider, tokens_per_conversation=150)

    with pytest.raises(ModelFault) as caught:
        heard_from(model)

    assert caught.value.kind is FaultKind.NO_BUDGET
    assert provider.asked == []


def test_prices_make_a_cost_and_money_has_a_limit(provider: Provider) -> None:
    prices = {"compatible:tiny": {"input_per_million": 1000.0, "output_per_million": 2000.0}}
    provider.plays(says("Five days.", tokens=(120, 30)))

    heard = heard_from(opened(provider, prices=prices))
    with pytest.raises(ModelFault) as caught:
        heard_from(opened(provider, prices=prices, cost_per_day=0.2))

    assert heard.calls[0].cost == pytest.approx(0.18)
    assert caught.value.kind is FaultKind.NO_BUDGET


def test_a_caller_who_stops_listening_stops_the_call(provider: Provider) -> None:
    provider.plays(drips("word ", 0.01))
    calls: list[ModelCall] = []
    stream = opened(provider).stream(a_request(calls))

    next(stream)
    stream.close()

    assert [call.result for call in calls] == ["broken_off"]
