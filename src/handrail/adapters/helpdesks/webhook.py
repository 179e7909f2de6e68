"""Any system that speaks Standard Webhooks: events out, answers in, each signed.

The id of an event is that of its delivery: whoever gets it twice does it once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from handrail.adapters.helpdesks.calling import HttpDesk, read_event
from handrail.adapters.helpdesks.signatures import require_standard, standard_headers
from handrail.domain.conversation.model import Message
from handrail.flow.delivery import HELPDESK_KINDS
from handrail.flow.helpdesk_ports import AgentSaid, Hook, TicketClosed
from handrail.flow.parcels import Closing, Letter, Note, Notice, NotTaken, Parcel, Taken, Ticket
from handrail.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookPlace:
    """Hold where events are posted, and the secrets that both sides know."""

    url: str
    secrets: tuple[str, ...]
    """The first signs what goes out; any of them is good for what comes in."""


class WebhookDesk:
    """Post events about handoffs, and hear what people answer."""

    kinds = HELPDESK_KINDS
    may_double = None

    def __init__(self, place: WebhookPlace, clock: Clock) -> None:
        self._place = place
        self._clock = clock
        self._desk = HttpDesk("", {})

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:  # noqa: ARG002 - every try has the same id
        """Try once."""
        ticket, event = _event(parcel)
        body = json.dumps(event, ensure_ascii=False).encode("utf-8", "replace")
        now = self._clock.now()
        headers = standard_headers(self._place.secrets[0], parcel.ref, now, body)
        reply = self._desk.ask("POST", self._place.url, content=body, headers=headers)
        return reply if isinstance(reply, NotTaken) else Taken(remote=ticket)

    def hear(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Hook:
        """Return what a webhook says; raises NotAuthenticated, BadInput."""
        ref = require_standard(self._place.secrets, headers, body, now)
        return read_event(body, partial(_hook, ref))


def _event(parcel: Parcel) -> tuple[str, dict[str, object]]:
    """Return the ticket's id, which is that of its first delivery, and the event."""
    match parcel:
        case Ticket(handoff=handoff, conversation=conversation):
            data: dict[str, object] = {
                "ticket": parcel.ref,
                "conversation": conversation.id,
                "channel": conversation.channel,
                "subject": parcel.subject,
                "reason": handoff.reason.value,
                "queue": handoff.queue,
                "priority": handoff.priority.value,
                "language": handoff.language,
                "is_staffed": handoff.is_staffed,
                "requested_at": handoff.requested_at.isoformat(),
                "due_at": None if handoff.due_at is None else handoff.due_at.isoformat(),
                "brief": parcel.brief,
                "messages": [_message(message) for message in conversation.messages],
            }
            return parcel.ref, _said("handoff.requested", handoff.requested_at, data)
        case Note(ticket=ticket, message=message):
            data = {"ticket": ticket, "message": _message(message)}
            return ticket, _said("message.added", message.at, data)
        case Closing(ticket=ticket, handoff=handoff):
            at = handoff.ended_at or handoff.requested_at
            data = {"ticket": ticket, "state": handoff.state.value}
            return ticket, _said("handoff.ended", at, data)
        case Letter() | Notice():
            raise AssertionError("helpdesks are sent tickets")
        case other:
            assert_never(other)


def _said(kind: str, at: datetime, data: dict[str, object]) -> dict[str, object]:
    return {"type": kind, "timestamp": at.isoformat(), "data": data}


def _message(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "author": message.author.value,
        "by": message.by,
        "text": message.text,
        "at": message.at.isoformat(),
    }


def _hook(ref: str, event: Any) -> Hook:
    kind, data = event["type"], event["data"]
    if kind == "ticket.closed":
        return Hook(id=ref, happened=(TicketClosed(ticket=_text(data["ticket"])),))
    if kind != "agent.message":
        return Hook(id=ref, happened=())
    said = AgentSaid(
        ticket=_text(data["ticket"]),
        message=_text(data["id"]),
        text=_text(data["text"]),
        by=_text(data.get("agent") or ""),
    )
    return Hook(id=ref, happened=(said,))


def _text(held: object) -> str:
    if not isinstance(held, str):
        raise TypeError("not a text")
    return held
