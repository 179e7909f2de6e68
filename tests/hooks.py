"""Webhooks as each helpdesk publishes that it sends them, signed as it signs."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handrail.adapters.helpdesks.chatwoot import Chatwoot, ChatwootPlace
from handrail.adapters.helpdesks.signatures import standard_headers
from handrail.adapters.helpdesks.webhook import WebhookDesk, WebhookPlace
from handrail.adapters.helpdesks.zammad import Zammad, ZammadPlace
from handrail.adapters.helpdesks.zendesk import Zendesk, ZendeskPlace
from handrail.flow.helpdesk_ports import Helpdesk
from handrail.kernel.clock import SystemClock
from tests.helpdesk_servers import WEBHOOK_SECRET

SECRET = "a-signing-secret-of-the-helpdesk"
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Sent:
    """Hold a webhook as it comes over the line."""

    headers: dict[str, str]
    body: bytes


Signing = Callable[[object, datetime, str], Sent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """Hold how one helpdesk speaks."""

    name: str
    desk: Helpdesk
    sign: Signing
    said: Callable[..., Any]
    """An agent's answer: ticket, message id, text, name."""
    closed: Callable[[str], Any]
    others: tuple[Any, ...]
    """Events that the customer need not know of."""
    signed_headers: tuple[str, ...]


def _plain(event: object) -> bytes:
    return json.dumps(event).encode()


def _zendesk(event: object, now: datetime, _ref: str) -> Sent:
    body, at = _plain(event), now.strftime("%Y-%m-%dT%H:%M:%SZ")
    mac = hmac.new(SECRET.encode(), at.encode() + body, hashlib.sha256).digest()
    return Sent(
        {
            "x-zendesk-webhook-signature": base64.b64encode(mac).decode(),
            "x-zendesk-webhook-signature-timestamp": at,
        },
        body,
    )


def _chatwoot(event: object, now: datetime, ref: str) -> Sent:
    body, at = _plain(event), str(int(now.timestamp()))
    mac = hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"x-chatwoot-signature": f"sha256={mac}", "x-chatwoot-timestamp": at}
    return Sent(headers | {"x-chatwoot-delivery": ref}, body)


def _zammad(event: object, _now: datetime, ref: str) -> Sent:
    body = _plain(event)
    mac = hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
    headers = {"x-hub-signature": f"sha1={mac}", "x-zammad-trigger": "Handrail"}
    return Sent(headers | {"x-zammad-delivery": ref}, body)


def _standard(event: object, now: datetime, ref: str) -> Sent:
    body = _plain(event)
    return Sent(standard_headers(WEBHOOK_SECRET, ref, now, body), body)


def _zendesk_event(kind: str, ticket: str, event: object, ref: str) -> dict[str, object]:
    return {
        "account_id": 22129848,
        "detail": {"id": ticket, "status": "OPEN", "is_public": True, "via": {"channel": "web"}},
        "event": event,
        "id": ref,
        "subject": f"zen:ticket:{ticket}",
        "time": "2026-03-02T12:00:00.304701605Z",
        "type": f"zen:event-type:ticket.{kind}",
        "zendesk_event_version": "2022-11-06",
    }


def _zendesk_comment(
    ticket: str, ref: str, text: str, name: str = "Mia", **changes: Any
) -> dict[str, object]:
    author = {"id": "58", "is_staff": changes.pop("is_staff", True), "name": name}
    comment = {"author": author, "body": text, "html_body": "…", "id": ref, "is_public": True}
    event = {"comment": comment | changes, "meta": {"sequence": {"id": "1", "position": 2}}}
    return _zendesk_event("comment_added", ticket, event, f"event-{ref}")


def _zendesk_closed(ticket: str) -> dict[str, object]:
    event = {"current": "SOLVED", "previous": "OPEN"}
    return _zendesk_event("status_changed", ticket, event, f"closed-{ticket}")


def _chatwoot_said(
    ticket: str, ref: str, text: str, name: str = "Mia", **changes: Any
) -> dict[str, object]:
    return {
        "event": "message_created",
        "id": int(ref),
        "content": text,
        "created_at": "2026-03-02 12:00:00 UTC",
        "message_type": "outgoing",
        "content_type": "text",
        "content_attributes": {},
        "private": False,
        "sender": {"id": 1, "name": name, "email": "mia@shop.example", "type": "user"},
        "conversation": {"id": int(ticket), "status": "open", "inbox_id": 3},
        "account": {"id": 7, "name": "Shop"},
    } | changes


def _chatwoot_closed(ticket: str, status: str = "resolved") -> dict[str, object]:
    return {
        "event": "conversation_status_changed",
        "id": int(ticket),
        "inbox_id": 3,
        "status": status,
        "messages": [],
        "account": {"id": 7},
    }


