"""Whatever a provider does, the customer has an honest reply or a person, in time and in budget."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from handrail.domain.decision.model import Answer, TurnRecord
from handrail.domain.knowledge.model import Audience
from tests.adapters.models.opened import NAME, opened_models
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
    writes,
)
from tests.fakes import FakeLedger
from tests.flow.desk import Desk
from tests.flow.writers import QUOTES, calibrated

QUESTION = "How long does a refund take?"
QUOTE = "A refund takes 5 days to reach your bank."
IN_TIME = 1.5 + 0.7  # the turn's seconds, and some for a busy machine
LIES = [
    writes(("Refunds are instant.", 1, "Refunds are instant.")),
    writes(("It takes 2 days.", 1, QUOTE)),
    writes(("It takes 5 days.", 7, QUOTE)),
    says('{"claims": [{"text": "Refunds are instant."}]}'),
    says("Refunds are instant. <tool_call>refund(1000)</tool_call>"),
]
TROUBLE: list[Step] = [
    hangs,
    waits_before_the_first_word(30),
    drips("word ", 0.05),
    floods("word " * 200),
    drips('{"claims": [', 0.05),
    fails(429),
    fails(429, Retry_After="3600"),
    fails(429, Retry_After="soon"),
    fails(500),
    fails(503),
    fails(401),
    fails(404),
    fails(400),
    half_closes(),
    half_closes('{"claims": [{"text": "It takes'),
    says('{"claims": [{"text": "It takes', reason="length"),
    says("", reason="content_filter"),
    says(""),
    says("I am sorry, I cannot help with that."),
    sends_raw("data: {not json\n\n"),
    sends_raw("data: null\n\n"),
    sends_raw('data: {"choices": [{"delta": {"content": 7}}]}\n\n'),
    sends_raw("\x00\xff\x00"),
    *LIES,
]


def a_desk(provider: Provider, ledger: FakeLedger | None = None, **changes: Any) -> Desk:
    desk = Desk()
    calibrated(desk, QUOTES, 0.0)
    desk.knows("help/refunds.md", "Refunds", f"{QUOTE} Ask for a refund within 30 days.")
    models = opened_models(provider.address, ledger, **changes)
    think = replace(desk.ports.think, models=models, bound_to={"writer": QUOTES})
    desk.ports = replace(desk.ports, think=think)
    return desk


def is_honest(record: TurnRecord) -> bool:
    """Tell whether all that is said stands word for word in the article."""
    if not isinstance(record.outcome, Answer):
        return bool(record.reply)
    return all(claim.text in f"{QUOTE} Ask for a refund" for claim in record.outcome.claims)


@pytest.mark.parametrize("step", TROUBLE)
def test_the_customer_has_an_honest_reply_in_time(provider: Provider, step: Step) -> None:
    provider.plays(step)
    desk = a_desk(provider)
    began = time.monotonic()

    record = desk.hears(QUESTION)

    assert time.monotonic() - began < IN_TIME
    assert is_honest(record)
    assert "instant" not in record.reply
    assert record.calls
    assert len(provider.asked) <= 6


def test_two_providers_in_trouble_share_the_same_seconds(provider: Provider) -> None:
    provider.plays(hangs)
    desk = a_desk(provider, fallbacks=("compatible:other", "compatible:third"))
    began = time.monotonic()

    record = desk.hears(QUESTION)

    assert time.monotonic() - began < IN_TIME
    assert is_honest(record)


def test_a_reader_in_trouble_leaves_time_for_the_writer(provider: Provider) -> None:
    provider.plays(hangs, writes(("Your refund takes 5 days to reach your bank.", 1, QUOTE)))
    desk = a_desk(provider, reader=NAME, retries=0)
    name = desk.ports.think.models.writers[0].name  # type: ignore[union-attr]
    calibrated(desk, name, 0.0)
    began = time.monotonic()

    record = desk.hears(QUESTION)

    assert time.monotonic() - began < IN_TIME
    assert record.reply == "Your refund takes 5 days to reach your bank."
    assert [call.task for call in record.calls] == ["read", "write"]


def test_a_provider_that_comes_back_is_heard_after_a_retry(provider: Provider) -> None:
    provider.plays(fails(503), writes(("Your refund takes 5 days to reach your bank.", 1, QUOTE)))
    desk = a_desk(provider)
    calibrated(desk, desk.ports.think.models.writers[0].name, 0.0)  # type: ignore[union-attr]

    record = desk.hears(QUESTION)

    assert record.reply == "Your refund takes 5 days to reach your bank."
    assert [call.result for call in record.calls] == ["failed", "finished"]
    assert all(call.prompt.startswith("write.v1-") for call in record.calls)


def test_without_budget_the_articles_are_quoted_and_nobody_is_asked(provider: Provider) -> None:
    ledger = FakeLedger()
    desk = a_desk(provider, ledger, tokens_per_day=10)

    record = desk.hears(QUESTION)

    assert is_honest(record)
    assert [call.result for call in record.calls] == ["no_budget"]
    assert record.fault is not None
    assert "budget" in record.fault
    assert provider.asked == []


def test_a_conversation_stops_spending_at_its_budget_and_goes_on_with_quotations(
    provider: Provider,
) -> None:
    provider.plays(writes(("Your refund takes 5 days to reach your bank.", 1, QUOTE)))
    ledger = FakeLedger()
    desk = a_desk(provider, ledger, tokens_per_conversation=5_000)
    patient = replace(desk.ports.think, most_turns=1_000)  # the same question is asked again
    desk.ports = replace(desk.ports, think=patient)
    first = desk.hears("Hello!")

    records = [desk.hears(QUESTION, after=first) for _ in range(40)]

    assert all(record.reply for record in records)
    spent = [tokens for (scope, _, _), (tokens, _) in ledger.spent.items() if scope != "day"]
    assert max(spent) <= 5_000
    assert 0 < len(provider.asked) < 40


def test_what_a_provider_is_sent_holds_no_internal_text(provider: Provider) -> None:
    provider.plays(writes(("It takes 5 days.", 1, QUOTE)))
    desk = a_desk(provider)
    body = "A refund is refused to whoever is on the goodwill list."
    desk.knows("help/internal.md", "Refund rules", body, audience=Audience.INTERNAL)

    desk.hears(QUESTION)

    assert provider.asked
    assert not any("goodwill" in content for content in provider.contents())
    assert all(json.loads(content)["stream"] for content in provider.contents())
