"""Where a text leads and where one can be led to on it, read beside its words."""

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from handrail.adapters.sources.cleaning import one_line
from handrail.adapters.sources.markdown_tree import Node
from handrail.adapters.sources.mdx import shown_markup
from handrail.domain.knowledge.outline import Link, LinkKind, Outline

MOST_LINKS = 5_000
_LONGEST_TARGET = 1_000
_LONGEST_TEXT = 200
_TAG = re.compile(r"<([A-Za-z][\w.]{0,60})(\s[^<>]{0,2000})>", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"\b(href|to|src|id|name)\s*=\s*(?:\"([^\"\n]{0,1000})\"|'([^'\n]{0,1000})')", re.IGNORECASE
)
_KRAMDOWN_ID = re.compile(r"\{:\s?[^{}\n]{0,100}?#([\w.:-]{1,100})")
_INCLUDED = re.compile(
    r"\{%-?\s*include(?:_relative|_cached)?\s+[\"']?([\w./-]+)"  # Jekyll
    r"|^import\s[^\n]{1,200}\sfrom\s+[\"']([^\"'\n]{1,300}\.mdx?)[\"']"
    r"|^[`~:]{3,}\{include\}\s*(\S+)"  # MyST
    r"|^\s*--8<--\s+[\"']([^\"'\n]{1,300})[\"']",  # MkDocs
    re.MULTILINE,
)
_SHOWN = frozenset({"text", "code_inline", "softbreak"})
_LEADS = frozenset({"href", "to"})


def outline_of_markdown(body: str, nodes: Iterable[Node]) -> Outline:
    """Return what Markdown links to, in its own spelling and in tags and components."""
    links = [*_links_in(nodes)]
    anchors = []
    markup = shown_markup(body)
    for tag, said in _TAG.findall(markup):
        for name, double, single in _ATTRIBUTE.findall(said):
            link, anchor = _said_by_tag(tag.lower(), name.lower(), double or single)
            links += [link] if link else []
            anchors += [anchor] if anchor else []
    included = ("".join(groups) for groups in _INCLUDED.findall(body))
    links += [Link(target=file, kind=LinkKind.INCLUDED) for file in included]
    anchors += _KRAMDOWN_ID.findall(markup)
    return outline(links, anchors)


def outline_of_html(tree: LexborHTMLParser) -> Outline:
    """Return what a page links to, and every name of a place on it."""
    links = [
        Link(target=node.attributes.get("href") or "", text=one_line(node.text()))
        for node in tree.css("a[href]")[:MOST_LINKS]
    ]
    links += [
        Link(target=node.attributes.get("src") or "", kind=LinkKind.PICTURE)
        for node in tree.css("img[src]")[:MOST_LINKS]
    ]
    anchors = [node.attributes.get("id") or "" for node in tree.css("[id]")[:MOST_LINKS]]
    anchors += [node.attributes.get("name") or "" for node in tree.css("a[name]")[:MOST_LINKS]]
    return outline(links, anchors)


def outline(links: Iterable[Link], anchors: Iterable[str]) -> Outline:
    """Return links and anchors, each once, within limits."""
    kept = dict.fromkeys(
        Link(target=link.target.strip(), kind=link.kind, text=link.text[:_LONGEST_TEXT])
        for link in links
        if 0 < len(link.target.strip()) <= _LONGEST_TARGET
    )
    return Outline(
        links=tuple(kept)[:MOST_LINKS],
        anchors=tuple(dict.fromkeys(name[:_LONGEST_TARGET] for name in anchors if name))[
            :MOST_LINKS
        ],
    )


def _links_in(nodes: Iterable[Node]) -> Iterator[Link]:
    for node in nodes:
        for inner in node.walk():
            if inner.type == "link":
                shown = one_line("".join(p.content for p in inner.walk() if p.type in _SHOWN))
                yield Link(target=str(inner.attrs.get("href", "")), text=shown)
            elif inner.type == "image":
                yield Link(target=str(inner.attrs.get("src", "")), kind=LinkKind.PICTURE)


def _said_by_tag(tag: str, name: str, value: str) -> tuple[Link | None, str]:
    if name in _LEADS and tag not in {"link", "base"}:
        return Link(target=value), ""
    if name == "src" and tag in {"img", "image", "zoomableimage", "figure"}:
        return Link(target=value, kind=LinkKind.PICTURE), ""
    if name == "id" or (name == "name" and tag == "a"):
        return None, value
    return None, ""