def _zammad_said(
    ticket: str, ref: str, text: str, name: str = "Mia", **changes: Any
) -> dict[str, object]:
    article = {
        "id": int(ref),
        "body": text,
        "content_type": "text/plain",
        "internal": False,
        "sender": "Agent",
        "type": "note",
        "created_by": {"id": 3, "firstname": name, "lastname": "", "email": "mia@shop.example"},
    }
    state = changes.pop("state", "open")
    ticket_ = {"id": int(ticket), "number": "31003", "state": state, "title": "Refund"}
    return {"ticket": ticket_, "article": article | changes}


def _zammad_closed(ticket: str) -> dict[str, object]:
    return {"ticket": {"id": int(ticket), "number": "31003", "state": "closed"}, "article": None}


def _standard_said(ticket: str, ref: str, text: str, name: str = "Mia") -> dict[str, object]:
    data = {"ticket": ticket, "id": ref, "text": text, "agent": name}
    return {"type": "agent.message", "timestamp": "2026-03-02T12:00:00Z", "data": data}


def _standard_closed(ticket: str) -> dict[str, object]:
    return {
        "type": "ticket.closed",
        "timestamp": "2026-03-02T12:00:00Z",
        "data": {"ticket": ticket},
    }


ALL = {
    speaking.name: speaking
    for speaking in (
        Speaking(
            name="zendesk",
            desk=Zendesk(ZendeskPlace(url=NOWHERE, email="a@b.c", token="t", secret=SECRET)),
            sign=_zendesk,
            said=_zendesk_comment,
            closed=_zendesk_closed,
            others=(
                _zendesk_comment("101", "1", "our own note", is_public=False),
                _zendesk_comment("101", "2", "from the customer", is_staff=False),
                _zendesk_event("status_changed", "101", {"current": "PENDING"}, "p"),
                _zendesk_event("priority_changed", "101", {"current": "HIGH"}, "h"),
            ),
            signed_headers=(
                "x-zendesk-webhook-signature",
                "x-zendesk-webhook-signature-timestamp",
            ),
        ),
        Speaking(
            name="chatwoot",
            desk=Chatwoot(ChatwootPlace(url=NOWHERE, account=7, inbox=3, token="t", secret=SECRET)),
            sign=_chatwoot,
            said=_chatwoot_said,
            closed=_chatwoot_closed,
            others=(
                _chatwoot_said("101", "1", "our own brief", private=True),
                _chatwoot_said("101", "2", "from the customer", message_type="incoming"),
                _chatwoot_said("101", "3", "a bot", sender={"type": "agent_bot", "name": "B"}),
                _chatwoot_said("101", "4", "a form", message_type="template"),
                _chatwoot_closed("101", "open"),
                {"event": "conversation_created", "id": 101, "status": "open"},
            ),
            signed_headers=("x-chatwoot-signature", "x-chatwoot-timestamp"),
        ),
        Speaking(
            name="zammad",
            desk=Zammad(
                ZammadPlace(url=NOWHERE, token="t", group="Users", customer="a@b.c", secret=SECRET)
            ),
            sign=_zammad,
            said=_zammad_said,
            closed=_zammad_closed,
            others=(
                _zammad_said("101", "1", "our own note", internal=True),
                _zammad_said("101", "2", "from the customer", sender="Customer"),
                _zammad_said("101", "3", "by the system", sender={"name": "System"}),
            ),
            signed_headers=("x-hub-signature",),
        ),
        Speaking(
            name="webhook",
            desk=WebhookDesk(WebhookPlace(url=NOWHERE, secrets=(WEBHOOK_SECRET,)), SystemClock()),
            sign=_standard,
            said=_standard_said,
            closed=_standard_closed,
            others=({"type": "agent.typing", "timestamp": "2026-03-02T12:00:00Z", "data": {}},),
            signed_headers=("webhook-id", "webhook-timestamp", "webhook-signature"),
        ),
    )
}


def flipped(sent: Sent, place: int, names: tuple[str, ...]) -> Sent:
    """Return a webhook with one bit changed, in its body or in a header that signs or is signed."""
    bits = 8 * len(sent.body)
    if place < bits:
        body = bytearray(sent.body)
        body[place // 8] ^= 1 << place % 8
        return Sent(sent.headers, bytes(body))
    place -= bits
    headers = dict(sent.headers)
    for name in names:
        size = 7 * len(headers[name])
        if place < size:
            at, bit = divmod(place, 7)
            held = headers[name]
            changed = chr(ord(held[at]) ^ (1 << bit))
            headers[name] = held[:at] + changed + held[at + 1 :]
            return Sent(headers, sent.body)
        place -= size
    raise IndexError


def bits_of(sent: Sent, names: tuple[str, ...]) -> int:
    """Return how many bits can be changed."""
    return 8 * len(sent.body) + 7 * sum(len(sent.headers[name]) for name in names)
