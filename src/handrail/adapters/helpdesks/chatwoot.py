"""Chatwoot: its Application API out, account webhooks in, over an inbox of the API channel.

What the customer wrote is an incoming message, all else of ours a private note; so what comes back
as a public message of a user is an agent's answer and never our own. Before anything that may be
there already is written, it is looked for: contacts by identifier, the rest by our reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from handrail.adapters.helpdesks.calling import HttpDesk, found_in, in_path, read_event, rows_in
from handrail.adapters.helpdesks.signatures import (
    moment_of_seconds,
    named,
    require_recent,
    require_same,
    sha256_hex,
)
from handrail.adapters.helpdesks.ticket_text import is_ours, message_text, ours, ticket_text
from handrail.domain.conversation.model import Author, Conversation
from handrail.flow.delivery import HELPDESK_KINDS
from handrail.flow.helpdesk_ports import AgentSaid, Hook, TicketClosed
from handrail.flow.parcels import Closing, Letter, Note, Notice, NotTaken, Parcel, Taken, Ticket

_REFERENCE = "handrail"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatwootPlace:
    """Hold where a Chatwoot account is, and what opens it."""

    url: str
    account: int
    inbox: int
    token: str
    secret: str
    """Secret of the webhook."""


class Chatwoot:
    """Open conversations, add to them, and hear what agents answer."""

    kinds = HELPDESK_KINDS
    may_double = None

    def __init__(self, place: ChatwootPlace) -> None:
        self._place = place
        self._base = f"/api/v1/accounts/{place.account}"
        self._desk = HttpDesk(place.url, {"api_access_token": place.token})

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
        """Try once."""
        match parcel:
            case Ticket():
                return self._open(parcel, is_repeated=is_repeated)
            case Note(message=message):
                if message.author is Author.CUSTOMER:
                    said = _incoming(message.text, parcel.ref)
                else:
                    said = _note(message_text(message), parcel.ref)
                return self._say(parcel.ticket, said, parcel.ref, is_repeated=is_repeated)
            case Closing():
                path = f"{self._base}/conversations/{in_path(parcel.ticket)}/toggle_status"
                reply = self._desk.ask("POST", path, json_body={"status": "resolved"})
                return reply if isinstance(reply, NotTaken) else Taken(remote=parcel.ticket)
            case Letter() | Notice():
                raise AssertionError("helpdesks are sent tickets")
            case other:
                assert_never(other)

    def hear(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Hook:
        """Return what a webhook says; raises NotAuthenticated, BadInput."""
        seconds = named(headers, "x-chatwoot-timestamp")
        right = sha256_hex(self._place.secret, f"{seconds}.".encode() + body)
        require_same(named(headers, "x-chatwoot-signature"), f"sha256={right}")
        require_recent(moment_of_seconds(seconds), now)
        ref = named(headers, "x-chatwoot-delivery")
        return read_event(body, partial(_hook, ref))

    def _open(self, ticket: Ticket, *, is_repeated: bool) -> Taken | NotTaken:
        contact = self._contact(ticket.conversation)
        if isinstance(contact, NotTaken):
            return contact
        number, source = contact
        opened = self._opened(number, ticket.ref) if is_repeated else None
        if opened is None:
            asked = {
                "source_id": source,
                "inbox_id": self._place.inbox,
                "contact_id": number,
                "status": "open",
                "custom_attributes": {_REFERENCE: ticket.ref},
            }
            reply = self._desk.ask("POST", f"{self._base}/conversations", json_body=asked)
            if isinstance(reply, NotTaken):
                return reply
            opened = found_in(reply.body, "id")
        if opened is None or isinstance(opened, NotTaken):
            return opened or NotTaken(why="It names no conversation.")
        brief = _note(ticket_text(ticket), ticket.ref)
        return self._say(str(opened), brief, ticket.ref, is_repeated=is_repeated)

    def _contact(self, conversation: Conversation) -> tuple[int, str] | NotTaken:
        """Return the contact that stands for our conversation, made where there is none."""
        identifier = f"{_REFERENCE}:{conversation.id}"
        found = self._desk.ask("GET", f"{self._base}/contacts/search", params={"q": identifier})
        if isinstance(found, NotTaken):
            return found
        for row in rows_in(found.body, "payload"):
            if row.get("identifier") == identifier:
                return self._known(row)
        asked = {"inbox_id": self._place.inbox, "name": "Customer", "identifier": identifier}
        made = self._desk.ask("POST", f"{self._base}/contacts", json_body=asked)
        if isinstance(made, NotTaken):
            return made
        number = found_in(made.body, "payload", "contact", "id")
        source = found_in(made.body, "payload", "contact_inbox", "source_id")
        if number is None or source is None:
            return NotTaken(why="It names no contact.")
        return int(number), str(source)

    def _known(self, contact: Mapping[str, Any]) -> tuple[int, str] | NotTaken:
        for row in rows_in(contact.get("contact_inboxes")):
            if found_in(row, "inbox", "id") == self._place.inbox:
                return int(contact["id"]), str(row["source_id"])
        return NotTaken(why="The contact is in another inbox.", is_final=True)

    def _opened(self, contact: int, ref: str) -> int | NotTaken | None:
        found = self._desk.ask("GET", f"{self._base}/contacts/{contact}/conversations")
        if isinstance(found, NotTaken):
            return found
        for row in rows_in(found.body, "payload"):
            if found_in(row, "custom_attributes", _REFERENCE) == ref:
                return int(row["id"])
        return None

    def _say(
        self, remote: str, said: Mapping[str, object], ref: str, *, is_repeated: bool
    ) -> Taken | NotTaken:
        path = f"{self._base}/conversations/{in_path(remote)}/messages"
        if is_repeated:
            found = self._desk.ask("GET", path)
            if isinstance(found, NotTaken):
                return found
            for row in rows_in(found.body, "payload"):
                if is_ours(ref, row.get("content")):
                    return Taken(remote=remote)
        reply = self._desk.ask("POST", path, json_body=dict(said))
        return reply if isinstance(reply, NotTaken) else Taken(remote=remote)


def _incoming(text: str, ref: str) -> dict[str, object]:
    return {"content": f"{text}\n\n{ours(ref)}", "message_type": "incoming", "private": False}


def _note(text: str, ref: str) -> dict[str, object]:
    marked = text if is_ours(ref, text) else f"{text}\n\n{ours(ref)}"
    return {"content": marked, "message_type": "outgoing", "private": True}


def _hook(ref: str, event: Any) -> Hook:
    kind = event["event"]
    if kind == "conversation_status_changed":
        is_done = event["status"] == "resolved"
        return Hook(id=ref, happened=(TicketClosed(ticket=str(event["id"])),) if is_done else ())
    is_answer = (
        kind == "message_created"
        and event["message_type"] == "outgoing"
        and not event["private"]
        and found_in(event, "sender", "type") == "user"
        and bool(event["content"])
    )
    if not is_answer:
        return Hook(id=ref, happened=())
    said = AgentSaid(
        ticket=str(event["conversation"]["id"]),
        message=str(event["id"]),
        text=str(event["content"]),
        by=str(found_in(event, "sender", "name") or ""),
    )
    return Hook(id=ref, happened=(said,))
