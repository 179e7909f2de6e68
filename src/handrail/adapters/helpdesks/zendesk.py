"""Zendesk: the Ticketing API out, event webhooks in.

What we write is an internal note, so Zendesk mails it to nobody; what an agent writes publicly is
told to the customer. Opening takes an idempotency key; a note that may be there already is looked
for first. See developer.zendesk.com: Ticketing API, and webhook event types of tickets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from handrail.adapters.helpdesks.calling import (
    HttpDesk,
    Reply,
    found_in,
    in_path,
    read_event,
    rows_in,
)
from handrail.adapters.helpdesks.signatures import (
    moment_of_iso,
    named,
    require_recent,
    require_same,
    sha256_base64,
)
from handrail.adapters.helpdesks.ticket_text import is_ours, message_text, ours, ticket_text
from handrail.flow.delivery import HELPDESK_KINDS
from handrail.flow.helpdesk_ports import AgentSaid, Hook, TicketClosed
from handrail.flow.parcels import Closing, Letter, Note, Notice, NotTaken, Parcel, Taken, Ticket

_COMMENT = "zen:event-type:ticket.comment_added"
_STATUS = "zen:event-type:ticket.status_changed"
_DONE = frozenset({"SOLVED", "CLOSED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ZendeskPlace:
    """Hold where a Zendesk account is, and what opens it."""

    url: str
    email: str
    token: str
    secret: str
    """Signing secret of the webhook."""
    group: str | None = None


class Zendesk:
    """Open tickets, add to them, and hear what agents answer."""

    kinds = HELPDESK_KINDS
    may_double = None

    def __init__(self, place: ZendeskPlace) -> None:
        self._place = place
        self._desk = HttpDesk(place.url, {}, auth=(f"{place.email}/token", place.token))

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
        """Try once."""
        match parcel:
            case Ticket():
                return self._open(parcel, is_repeated=is_repeated)
            case Note():
                return self._add(parcel, is_repeated=is_repeated)
            case Closing():
                return self._update(parcel.ticket, {"status": "solved"})
            case Letter() | Notice():
                raise AssertionError("helpdesks are sent tickets")
            case other:
                assert_never(other)

    def hear(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Hook:
        """Return what a webhook says; raises NotAuthenticated, BadInput."""
        at = named(headers, "x-zendesk-webhook-signature-timestamp")
        right = sha256_base64(self._place.secret.encode(), at.encode() + body)
        require_same(named(headers, "x-zendesk-webhook-signature"), right)
        require_recent(moment_of_iso(at), now)
        return read_event(body, _hook)

    def _open(self, ticket: Ticket, *, is_repeated: bool) -> Taken | NotTaken:
        if is_repeated:  # the idempotency key is kept there for hours, the reference for ever
            params = {"external_id": ticket.ref}
            found = self._desk.ask("GET", "/api/v2/tickets.json", params=params)
            if isinstance(found, NotTaken):
                return found
            for row in rows_in(found.body, "tickets"):
                if row.get("external_id") == ticket.ref:
                    return Taken(remote=str(row["id"]))
        asked: dict[str, object] = {
            "subject": ticket.subject,
            "comment": _comment(ticket_text(ticket)),
            "priority": ticket.handoff.priority.value,
            "external_id": ticket.ref,
            "tags": ["handrail", ticket.handoff.reason.value],
        }
        if self._place.group is not None:
            asked["group_id"] = int(self._place.group)
        reply = self._desk.ask(
            "POST",
            "/api/v2/tickets.json",
            json_body={"ticket": asked},
            headers={"Idempotency-Key": ticket.ref},
        )
        return _named_in(reply)

    def _add(self, note: Note, *, is_repeated: bool) -> Taken | NotTaken:
        if is_repeated:
            path = f"/api/v2/tickets/{in_path(note.ticket)}/comments.json"
            found = self._desk.ask("GET", path, params={"sort": "-created_at"})
            if isinstance(found, NotTaken):
                return found
            if any(is_ours(note.ref, row.get("body")) for row in rows_in(found.body, "comments")):
                return Taken(remote=note.ticket)
        text = f"{message_text(note.message)}\n\n{ours(note.ref)}"
        return self._update(note.ticket, {"comment": _comment(text)})

    def _update(self, ticket: str, changes: Mapping[str, object]) -> Taken | NotTaken:
        path = f"/api/v2/tickets/{in_path(ticket)}.json"
        return _named_in(self._desk.ask("PUT", path, json_body={"ticket": dict(changes)}))


def _comment(text: str) -> dict[str, object]:
    return {"body": text, "public": False}


def _named_in(reply: Reply | NotTaken) -> Taken | NotTaken:
    if isinstance(reply, NotTaken):
        return reply
    ref = found_in(reply.body, "ticket", "id")
    return NotTaken(why="It names no ticket.") if ref is None else Taken(remote=str(ref))


def _hook(event: Any) -> Hook:
    ref, kind = str(event["id"]), event["type"]
    if kind == _STATUS:
        is_done = str(event["event"]["current"]).upper() in _DONE
        happened = (TicketClosed(ticket=str(event["detail"]["id"])),) if is_done else ()
        return Hook(id=ref, happened=happened)
    comment = found_in(event, "event", "comment")
    if kind != _COMMENT or not comment["is_public"] or not found_in(comment, "author", "is_staff"):
        return Hook(id=ref, happened=())
    said = AgentSaid(
        ticket=str(event["detail"]["id"]),
        message=str(comment["id"]),
        text=str(comment["body"]),
        by=str(found_in(comment, "author", "name") or ""),
    )
    return Hook(id=ref, happened=(said,))
