"""Helpdesks on loopback that hold requests against what their makers publish.

Each knows the paths, required fields, header forms and replies of the public API reference, and
notes whatever does not fit. A fault befalls the next request: `429`, `500`, `lost` (the effect is
there, the reply is not), `hangs`.
"""

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

from handrail.adapters.helpdesks.signatures import require_standard
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import NotAuthenticated

ZENDESK_LOGIN = ("agent@shop.example", "zendesk-token")
CHATWOOT_TOKEN = "chatwoot-token"
ZAMMAD_TOKEN = "zammad-token"
WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes....").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold one request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.raw) if self.raw else None


Answer = tuple[int, object]


@dataclass
class Vendor:
    """Hold what a helpdesk knows, and what was wrong with what it was asked."""

    wrongs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    next_id: int = 100
    address: str = ""

    def new_id(self) -> int:
        """Give out a number."""
        self.next_id += 1
        return self.next_id

    def require(self, what: str, *, holds: bool) -> None:
        """Note what does not fit."""
        if not holds:
            self.wrongs.append(what)

    def routes(self) -> dict[tuple[str, str], Callable[..., Answer]]:
        """Return what answers which method and path."""
        raise NotImplementedError

    def check(self, asked: Asked) -> None:
        """Check what holds of every request."""
        if asked.method in ("POST", "PUT"):
            kind = asked.headers.get("content-type", "")
            self.require(f"content type {kind!r}", holds=kind.startswith("application/json"))

    def answer(self, asked: Asked) -> Answer:
        """Answer one request."""
        self.asked.append(f"{asked.method} {asked.path}")
        self.check(asked)
        for (method, pattern), route in self.routes().items():
            found = re.fullmatch(pattern, asked.path)
            if method == asked.method and found is not None:
                return route(asked, *found.groups())
        self.wrongs.append(f"no such path: {asked.method} {asked.path}")
        return 404, {"error": "RecordNotFound"}


class FakeZendesk(Vendor):
    """Speak the Ticketing API."""

    def __init__(self) -> None:
        super().__init__()
        self.tickets: dict[int, dict[str, Any]] = {}
        self.keys: dict[str, int] = {}

    @override
    def check(self, asked: Asked) -> None:
        """Check the login: an API token as basic authentication."""
        super().check(asked)
        login = f"{ZENDESK_LOGIN[0]}/token:{ZENDESK_LOGIN[1]}".encode()
        right = "Basic " + base64.b64encode(login).decode()
        self.require("login", holds=asked.headers.get("authorization") == right)

    @override
    def routes(self) -> dict[tuple[str, str], Callable[..., Answer]]:
        """Return the routes that are used."""
        return {
            ("POST", r"/api/v2/tickets\.json"): self._create,
            ("GET", r"/api/v2/tickets\.json"): self._by_external_id,
            ("PUT", r"/api/v2/tickets/(\d+)\.json"): self._update,
            ("GET", r"/api/v2/tickets/(\d+)/comments\.json"): self._comments,
        }

    def _create(self, asked: Asked) -> Answer:
        ticket = asked.body["ticket"]
        self.require("subject", holds=isinstance(ticket.get("subject"), str))
        self._check_comment(ticket["comment"])
        self.require("priority", holds=ticket["priority"] in ("urgent", "high", "normal", "low"))
        self.require("group_id", holds=isinstance(ticket.get("group_id", 0), int))
        self.require("tags", holds=all(isinstance(tag, str) for tag in ticket["tags"]))
        key = asked.headers.get("idempotency-key", "")
        self.require("Idempotency-Key", holds=bool(key))
        if key not in self.keys:
            number = self.keys[key] = self.new_id()
            self.tickets[number] = {
                "external_id": ticket["external_id"],
                "status": "new",
                "comments": [ticket["comment"]],
            }
        return 201, {"ticket": {"id": self.keys[key], "status": "new"}}

    def _by_external_id(self, asked: Asked) -> Answer:
        ref = asked.query["external_id"]
        found = [(n, t) for n, t in self.tickets.items() if t["external_id"] == ref]
        return 200, {"tickets": [{"id": n, "external_id": ref} for n, _ in found], "count": 1}

    def _update(self, asked: Asked, number: str) -> Answer:
        changes = asked.body["ticket"]
        held = self.tickets.get(int(number))
        if held is None:
            return 404, {"error": "RecordNotFound"}
        if "comment" in changes:
            self._check_comment(changes["comment"])
            held["comments"].append(changes["comment"])
        if "status" in changes:
            known = ("new", "open", "pending", "hold", "solved", "closed")
            self.require("status", holds=changes["status"] in known)
            held["status"] = changes["status"]
        return 200, {"ticket": {"id": int(number), "status": held["status"]}, "audit": {}}

    def _comments(self, _asked: Asked, number: str) -> Answer:
        held = self.tickets[int(number)]["comments"]
        return 200, {"comments": [{"id": n, "body": c["body"]} for n, c in enumerate(held)]}

    def _check_comment(self, comment: dict[str, Any]) -> None:
        self.require("comment body", holds=bool(comment.get("body")))
        self.require("comment is internal", holds=comment.get("public") is False)


