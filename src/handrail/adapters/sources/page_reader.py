"""The process that reads pages of a website, one after the other, in its own confinement.

Run as `python -m handrail.adapters.sources.page_reader`: pages in, what is in them out, each as a
length in four bytes and then as many bytes. It ends when its input does.
"""

import json
import re
import struct
import sys
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from selectolax.lexbor import LexborHTMLParser

from handrail.adapters.sources.blocks import Page
from handrail.adapters.sources.boilerplate import main_part
from handrail.adapters.sources.confining import confine
from handrail.adapters.sources.decoding import decoded
from handrail.adapters.sources.formats import read_text
from handrail.adapters.sources.front_matter import front_matter_from
from handrail.adapters.sources.html import add_part, said_in_head
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import ParsedDocument
from handrail.kernel.plain import Plain, to_plain

LENGTH = struct.Struct(">I")
_CPU_SECONDS = 120
"""For all the pages that one process reads."""
_MOST_LINKS = 3_000
_LONGEST_LINK = 2_000
_CHANGED = re.compile(r'"dateModified"\s*:\s*"(\d{4}-\d\d-\d\d)')
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAME_OF_SITE = re.compile(r"\s+[|–—·»:]{1,2}\s+[^|–—·»]+\Z")
_LONGEST_SCRIPT = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """Hold what a page's reader understood of it."""

    document: ParsedDocument | None
    """None where nothing on it is an article."""
    why: str = ""
    """Why nothing is."""
    links: tuple[str, ...] = ()
    """As they are written on the page."""
    base: str | None = None
    canonical: str | None = None
    robots: str = ""
    """What its `robots` element says, in small letters."""


def read_page(raw: bytes) -> ReadPage:
    """Read one page in UTF-8; raises Unreadable where the whole of it is no text."""
    text, warnings = decoded(raw)
    tree = LexborHTMLParser(text)
    links = tuple(_links(tree))
    head = _head(tree)
    document: ParsedDocument | None = None
    why = ""
    try:
        document = _document(tree, warnings)
    except (Unreadable, RecursionError) as error:
        why = str(error) if isinstance(error, Unreadable) else "It is nested too deep."
    return ReadPage(document=document, why=why, links=links, **head)


def _links(tree: LexborHTMLParser) -> list[str]:
    found: dict[str, None] = {}
    for node in tree.css("a[href], area[href]"):
        address = (node.attributes.get("href") or "").strip()
        follows = "nofollow" not in (node.attributes.get("rel") or "").lower()
        if follows and 0 < len(address) <= _LONGEST_LINK:
            found[address] = None
        if len(found) >= _MOST_LINKS:
            break
    return list(found)


def _head(tree: LexborHTMLParser) -> dict[str, Any]:
    said = [
        (node.attributes.get("content") or "").lower()
        for node in tree.css("meta[name=robots i], meta[name=handrail i]")[:10]
    ]
    return {
        "base": _attribute(tree, "base[href]", "href"),
        "canonical": _attribute(tree, "link[rel~=canonical i][href]", "href"),
        "robots": ", ".join(said)[:200],
    }


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    said = "" if node is None else (node.attributes.get(name) or "").strip()
    return said if 0 < len(said) <= _LONGEST_LINK else None


def _document(tree: LexborHTMLParser, warnings: tuple[str, ...]) -> ParsedDocument:
    said = said_in_head(tree)
    said.setdefault("updated", _day_of(tree) or "")
    title = _title(tree)
    if title:
        said["title"] = title
    front, wrong = front_matter_from({name: value for name, value in said.items() if value})
    page = Page()
    part = main_part(tree)
    if part is not None:
        add_part(page, part)
    # Where a page lies is told by the crawl, never by the page.
    return page.finish(replace(front, url=None), (*warnings, *wrong))


def _title(tree: LexborHTMLParser) -> str | None:
    """Return the one main heading, else the title without the name of the site behind it."""
    headings = [node.text().strip() for node in tree.css("h1") if node.text().strip()]
    if len(headings) == 1:
        return headings[0][:300]
    shared = _attribute(tree, "meta[property='og:title']", "content")
    node = tree.css_first("head > title")
    whole = "" if node is None else node.text().strip()
    return shared or _NAME_OF_SITE.sub("", whole[:300]) or None


def _day_of(tree: LexborHTMLParser) -> str | None:
    """Return the day on which a page says that it was last changed."""
    places = (
        ("meta[property='article:modified_time']", "content"),
        ("meta[property='og:updated_time']", "content"),
        ("[itemprop=dateModified]", "content"),
        ("time[itemprop=dateModified]", "datetime"),
    )
    for selector, name in places:
        found = _DAY.match(_attribute(tree, selector, name) or "")
        if found:
            return found.group()
    for script in tree.css("script[type='application/ld+json']")[:10]:
        found = _CHANGED.search(script.text()[:_LONGEST_SCRIPT])
        if found:
            return found.group(1)
    return None


def _told(kind: str, raw: bytes) -> Plain:
    try:
        if kind == ".html":
            return to_plain(read_page(raw), ReadPage)
        return to_plain(ReadPage(document=read_text(kind, raw)), ReadPage)
    except Unreadable as refused:
        return {"refused": str(refused)}


def _main(come: BinaryIO, go: BinaryIO) -> None:
    confine(_CPU_SECONDS)
    while len(head := come.read(LENGTH.size)) == LENGTH.size:
        kind, _, raw = come.read(LENGTH.unpack(head)[0]).partition(b"\n")
        said = json.dumps(_told(kind.decode(), raw)).encode()
        go.write(LENGTH.pack(len(said)) + said)
        go.flush()


if __name__ == "__main__":
    _main(sys.stdin.buffer, sys.stdout.buffer)
