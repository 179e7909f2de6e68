"""A real browser, and pages of a shop that embed the chat element from another origin."""

import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from typing_extensions import override

from handrail.domain.conversation.model import ConversationId, Event
from handrail.site_settings import SiteSettings
from handrail.web.api.sites import Sites
from handrail.web.application import Front
from tests.builders import an_entry
from tests.web.running import Site

CHROMIUM = shutil.which("chromium")
KEY = "corncrake-shop"
_SECONDS = 10
_HOOK = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => window.ran.push(name);
"""
_PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Shop</h1><p><a href="#a">A link of the shop</a></p>{chat}</main>
<script src="{server}/widget.js"></script></body></html>"""

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed", exc_type=ImportError
)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser; skip the test where there is none."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Seen:
    """Hold what a page did that no page of ours may do."""

    faults: list[str] = field(default_factory=list)


@contextmanager
def page_of(browser: Any, allowed: Sequence[str], **options: Any) -> Iterator[Any]:
    """Open a page; fail where a script ran, a dialog came or a request went elsewhere."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
    context.set_default_timeout(_SECONDS * 1000)
    page = context.new_page()
    seen = Seen()
    page.add_init_script(_HOOK)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on("dialog", lambda dialog: seen.faults.append(dialog.message))
    page.on("popup", lambda popup: seen.faults.append(popup.url))
    page.on("request", lambda asked: _require_own(asked.url, allowed, seen))
    yield page
    assert page.evaluate("window.ran ?? []") == []
    assert seen.faults == []
    context.close()


def _require_own(url: str, allowed: Sequence[str], seen: Seen) -> None:
    if not url.startswith((*allowed, "data:,")):
        seen.faults.append(url)


@dataclass
class Host:
    """Hold the address of a shop, and what stands on its page."""

    address: str
    pages: dict[str, str]

    def shows(self, server: str, chat: str, lang: str = "en", path: str = "/") -> str:
        """Put a chat on a page; return the page's address."""
        self.pages[path] = _PAGE.format(server=server, chat=chat, lang=lang)
        return self.address + path


@contextmanager
def shop_host() -> Iterator[Host]:
    """Serve pages of a shop, without any policy that would hide a fault of ours."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path.partition("?")[0])
            content = (found or "").encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Host(address=f"http://127.0.0.1:{server.server_port}", pages=pages)
    server.shutdown()
    server.server_close()


def front_for(host: Host, **more: Any) -> Front:
    """Declare the shop as a site."""
    site = SiteSettings(key=KEY, title="Corncrake help", allowed_origins=(host.address,), **more)
    return Front(sites=Sites(declared=(site,)))


def opened_by(page: Any) -> ConversationId:
    """Return the conversation that a page's chat has opened."""
    page.wait_for_function("Object.keys(sessionStorage).some((k) => k.startsWith('handrail:'))")
    held = page.evaluate(
        "JSON.parse(Object.entries(sessionStorage).find(([k]) => k.startsWith('handrail:'))[1]).id"
    )
    return ConversationId(held)


def tell(site: Site, ref: ConversationId, *events: tuple[str, Mapping[str, object]]) -> None:
    """Let something happen in a conversation, as another process would."""
    told = [Event(kind=kind, facts=facts) for kind, facts in events]
    with site.store.write() as writing:
        conversation = writing.conversation(ref)
        assert conversation is not None
        writing.tell(conversation, told, an_entry())


def ask(page: Any, text: str) -> None:
    """Write a message and send it."""
    page.locator("#message").fill(text)  # a rating that is asked for has a field, too
    page.keyboard.press("Enter")
