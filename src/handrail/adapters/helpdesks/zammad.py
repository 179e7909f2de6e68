"""Zammad: its REST API out, webhooks of triggers in.

What we write is an internal note; a public article of an agent is told to the customer. Zammad
takes no idempotency key: before a repetition, tickets and articles are looked for by our reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from selectolax.lexbor import LexborHTMLParser

from handrail.adapters.helpdesks.calling import HttpDesk, found_in, in_path, read_event, rows_in
from handrail.adapters.helpdesks.signatures import named, require_same, sha1_hex
from handrail.adapters.helpdesks.ticket_text import is_ours, message_text, ours, ticket_text
from handrail.domain.handoff.model import Priority
from handrail.flow.delivery import HELPDESK_KINDS
from handrail.flow.helpdesk_ports import AgentSaid, Hook, TicketClosed
from handrail.flow.parcels import Closing, Letter, Note, Notice, NotTaken, Parcel, Taken, Ticket

_PRIORITY = {
    Priority.URGENT: "3 high",
    Priority.HIGH: "3 high",
    Priority.NORMAL: "2 normal",
    Priority.LOW: "1 low",
}
_DONE = frozenset({"closed"})
_MARK_CHARACTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ZammadPlace:
    """Hold where a Zammad is, and what opens it."""

    url: str
    token: str
    group: str
    customer: str
    """E-mail address of the user that tickets are opened for."""
    secret: str
    """HMAC token of the webhook."""


class Zammad:
    """Open tickets, add to them, and hear what agents answer."""

    kinds = HELPDESK_KINDS
    may_double = (
        "a ticket, where the reply was lost and Zammad's search has not found it by the next try"
    )

    def __init__(self, place: ZammadPlace) -> None:
        self._place = place
        self._desk = HttpDesk(place.url, {"Authorization": f"Token token={place.token}"})

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
        """Try once."""
        match parcel:
            case Ticket():
                return self._open(parcel, is_repeated=is_repeated)
            case Note():
                return self._add(parcel, is_repeated=is_repeated)
            case Closing():
                path = f"/api/v1/tickets/{in_path(parcel.ticket)}"
                reply = self._desk.ask("PUT", path, json_body={"state": "closed"})
                return reply if isinstance(reply, NotTaken) else Taken(remote=parcel.ticket)
            case Letter() | Notice():
                raise AssertionError("helpdesks are sent tickets")
            case other:
                assert_never(other)

    def hear(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Hook:  # noqa: ARG002 - Zammad signs no time
        """Return what a webhook says; raises NotAuthenticated, BadInput.

        Zammad signs the body alone, without a time: an old one that comes again is known by what it
        tells of.
        """
        right = f"sha1={sha1_hex(self._place.secret, body)}"
        require_same(named(headers, "x-hub-signature"), right)
        ref = named(headers, "x-zammad-delivery")
        return read_event(body, partial(_hook, ref))

    def _open(self, ticket: Ticket, *, is_repeated: bool) -> Taken | NotTaken:
        mark = f"[{ticket.ref[-_MARK_CHARACTERS:]}]"
        if is_repeated:
            params = {"query": ticket.ref[-_MARK_CHARACTERS:], "expand": "true", "limit": "20"}
            found = self._desk.ask("GET", "/api/v1/tickets/search", params=params)
            if isinstance(found, NotTaken):
                return found
            for row in rows_in(found.body):
                if str(row.get("title", "")).endswith(mark):
                    return Taken(remote=str(row["id"]))
        asked = {
            "title": f"{ticket.subject} {mark}",
            "group": self._place.group,
            "customer": self._place.customer,
            "priority": _PRIORITY[ticket.handoff.priority],
            "article": _article(ticket_text(ticket), ticket.subject),
        }
        reply = self._desk.ask("POST", "/api/v1/tickets", json_body=asked)
        if isinstance(reply, NotTaken):
            return reply
        ref = found_in(reply.body, "id")
        return NotTaken(why="It names no ticket.") if ref is None else Taken(remote=str(ref))

    def _add(self, note: Note, *, is_repeated: bool) -> Taken | NotTaken:
        if is_repeated:
            path = f"/api/v1/ticket_articles/by_ticket/{in_path(note.ticket)}"
            found = self._desk.ask("GET", path)
            if isinstance(found, NotTaken):
                return found
            if any(is_ours(note.ref, row.get("body")) for row in rows_in(found.body)):
                return Taken(remote=note.ticket)
        text = f"{message_text(note.message)}\n\n{ours(note.ref)}"
        asked = {"ticket_id": int(note.ticket), **_article(text, "Message")}
        reply = self._desk.ask("POST", "/api/v1/ticket_articles", json_body=asked)
        return reply if isinstance(reply, NotTaken) else Taken(remote=note.ticket)


def _article(text: str, subject: str) -> dict[str, object]:
    return {
        "subject": subject,
        "body": text,
        "content_type": "text/plain",
        "type": "note",
        "internal": True,
    }


def _hook(ref: str, event: Any) -> Hook:
    ticket, article = event["ticket"], event.get("article")
    number = str(ticket["id"])
    happened: list[AgentSaid | TicketClosed] = []
    if article and _name(article["sender"]) == "Agent" and not article["internal"]:
        text = _plain(str(article["body"]), str(article.get("content_type", "")))
        by = " ".join(
            str(found_in(article, "created_by", part) or "") for part in ("firstname", "lastname")
        )
        if text:
            said = AgentSaid(ticket=number, message=str(article["id"]), text=text, by=by.strip())
            happened.append(said)
    if _name(ticket["state"]) in _DONE:
        happened.append(TicketClosed(ticket=number))
    return Hook(id=ref, happened=tuple(happened))


def _name(held: Any) -> str:
    """Return the name of a state or sender, which is spelled by itself or inside an object."""
    return str(held["name"] if isinstance(held, dict) else held)


def _plain(body: str, kind: str) -> str:
    if kind != "text/html":
        return body.strip()
    tree = LexborHTMLParser(body)
    for node in tree.css("style, script, blockquote"):
        node.decompose()
    for node in tree.css("br, div, p, li"):
        node.insert_after("\n")
    lines = (" ".join(line.split()) for line in (tree.body.text() if tree.body else "").split("\n"))
    return "\n".join(line for line in lines if line).strip()