class FakeChatwoot(Vendor):
    """Speak the Application API, with one inbox of the API channel."""

    def __init__(self) -> None:
        super().__init__()
        self.contacts: dict[int, dict[str, Any]] = {}
        self.conversations: dict[int, dict[str, Any]] = {}

    @override
    def check(self, asked: Asked) -> None:
        """Check the token's own header."""
        super().check(asked)
        shown = asked.headers.get("api_access_token")
        self.require("api_access_token", holds=shown == CHATWOOT_TOKEN)

    @override
    def routes(self) -> dict[tuple[str, str], Callable[..., Answer]]:
        """Return the routes that are used."""
        base = "/api/v1/accounts/7"
        return {
            ("GET", f"{base}/contacts/search"): self._search,
            ("POST", f"{base}/contacts"): self._contact,
            ("GET", rf"{base}/contacts/(\d+)/conversations"): self._of_contact,
            ("POST", f"{base}/conversations"): self._open,
            ("GET", rf"{base}/conversations/(\d+)/messages"): self._messages,
            ("POST", rf"{base}/conversations/(\d+)/messages"): self._say,
            ("POST", rf"{base}/conversations/(\d+)/toggle_status"): self._toggle,
        }

    def _search(self, asked: Asked) -> Answer:
        found = [c for c in self.contacts.values() if asked.query["q"] in c["identifier"]]
        return 200, {"meta": {"count": len(found)}, "payload": found}

    def _contact(self, asked: Asked) -> Answer:
        body = asked.body
        self.require("inbox_id", holds=body.get("inbox_id") == 3)
        if any(c["identifier"] == body["identifier"] for c in self.contacts.values()):
            return 422, {"message": "Identifier has already been taken"}
        number = self.new_id()
        inbox = {"source_id": f"source-{number}", "inbox": {"id": 3}}
        contact = {"id": number, "identifier": body["identifier"], "contact_inboxes": [inbox]}
        self.contacts[number] = contact
        return 200, {"payload": {"contact": contact, "contact_inbox": inbox}}

    def _of_contact(self, _asked: Asked, number: str) -> Answer:
        mine = [c for c in self.conversations.values() if c["contact_id"] == int(number)]
        return 200, {"payload": mine}

    def _open(self, asked: Asked) -> Answer:
        body = asked.body
        known = {
            inbox["source_id"] for c in self.contacts.values() for inbox in c["contact_inboxes"]
        }
        self.require("source_id", holds=body.get("source_id") in known)
        self.require("inbox_id", holds=body.get("inbox_id") == 3)
        self.require("status", holds=body.get("status") in ("open", "resolved", "pending"))
        number = self.new_id()
        self.conversations[number] = {
            "id": number,
            "contact_id": body["contact_id"],
            "status": body["status"],
            "custom_attributes": body.get("custom_attributes", {}),
            "messages": [],
        }
        return 200, {"id": number, "account_id": 7, "inbox_id": 3}

    def _messages(self, _asked: Asked, number: str) -> Answer:
        return 200, {"meta": {}, "payload": self.conversations[int(number)]["messages"]}

    def _say(self, asked: Asked, number: str) -> Answer:
        body = asked.body
        self.require("content", holds=bool(body.get("content")))
        self.require("message_type", holds=body.get("message_type") in ("incoming", "outgoing"))
        self.require("private", holds=isinstance(body.get("private"), bool))
        is_seen = body["message_type"] == "outgoing" and not body["private"]
        self.require("nothing of ours looks like an agent's", holds=not is_seen)
        said = {"id": self.new_id(), **body}
        self.conversations[int(number)]["messages"].append(said)
        return 200, said

    def _toggle(self, asked: Asked, number: str) -> Answer:
        self.require("status", holds=asked.body.get("status") == "resolved")
        self.conversations[int(number)]["status"] = "resolved"
        return 200, {"payload": {"success": True, "current_status": "resolved"}}


