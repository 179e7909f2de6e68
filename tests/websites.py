"""A small website on this machine that sends what a test says, and notes what it was asked."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from typing_extensions import override

from handrail.adapters.fetching.fetcher import FetchLimits, GuardedFetcher
from handrail.adapters.fetching.guard import Guard, rules_of
from handrail.domain.knowledge.model import SourceName
from handrail.flow.fetch_ports import SeenPage

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold what is sent for a path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    head: int | None = None
    """Status where only the head is asked for; the page's own where none is set."""
    is_endless: bool = False
    """Its body never ends."""
    held: threading.Event | None = None
    """Nothing is sent before this is set."""


Served = Page | str | Callable[[Mapping[str, str]], Page]


@dataclass(slots=True)
class Website:
    """Hold the pages of a website, and who asked for which."""

    pages: dict[str, Served]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    """Of the same requests."""
    heard: list[dict[str, str]] = field(default_factory=list)
    """Headers of each request, names in small letters."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, headers: dict[str, str]) -> Page:
        self.asked.append(path)
        self.heard.append(headers)
        page = self.pages.get(path, Page(status=404))
        if isinstance(page, str):
            return Page(body=page.encode())
        return page if isinstance(page, Page) else page(headers)


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Website]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        page = self._begin()
        self.wfile.write(page.body)
        with suppress(OSError):
            while page.is_endless:
                self.wfile.write(b"x" * 65_536)

    def do_HEAD(self) -> None:
        self._begin()

    def _begin(self) -> Page:
        self.site.methods.append(self.command)
        page = self.site.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
        if page.held is not None:
            page.held.wait(30)
        is_head = self.command == "HEAD" and page.head is not None
        self.send_response(page.head if is_head and page.head else page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.is_endless:
            self.close_connection = True
        elif "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        return page

    @override
    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def website(pages: Mapping[str, Served]) -> Iterator[Website]:
    """Serve pages until the block ends."""
    site = Website(dict(pages))

    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_", (_Handler,), {"site": site}))
    server.daemon_threads = True
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def fetcher_for(
    site: Website, *, seconds: float = 5.0, most_bytes: int = 1_000_000
) -> Iterator[GuardedFetcher]:
    """Yield a fetcher that may reach this website, and nothing else inside."""
    guard = Guard(rules_of((80, 443, site.port), ("127.0.0.1",)))
    fetcher = GuardedFetcher(guard, FetchLimits(seconds=seconds, most_bytes=most_bytes))
    try:
        yield fetcher
    finally:
        fetcher.close()


@dataclass(slots=True)
class FakePageMemory:
    """Keep pages as the database does."""

    kept: dict[tuple[SourceName, str], tuple[str, SeenPage]] = field(default_factory=dict)

    def seen(self, source: SourceName, scope: str) -> Sequence[SeenPage]:
        return [p for (s, _), (held, p) in self.kept.items() if (s, held) == (source, scope)]

    def keep(
        self, source: SourceName, scope: str, pages: Iterable[SeenPage], gone: Iterable[str]
    ) -> None:
        for path in gone:
            self.kept.pop((source, path), None)
        self.kept.update({(source, page.path): (scope, page) for page in pages})
