"""Reads a web page: its main part, without navigation, scripts and what is hidden."""

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from handrail.adapters.sources.blocks import Entry, Page
from handrail.adapters.sources.cleaning import informative_alt, one_line
from handrail.adapters.sources.front_matter import front_matter_from, split_front_matter
from handrail.adapters.sources.outlining import outline_of_html
from handrail.adapters.sources.unreadable import MAX_DEPTH, Unreadable
from handrail.domain.knowledge.model import ParsedDocument

_DROPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "nav",
        "footer",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "form",
        "button",
        "select",
        "textarea",
        "input",
        "canvas",
        "audio",
        "video",
        "dialog",
        "menu",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)
_NAVIGATION_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu"})
_CONTENTS = re.compile(
    r"\b(?:toc|table-of-contents|breadcrumbs?|sidebar|pagination|skip-link|headerlink|hash-link)\b",
    re.IGNORECASE,
)
_MAIN = ("main", "[role=main]", "article", "body")


def read_html(text: str) -> ParsedDocument:
    """Read the main part of a web page into blocks."""
    front, body, warnings = split_front_matter(text)
    tree = LexborHTMLParser(body)
    page = Page()
    for selector in _MAIN:
        found = tree.css(selector)
        if len(found) == 1 or (found and selector == "body"):
            _walk(page, found[0], 0)
            break
    if front.title is None and not warnings:
        front, warnings = front_matter_from(_said_in_head(tree))
    return replace(page.finish(front, warnings), outline=outline_of_html(tree))


def add_html(page: Page, html: str) -> None:
    """Add a fragment of HTML that stands inside another format."""
    body = LexborHTMLParser(html).body
    if body is not None:
        _walk(page, body, 0)


def _said_in_head(tree: LexborHTMLParser) -> dict[str, object]:
    said: dict[str, object] = {
        str(meta.attributes.get("name")): meta.attributes.get("content") or ""
        for meta in tree.css("meta[name]")[:200]
        if str(meta.attributes.get("name")).lower()
        in {"audience", "updated", "product", "owner", "review_by", "locale"}
    }
    title = tree.css_first("head > title")
    if title is not None:
        said["title"] = title.text()
    root = tree.css_first("html")
    if root is not None and root.attributes.get("lang"):
        said.setdefault("locale", root.attributes["lang"])
    return said


def _walk(page: Page, node: LexborNode, depth: int) -> None:
    """Add what stands in the node: runs of inline text as paragraphs, blocks as what they are."""
    if depth > MAX_DEPTH:
        raise Unreadable(f"Its HTML is nested more than {MAX_DEPTH} deep.")
    run: list[str] = []
    for child in node.iter(include_text=True):
        if _is_dropped(child):
            continue
        if _holds_blocks(child, depth):
            _flush(page, run)
            _add_block(page, child, depth + 1)
        else:
            run.append(_inline(child, depth))
    _flush(page, run)


def _flush(page: Page, run: list[str]) -> None:
    for line in "".join(run).split("\v"):
        page.paragraph(line)
    run.clear()


def _add_block(page: Page, node: LexborNode, depth: int) -> None:
    tag = node.tag or ""
    if tag in _HEADINGS:
        page.heading(int(tag[1]), _text(node, depth), node.attributes.get("id") or "")
    elif tag == "pre":
        page.code(node.text())
    elif tag in {"ul", "ol"}:
        if not (page.lists_itself() and _is_contents(node)):
            page.listing(list(_entries(node, 0, depth)))
    elif tag == "table":
        _add_table(page, node, depth)
    else:
        _walk(page, node, depth)


def _add_table(page: Page, node: LexborNode, depth: int) -> None:
    if any(cell.css("pre, table, h1, h2, h3, h4") for cell in node.css("td")[:500]):
        _walk_cells(page, node, depth)
        return
    header: list[str] = []
    rows: list[list[str]] = []
    for row in node.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in {"td", "th"} and not _is_dropped(cell)]
        texts = [_text(cell, depth) for cell in cells]
        if not header and not rows and all(cell.tag == "th" for cell in cells):
            header = texts
        else:
            rows.append(texts)
    page.table(header, rows)


def _walk_cells(page: Page, node: LexborNode, depth: int) -> None:
    """Read a table that only lays out a page: its cells one after the other."""
    for child in node.iter():
        if child.tag in {"td", "th"}:
            _walk(page, child, depth + 1)
        elif not _is_dropped(child) and depth < MAX_DEPTH:
            _walk_cells(page, child, depth + 1)


def _entries(node: LexborNode, nested: int, depth: int) -> Iterator[Entry]:
    if depth > MAX_DEPTH:
        raise Unreadable(f"Its HTML is nested more than {MAX_DEPTH} deep.")
    start = node.attributes.get("start") or "1"
    number = int(start) if start.isdecimal() and len(start) < 6 else 1
    for item in (child for child in node.iter() if child.tag == "li"):
        below: list[Entry] = []
        own: list[str] = []
        for child in item.iter(include_text=True):
            if child.tag in {"ul", "ol"}:
                below.extend(_entries(child, nested + 1, depth + 1))
            elif not _is_dropped(child):
                own.append(
                    _inline(child, depth)
                    if child.tag not in _BLOCKS
                    else f"\v{_inline(child, depth)}\v"
                )
        lines = [one_line(line) for line in "".join(own).split("\v")]
        yield Entry(
            depth=nested,
            number=number if node.tag == "ol" else None,
            text="\n".join(filter(None, lines)),
        )
        yield from below
        number += 1


def _is_contents(node: LexborNode) -> bool:
    items = node.css("li")
    links = node.css("li > a[href^='#']")
    return len(items) > 1 and len(links) == len(items) and _length(node) == sum(map(_length, links))


def _length(node: LexborNode) -> int:
    return len("".join(node.text().split()))


def _is_dropped(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag == "-text":
        return False
    if tag in _DROPPED or tag.startswith(("-", "_")):
        return True
    said = node.attributes
    return (
        "hidden" in said
        or said.get("aria-hidden") == "true"
        or (said.get("role") or "") in _NAVIGATION_ROLES
        or bool(_HIDDEN_STYLE.search(said.get("style") or ""))
        or bool(_CONTENTS.search(f"{said.get('class') or ''} {said.get('id') or ''}"))
    )


def _holds_blocks(node: LexborNode, depth: int) -> bool:
    tag = node.tag or ""
    if tag in _BLOCKS:
        return True
    if tag == "-text" or depth > MAX_DEPTH:
        return False
    return node.css_first("p, ul, ol, table, h1, h2, h3, h4, h5, h6, pre, div") is not None


def _text(node: LexborNode, depth: int) -> str:
    return one_line(
        "".join(_inline(child, depth) for child in node.iter(include_text=True)).replace("\v", " ")
    )


def _inline(node: LexborNode, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise Unreadable(f"Its HTML is nested more than {MAX_DEPTH} deep.")
    tag = node.tag or ""
    if tag == "-text":
        return node.text(deep=False).replace("\v", " ")
    if _is_dropped(node):
        return ""
    if tag == "br":
        return "\v"
    if tag == "img":
        return informative_alt(node.attributes.get("alt") or "")
    inner = "".join(_inline(child, depth + 1) for child in node.iter(include_text=True))
    return f" {inner} " if tag in _BLOCKS else inner
