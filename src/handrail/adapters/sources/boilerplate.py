"""Finds the part of a web page that is the article: the rest stands on every page of its site."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED_TAGS = "script, style, noscript, template, nav, footer, iframe, form, dialog, svg"
_DROPPED_ROLES = (
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [role=complementary],"
    " [role=dialog], [role=alertdialog], [aria-modal=true], [aria-hidden=true], [hidden]"
)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscribe|social|share|sharing|related|"
    r"recommended|comments?|disqus|sidebar|side-?nav|breadcrumbs?|toc|table-of-contents|pagination|"
    r"pager|prev-next|feedback|helpful|votes?|rating|promo|advert|ads?|banner|skip-link|menu|"
    r"nav-?bar|top-?bar|masthead|site-(?:header|footer)|edit-(?:page|this)|recently-viewed)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = (
    "main",
    "[role=main]",
    "[itemprop=articleBody]",
    "article",
    ".article-body, .markdown-body, .entry-content, .post-content, .theme-doc-markdown",
    "#main-content, #content, #main",
)
_MOST_OF_IT = 0.7
"""Share of a part's text that has to lie in one of its parts for that to be the article."""
_HALF = 0.5
_DEEPEST = 200
_MOST_NODES = 20_000
_FEWEST_LINKS = 4


def main_part(tree: LexborHTMLParser) -> LexborNode | None:
    """Take out what surrounds the article, and return the part that holds it."""
    body = tree.body
    if body is None:
        return None
    _drop(tree.css(f"{_DROPPED_TAGS}, {_DROPPED_ROLES}"))
    half = _length(body) * _HALF
    named = list(filter(_is_named_for_around, tree.css("[class], [id]")[:_MOST_NODES]))
    for node in named:
        if _length(node) > half:  # it holds the article, whatever it is called
            node.attrs["class"] = node.attrs["id"] = ""
    _drop(node for node in named if _length(node) <= half)
    for selector in _MAIN:
        found = [node for node in tree.css(selector) if _length(node) > 0]
        if len(found) == 1:
            return found[0]
    _drop(filter(_is_list_of_links, body.css("ul, ol, aside, header")))
    return _narrowed(body)


def _drop(nodes: Iterable[LexborNode]) -> None:
    """Take nodes out of the page; what stands in another of them goes with it, once."""
    outer: dict[int, LexborNode] = {}
    for node in nodes:
        above = list(islice(_above(node), _DEEPEST))
        if len(above) < _DEEPEST and not any(ancestor in outer for ancestor in above):
            outer[node.mem_id] = node
    for node in outer.values():
        node.decompose()


def _above(node: LexborNode) -> Iterator[int]:
    parent = node.parent
    while parent is not None:
        yield parent.mem_id
        parent = parent.parent


def _is_named_for_around(node: LexborNode) -> bool:
    said = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return node.tag not in {"html", "body", "main", "article"} and bool(_AROUND.search(said))


def _is_list_of_links(node: LexborNode) -> bool:
    links = node.css("a[href]")
    return len(links) >= _FEWEST_LINKS and sum(map(_length, links)) > _length(node) * _MOST_OF_IT


def _narrowed(body: LexborNode) -> LexborNode:
    """Follow the part that holds most of the text, as long as there is one."""
    part = body
    for _ in range(_DEEPEST):
        whole = _length(part)
        inner = [child for child in part.iter() if child.tag in {"div", "section", "td", "table"}]
        largest = max(inner, key=_length, default=None)
        if largest is None or _length(largest) < whole * _MOST_OF_IT:
            return part
        part = largest
    return part


def _length(node: LexborNode) -> int:
    return len(node.text())