class FakeZammad(Vendor):
    """Speak the REST API."""

    def __init__(self) -> None:
        super().__init__()
        self.tickets: dict[int, dict[str, Any]] = {}

    @override
    def check(self, asked: Asked) -> None:
        """Check the token's form."""
        super().check(asked)
        shown = asked.headers.get("authorization")
        self.require("authorization", holds=shown == f"Token token={ZAMMAD_TOKEN}")

    @override
    def routes(self) -> dict[tuple[str, str], Callable[..., Answer]]:
        """Return the routes that are used."""
        return {
            ("POST", "/api/v1/tickets"): self._create,
            ("GET", "/api/v1/tickets/search"): self._search,
            ("PUT", r"/api/v1/tickets/(\d+)"): self._update,
            ("POST", "/api/v1/ticket_articles"): self._article,
            ("GET", r"/api/v1/ticket_articles/by_ticket/(\d+)"): self._articles,
        }

    def _create(self, asked: Asked) -> Answer:
        body = asked.body
        for name in ("title", "group", "customer"):
            self.require(name, holds=isinstance(body.get(name), str))
        known = ("1 low", "2 normal", "3 high")
        self.require("priority", holds=body.get("priority") in known)
        self._check_article(body["article"])
        number = self.new_id()
        self.tickets[number] = {
            "title": body["title"],
            "state": "new",
            "articles": [body["article"]],
        }
        return 201, {"id": number, "title": body["title"]}

    def _search(self, asked: Asked) -> Answer:
        self.require("expand", holds=asked.query.get("expand") == "true")
        query = asked.query["query"]
        return 200, [
            {"id": n, "title": t["title"]} for n, t in self.tickets.items() if query in t["title"]
        ]

    def _update(self, asked: Asked, number: str) -> Answer:
        self.require("state", holds=asked.body.get("state") == "closed")
        self.tickets[int(number)]["state"] = asked.body["state"]
        return 200, {"id": int(number)}

    def _article(self, asked: Asked) -> Answer:
        body = asked.body
        self.require("ticket_id", holds=isinstance(body.get("ticket_id"), int))
        self._check_article(body)
        self.tickets[body["ticket_id"]]["articles"].append(body)
        return 201, {"id": self.new_id(), "ticket_id": body["ticket_id"]}

    def _articles(self, _asked: Asked, number: str) -> Answer:
        return 200, self.tickets[int(number)]["articles"]

    def _check_article(self, article: dict[str, Any]) -> None:
        self.require("body", holds=bool(article.get("body")))
        self.require("type", holds=article.get("type") == "note")
        self.require("internal", holds=article.get("internal") is True)
        self.require("content_type", holds=article.get("content_type") == "text/plain")


class FakeReceiver(Vendor):
    """Take Standard Webhooks, each id once; and what is posted into a chat room."""

    def __init__(self) -> None:
        super().__init__()
        self.events: dict[str, dict[str, Any]] = {}
        self.notices: list[str] = []

    @override
    def routes(self) -> dict[tuple[str, str], Callable[..., Answer]]:
        """Return the routes that are used."""
        return {("POST", "/events"): self._event, ("POST", "/services/T0/B0/x"): self._notice}

    def _event(self, asked: Asked) -> Answer:
        try:
            now = SystemClock().now()
            ref = require_standard((WEBHOOK_SECRET,), asked.headers, asked.raw, now)
        except NotAuthenticated:
            self.wrongs.append("signature")
            return 401, {}
        self.require("type", holds={"type", "timestamp", "data"} == set(asked.body))
        self.events.setdefault(ref, asked.body)
        return 200, {}

    def _notice(self, asked: Asked) -> Answer:
        self.require("text alone", holds=set(asked.body) == {"text"})
        self.notices.append(asked.body["text"])
        return 200, {}


@contextmanager
def running(vendor: Vendor) -> Iterator[str]:
    """Serve a helpdesk until the block ends; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            length = int(self.headers.get("content-length", 0))
            place = urlsplit(self.path)
            asked = Asked(
                method=self.command,
                path=place.path,
                query={name: held[0] for name, held in parse_qs(place.query).items()},
                headers={name.lower(): value for name, value in self.headers.items()},
                raw=self.rfile.read(length),
            )
            fault = vendor.faults.pop(0) if vendor.faults else ""
            if fault in ("429", "500", "503"):
                more = {"Retry-After": "7"} if fault == "429" else {}
                self._reply(int(fault), {"error": fault}, more)
                return
            if fault == "hangs":
                time.sleep(0.4)
            status, body = vendor.answer(asked)
            if fault in ("lost", "hangs"):
                self.close_connection = True
                return
            self._reply(status, body, {})

        do_GET = do_POST = do_PUT = _serve  # noqa: N815 - the names that the library asks for

        def _reply(self, status: int, body: object, more: dict[str, str]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | more).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        @override
        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    vendor.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield vendor.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
