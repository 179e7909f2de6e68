"""Conversations that were handed over, told in a few words."""

from typing import Any

from benchmarks.brief_cases import facts_of
from handrail.domain.handoff.facts import BriefFacts
from handrail.domain.handoff.model import Brief, Slot
from handrail.domain.handoff.write_brief import write_brief

RETURNS = "help/returns/return-policy.md"
LOST = "help/shipping/lost-parcel.md"

Said = dict[str, Any]


def says(text: str, kind: str = "handed_off", **more: Any) -> Said:
    """Build a turn: what the customer says, and what came of it."""
    return {"says": text, "is": kind, **more}


def abstained(text: str, *nearest: str) -> Said:
    return says(text, "abstained", why="low_confidence", nearest=list(nearest))


def answered(text: str, *articles: str) -> Said:
    return says(text, "answered", articles=list(articles or (RETURNS,)))


def asks_for_a_person(text: str = "a person please") -> Said:
    return says(text)


def a_refund_that(state: str, **more: Any) -> dict[str, Said]:
    arguments = {"order": "CC-4410287", "amount": 5970}
    return {"a1": {"name": "refund", "arguments": arguments, "state": state, **more}}


def handed_over(*turns: Said, **more: Any) -> BriefFacts:
    """Return the facts of a conversation of these turns."""
    row = {"id": "test", "language": "en", "reason": "customer_request", "turns": list(turns)}
    return facts_of({**row, **more})


def lines_of(facts: BriefFacts, slot: Slot) -> list[str]:
    """Return what the brief says under a slot."""
    return texts(write_brief(facts), slot)


def texts(brief: Brief, slot: Slot) -> list[str]:
    return [line.text for line in brief.of(slot)]
