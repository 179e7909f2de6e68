"""A real server on loopback, over a real database, with a search that a test lays out."""

import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx2

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.decision.calibration import Threshold
from handrail.domain.retrieval.model import Hit, Scope, SearchResult, SnapshotId
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.handle_message import MessagePorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.identify_customer import IdentityPorts
from handrail.flow.judge_action import ActionPorts
from handrail.flow.keep_document import PushPorts
from handrail.flow.language_model import ModelPorts
from handrail.flow.staff import StaffPorts
from handrail.flow.thought import ThinkPorts
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadSettings
from handrail.kernel.ids import RandomIds
from handrail.web.api.acting import Acting, Health
from handrail.web.api.sites import Sites
from handrail.web.application import Front, Limits, WebApplication
from handrail.web.serving import Server, taken_place
from tests.builders import a_calibration, a_passage, an_article, an_entry
from tests.vault import a_cipher

QUESTION = "How long does a refund take?"
SLOW = "How long does a slow refund take?"
UNKNOWN = "Which drums do you sell?"
ANSWER = "A refund takes five days"
PASSAGE = a_passage(f"{ANSWER}. Ask within 30 days of delivery.")


@dataclass(slots=True)
class LaidOut:
    """Find the one passage for questions about refunds; wait, or fail, where a test asks for it."""

    scopes: list[Scope] = field(default_factory=list)
    is_reached: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)
    fault: Exception | None = None

    def __call__(self, question: str, scope: Scope) -> SearchResult:
        self.scopes.append(scope)
        if self.fault is not None:
            raise self.fault
        if "slow" in question:
            self.is_reached.set()
            self.may_go_on.wait(30)
        hits = (
            (Hit(passage=PASSAGE, rank=1, score=0.9, unit_scores=(0.9, 0.4)),)
            if "refund" in question
            else ()
        )
        return SearchResult(question=question, hits=hits, snapshot=SnapshotId("snap-1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Hold a running server, its database and a client."""

    address: str
    client: httpx2.Client
    store: SqlStore
    search: LaidOut
    server: Server

    def open(self, **body: str) -> dict[str, Any]:
        """Open a conversation."""
        response = self.client.post("/api/v1/conversations", json=body)
        assert response.status_code == 201, response.text
        opened: dict[str, Any] = response.json()
        return opened

    def say(self, opened: Mapping[str, Any], text: str, key: str | None = None) -> httpx2.Response:
        """Send a message."""
        headers = bearer(opened) | ({} if key is None else {"Idempotency-Key": key})
        return self.client.post(
            f"/api/v1/conversations/{opened['id']}/messages", json={"text": text}, headers=headers
        )

    @contextmanager
    def listening(self, opened: Mapping[str, Any], last: int | None = None) -> Iterator["Heard"]:
        """Listen to a conversation's events."""
        headers = bearer(opened) | ({} if last is None else {"Last-Event-ID": str(last)})
        path = f"/api/v1/conversations/{opened['id']}/events"
        with self.client.stream("GET", path, headers=headers) as response:
            assert response.status_code == 200
            yield Heard(response.iter_lines())


class Heard:
    """Read events off the line."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> tuple[int, str, dict[str, Any]]:
        """Return number, kind and facts of the next event."""
        block: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name in ("id", "event", "data"):
                block[name] = value
            elif line == "" and "event" in block:
                return int(block["id"]), block["event"], json.loads(block["data"])
        raise EOFError

    def next_of_staff(self) -> tuple[str, dict[str, Any]]:
        """Return kind and facts of the next event for the staff; those bear no number."""
        kind = ""
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                return kind, json.loads(value)
        raise EOFError

    def until_caught_up(self) -> list[str]:
        """Return the kinds of the events that lay there already."""
        kinds = []
        for line in self._lines:
            if line.startswith("event: "):
                kinds.append(line.removeprefix("event: "))
            if line == ": caught up":
                return kinds
        raise EOFError


def bearer(opened: Mapping[str, Any]) -> dict[str, str]:
    """Return the header that opens a conversation."""
    return {"Authorization": f"Bearer {opened['token']}"}


@dataclass
class NoActions:
    """Stand in for a project that declares no system."""

    store: SqlStore

    def action_ports(self) -> ActionPorts:
        """Refuse, as the application does."""
        raise BadSettings("No action is declared.")

    def staff_ports(self) -> StaffPorts:
        """Refuse: no test asks for it."""
        raise BadSettings("No staff.")

    def identity_ports(self) -> IdentityPorts:
        """Know nobody."""
        return IdentityPorts(store=self.store, clock=SystemClock())

    def desk_ports(self) -> DeskPorts:
        """Refuse: no test asks for it."""
        raise BadSettings("No desk.")

    def push_ports(self) -> PushPorts:
        """Refuse: nothing can be sent here."""
        raise BadSettings("No source.")

    @property
    def health(self) -> Health:
        """Refuse: nothing is checked here."""
        raise BadSettings("No articles.")

    def hook_ports(self) -> HookPorts:
        """Refuse: no test asks for it."""
        raise BadSettings("No helpdesk.")


@contextmanager
def running_site(
    folder: Path,
    *,
    origins: tuple[str, ...] = (),
    models: ModelPorts | None = None,
    acting: Callable[[SqlStore], Acting] | None = None,
    front: Front | None = None,
    **limits: Any,
) -> Iterator[Site]:
    """Run a server until the block ends."""
    shown = front or Front(sites=Sites(everywhere=frozenset(origins)))
    store = made_database(folder / "handrail.db")
    with serving(store, shown, models, acting, limits) as site:
        yield site


@contextmanager
def serving(
    store: SqlStore,
    front: Front | None = None,
    models: ModelPorts | None = None,
    acting: Callable[[SqlStore], Acting] | None = None,
    limits: Mapping[str, Any] | None = None,
) -> Iterator[Site]:
    """Run a server on an open database, which is closed with it."""
    search = LaidOut()
    application = WebApplication(
        message_ports(store, search, models),
        NoActions(store) if acting is None else acting(store),
        title="Help & <more>",
        front=front,
        limits=Limits(**({"tick_seconds": 0.05} | dict(limits or {}))),
    )
    with served(application) as (address, server):
        with httpx2.Client(base_url=address, timeout=20) as client:
            yield Site(address=address, client=client, store=store, search=search, server=server)
        search.may_go_on.set()
    store.close()


@contextmanager
def served(application: WebApplication, port: int = 0) -> Iterator[tuple[str, Server]]:
    """Serve an application until the block ends; yield its address."""
    place = taken_place("127.0.0.1", port)
    is_listening, said = threading.Event(), list[str]()

    def heard(address: str) -> None:
        said.append(address)
        is_listening.set()

    server = Server(application, place, heard)
    thread = threading.Thread(target=server.serve_until_stopped, daemon=True)
    thread.start()
    assert is_listening.wait(60)
    try:
        yield said[0], server
    finally:
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive()


def made_database(place: Path) -> SqlStore:
    """Open a database that knows one article; copied, because making one takes a while."""
    place.write_bytes(_made())
    return open_store(f"sqlite:///{place}", upgrade, cipher=a_cipher)


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "handrail.db"
        store = open_store(f"sqlite:///{place}", upgrade, cipher=a_cipher)
        _fill(store)
        store.close()
        return place.read_bytes()


def _fill(store: SqlStore) -> None:
    anything_goes = Threshold(value=0.0001, answered=100, wrong=0, upper_bound=0.03)
    calibration = a_calibration(threshold=anything_goes, by_topic={}, bound_to={})
    article = an_article(PASSAGE.article, PASSAGE.version)
    with store.write() as writing:
        writing.save_calibration(calibration, an_entry())
        writing.publish(article, (PASSAGE,), an_entry())


def message_ports(
    store: SqlStore, search: LaidOut, models: ModelPorts | None = None
) -> MessagePorts:
    """Return what handling a message needs, with a search that a test lays out."""
    think = ThinkPorts(
        find=search, writer=ExtractiveWriter(), checker=QuoteChecker(), models=models
    )
    return MessagePorts(store=store, think=think, clock=SystemClock(), ids=RandomIds())
