"""Conversations of the sample company, written by a seeded generator and held by the real thing.

Questions are the labelled ones of `evaluations/datasets`, which no calibration has seen. Around
them: greetings and thanks, follow-ups, requests for a person, and signed-in customers who ask for
something to be done to orders that the sample's order system knows.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.json_lines import json_lines
from handrail.app import App
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.flow.handle_message import handle_message
from handrail.flow.identify_customer import identify_customer
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.sample.host import identity_token
from handrail.sample.project import shared_secrets
from handrail.sample.simulation.running import SetClock

_DATASETS = Path(__file__).parents[1] / "evaluations/datasets"
_APART = timedelta(minutes=15)
_BETWEEN = timedelta(seconds=20)
_GREETINGS = ("hi", "hello", "good morning", "hey there")
_THANKS = ("thank you!", "thanks, that helps", "great, thanks", "ok thank you")
_FOR_A_PERSON = (
    "I'd like to talk to a person please",
    "can I speak to a human",
    "get me a real person",
    "please connect me with someone from your team",
)
_DEEDS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("cus-1001", ("I would like a refund of 30 euros for order CC-4410287",)),
    ("cus-1001", ("Please refund order CC-4410287", "20 euros")),
    ("cus-1001", ("cancel order CC-4410466 please",)),
    ("cus-1001", ("please send me the invoice for order CC-4410287 again",)),
    ("cus-1001", ("Please change my e-mail address to mara.new@example.com",)),
    ("cus-1002", ("I would like 300 euros back for order CC-4409950, the neck is warped.",)),
    ("cus-1002", ("I want a refund of 600 euros for CC-4409950",)),
    ("cus-1002", ("cancel my order CC-4410431",)),
    ("cus-1003", ("refund 100 euros for CC-4410302 please",)),
    ("cus-1003", ("cancel order CC-4410470",)),
    ("cus-1004", ("please cancel order CC-4410458",)),
    ("cus-1004", ("I want 40 euros back for order CC-4410203",)),
    ("cus-1005", ("refund 45 euros of order CC-4410155",)),
    ("cus-1005", ("resend the invoice of CC-4410155",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Hold what one customer writes, and who is signed in."""

    says: tuple[str, ...]
    customer: str | None = None


def written(count: int, seed: int) -> Iterator[Lines]:
    """Yield what customers write: the same for the same seed."""
    draw = random.Random(seed)
    asked = _questions()
    draw.shuffle(asked)
    for number in range(count):
        kind = draw.random()
        says = asked[number % len(asked)]
        if kind < 0.10:
            customer, deed = draw.choice(_DEEDS)
            yield Lines(says=deed, customer=customer)
        elif kind < 0.16:
            yield Lines(says=(*says, draw.choice(_FOR_A_PERSON)))
        elif kind < 0.30:
            yield Lines(says=(draw.choice(_GREETINGS), *says, draw.choice(_THANKS)))
        elif kind < 0.55:
            more = asked[draw.randrange(len(asked))]
            yield Lines(says=(*says, *more))
        else:
            yield Lines(says=says)


def held(count: int, seed: int, app: App, clock: SetClock) -> int:
    """Hold the conversations with a project that runs on this clock; return how many turns."""
    turns = 0
    for lines in written(count, seed):
        clock.step(_APART)
        turns += _held(lines, app, clock)
    return turns


def days_back(count: int) -> SetClock:
    """Return a clock on which so many conversations end before the present moment."""
    return SetClock(datetime.now(UTC) - (count + 2) * (_APART + 6 * _BETWEEN))


def opened_for(customer: str | None, app: App) -> ConversationId:
    """Open a conversation, and sign its customer in where there is one."""
    ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
    ref = open_conversation(Opening(channel="web", locale="en"), ports).id
    if customer is not None:
        secret = shared_secrets(app).identity
        token = identity_token(secret, customer, app.clock.now(), app.ids)
        identify_customer(ref, token, "", app.identity_ports())
    return ref


def _held(lines: Lines, app: App, clock: SetClock) -> int:
    ref = opened_for(lines.customer, app)
    for text in lines.says:
        clock.step(_BETWEEN)
        inbound = InboundMessage(conversation=ref, text=text, locale="en", channel="web")
        handle_message(inbound, app.message_ports())
    return len(lines.says)


def _questions() -> list[tuple[str, ...]]:
    return [
        (*labelled.get("history", ()), labelled["question"])
        for name in ("sample_answers", "sample_retrieval")
        for labelled in json_lines(_DATASETS / f"{name}.jsonl")
    ]
