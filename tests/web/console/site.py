"""A real server with the console, over a small project whose staff can log in."""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Column, Table, select
from starlette.routing import BaseRoute

from handrail.adapters.sql.naming import metadata
from handrail.app import App
from handrail.console_app import ConsoleApp
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import TurnRecord
from handrail.flow.handle_message import handle_message
from handrail.web.application import Limits, WebApplication
from handrail.web.console.routing import console_parts, console_routes
from handrail.web.serving import Server
from tests.flow.logging_in import PASSWORD, QUICK, with_login
from tests.projects import opened
from tests.web.running import served

OWN = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says when one of our own pages asks."""
STAFF = {"kim": Role.AGENT, "max": Role.AGENT, "lee": Role.LEAD, "ada": Role.ADMIN}
KIM = StaffSession(staff=StaffId("kim"), role=Role.AGENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSite:
    """Hold a running server and its project."""

    address: str
    app: App
    server: Server
    clients: list[httpx2.Client] = field(default_factory=list)

    def visitor(self, headers: Mapping[str, str] | None = None) -> httpx2.Client:
        """Return a browser that is not logged in."""
        made = httpx2.Client(
            base_url=self.address,
            headers=dict(OWN if headers is None else headers),
            timeout=20,
            verify=_unused(),
        )
        self.clients.append(made)
        return made

    def logged_in(self, name: str = "kim") -> httpx2.Client:
        """Return a browser in which somebody is logged in."""
        client = self.visitor()
        answer = client.post("/console/login", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client

    def hears(
        self, text: str, after: TurnRecord | None = None, ref: ConversationId | None = None
    ) -> TurnRecord:
        """Handle one message of a customer: a new one, after another, or in a conversation."""
        conversation = ref if after is None else after.conversation
        return handle_message(
            InboundMessage(conversation=conversation, text=text, channel="web"),
            self.app.message_ports(),
        )

    def everything(self, *, without: Sequence[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of the database but the moments at which sessions were seen."""
        with self.app.store.reading_connection() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(*_columns(table)))]
                for table in metadata.sorted_tables
                if table.name not in without
            }

    def routes(self) -> Sequence[BaseRoute]:
        """Return the routes of the console, as the server has them."""
        return console_routes(console_parts(self.app, lambda _ref: None, tick=1.0))

    def entries(self) -> list[str]:
        """Return the kinds of what was written down, in order."""
        with self.app.store.read() as reading:
            return [entry.kind for _, entry in reading.audit_entries()]


@contextmanager
def running_console(project: Path) -> Iterator[ConsoleSite]:
    """Serve a project's console until the block ends."""
    app = opened(project)
    app.console = ConsoleApp(app.settings.console, app.store, app.clock, QUICK)
    for name, role in STAFF.items():
        with_login(app.store, app.console.logins, name, role)
    application = WebApplication(
        app.message_ports(),
        app,
        title="Help & <more>",
        limits=Limits(tick_seconds=0.05),
        console=app,
    )
    with served(application) as (address, server):
        site = ConsoleSite(address=address, app=app, server=server)
        yield site
        for client in site.clients:
            client.close()


@cache
def _unused() -> ssl.SSLContext:
    """Return what every client asks for and none here uses; making one takes a while."""
    return ssl.create_default_context()


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "seen_at"]


def conversation_path(ref: ConversationId, step: str = "") -> str:
    """Return the page of a conversation, or one of its steps."""
    return f"/console/conversations/{ref}{step and f'/{step}'}"
