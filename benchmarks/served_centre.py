"""A help centre of Markdown files, rendered to web pages and served over HTTP on this machine."""

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path

from markdown_it import MarkdownIt
from typing_extensions import override

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"""^title:\s*["']?(.+?)["']?\s*$""", re.MULTILINE)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Help centre</title>
<link rel="canonical" href="/{path}"></head>
<body><header role="banner"><a href="/">Help centre</a>
<form action="/search"><input name="q"></form></header>
<div class="cookie-banner">We use cookies to make this site work. <button>Fine</button></div>
<div class="layout"><div class="left-sidebar"><ul>{menu}</ul></div>
<div class="page"><h1>{title}</h1>{body}
<div class="article-feedback">Was this article helpful? <a href="/yes">Yes</a></div></div></div>
<footer>Copyright 2026. <a href="/terms">Terms</a> Subscribe to our newsletter.</footer>
</body></html>
"""
AROUND = ("We use cookies", "Was this article helpful", "Subscribe to our newsletter")
"""What stands on every page, and in no article."""
_MENU_ENTRIES = 40


@dataclass(slots=True)
class Served:
    """Say where a centre is served, and what was asked of it."""

    url: str
    asked: list[str] = field(default_factory=list)
    """Paths, in the order they were asked for."""


def render(articles: Path, site: Path, *, with_sitemap: bool = True) -> int:
    """Write each Markdown article as a page of a website; return how many there are."""
    paths = {
        path.relative_to(articles).with_suffix("").as_posix(): path
        for path in sorted(articles.rglob("*.md"))
    }
    menu = "".join(f'<li><a href="/{path}">{escape(path)}</a></li>\n' for path in paths)
    shown = "".join(menu.splitlines(keepends=True)[:_MENU_ENTRIES])
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for path, source in paths.items():
        _write(site / f"{path}.html", _page(source.read_text("utf-8"), path, shown, markdown))
    start = f"<h1>Help centre</h1><p>How can we help you today?</p><ul>{menu}</ul>"
    _write(site / "index.html", f"<html><head></head><body>{start}</body></html>")
    if with_sitemap:
        _write(site / "robots.txt", "User-agent: *\nDisallow: /search\nSitemap: /sitemap.xml\n")
    return len(paths)


@contextmanager
def served(site: Path, *, with_sitemap: bool = True) -> Iterator[Served]:
    """Serve a folder of pages until the block ends."""
    told = Served(url="")

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        @override
        def translate_path(self, path: str) -> str:
            told.asked.append(path)
            place = Path(super().translate_path(path))
            page = place.with_name(f"{place.name}.html")
            return str(page if page.is_file() else place)

        @override
        def list_directory(self, path: str | PathLike[str]) -> None:
            self.send_error(404)

        @override
        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: Handler(*args, directory=str(site))
    )
    told.url = f"http://127.0.0.1:{server.server_port}/"
    if with_sitemap:
        _write_sitemap(site, told.url)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _page(text: str, path: str, menu: str, markdown: MarkdownIt) -> str:
    front = _FRONT.match(text)
    title = _TITLE.search(front.group(1)) if front else None
    body = markdown.render(text[front.end() :] if front else text)
    return _PAGE.format(
        title=escape(title.group(1) if title else path), path=path, body=body, menu=menu
    )


def _write_sitemap(site: Path, url: str) -> None:
    """Write a list of one packed sitemap, as large sites have them."""
    pages = sorted(p.relative_to(site).with_suffix("").as_posix() for p in site.rglob("*.html"))
    entries = "".join(f"<url><loc>{url}{escape(page)}</loc></url>" for page in pages)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    packed = gzip.compress(f"<urlset {space}>{entries}</urlset>".encode())
    (site / "pages.xml.gz").write_bytes(packed)
    listing = f"<sitemap><loc>{url}pages.xml.gz</loc></sitemap>"
    _write(site / "sitemap.xml", f"<sitemapindex {space}>{listing}</sitemapindex>")


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
