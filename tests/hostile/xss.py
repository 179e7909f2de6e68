"""Text that tries to become markup, script, style or a request: one payload a line.

`payloads()` is what every page that shows other people's words has to withstand, the chat element
and the console alike; `as_events` puts one payload into every field that a customer's page hears.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("xss_payloads.txt")
CANARY = "canary.example"
"""Whatever asks this host was made to."""

Facts = Mapping[str, object]


@cache
def payloads() -> tuple[str, ...]:
    """Return every payload."""
    return tuple(_FILE.read_text(encoding="utf-8").split("\n")[:-1])


def as_events(payload: str, name: str) -> tuple[tuple[str, Facts], ...]:
    """Return a turn, a card and a handoff in which every text is the payload."""
    record, done = f"rec_{name}", f"rec_{name}_done"
    return (
        ("message.received", {"record": record, "text": payload, "at": payload}),
        ("reply.started", {"record": record}),
        ("reply.claim", {"record": record, **_claim(payload)}),
        ("reply.finished", _reply(record, payload, claims=[_claim(payload)])),
        ("reply.finished", _reply(f"{record}_asked", payload, choices=[_choice(payload)])),
        ("reply.finished", _reply(f"{record}_none", payload, outcome="abstained")),
        ("reply.finished", _reply(done, payload, outcome="action", action=_card(name, payload))),
        ("action.proposed", {**_card(f"{name}_more", payload), "control": payload}),
        ("action.settled", {"action": f"act_{name}", "state": payload}),
        ("handoff.requested", _handoff(record, payload)),
        ("agent.joined", {"agent": payload}),
        ("agent.message", {"id": payload, "text": payload, "agent": payload, "at": payload}),
        ("agent.left", {"agent": payload, "after": payload}),
    )


def _claim(payload: str) -> Facts:
    cited = {"title": payload, "headings": [payload], "url": payload, "quote": payload}
    known = {"article": payload, "version": payload, "passage": payload}
    return {"text": payload, "citations": [{**cited, **known}]}


def _choice(payload: str) -> Facts:
    return {"label": payload, "article": payload, "passage": payload}


def _card(name: str, payload: str) -> Facts:
    return {
        "action": f"act_{name}",
        "name": payload,
        "title": payload,
        "state": "awaiting_customer",
        "version": 1,
        "digest": payload,
        "rows": [[payload, payload]],
        "expires_at": payload,
    }


def _handoff(record: str, payload: str) -> Facts:
    known = {"handoff": payload, "is_staffed": True, "message": payload}
    return {"record": record, "reason": payload, "wait_seconds": 60, "position": payload, **known}


def _reply(record: str, payload: str, **more: object) -> Facts:
    return {
        "outcome": "answered",
        "reply": payload or "-",
        "claims": [],
        "choices": [],
        "action": None,
        "confidence": 1.0,
        "reason": payload,
        "record": record,
        "conversation": payload,
        "timings_ms": {},
        **more,
    }
