"""Reads Markdown, and tolerates what site generators make of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt

from handrail.adapters.sources.blocks import Entry, Page
from handrail.adapters.sources.cleaning import informative_alt, one_line
from handrail.adapters.sources.front_matter import split_front_matter
from handrail.adapters.sources.html import add_html
from handrail.adapters.sources.markdown_tree import Node, tree
from handrail.adapters.sources.mdx import looks_like_mdx, without_site_markup
from handrail.adapters.sources.outlining import outline_of_markdown
from handrail.domain.knowledge.model import ParsedDocument

_HEADING_ID = re.compile(r"\s*\\?\{#([\w.:-]{1,100})\\?\}\s*$")
_HEADLESS_ROW = re.compile(r"\|.{1,5000}\|$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"</?([A-Za-z][\w.-]*)>")
_HTML_NAMES = frozenset(
    [
        "a",
        "abbr",
        "b",
        "br",
        "button",
        "cite",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "mark",
        "nobr",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
        "details",
        "aside",
        "center",
        "blockquote",
    ]
)


def _parser(*, indented_code: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser if indented_code else parser.disable("code")


_PLAIN, _MDX = _parser(indented_code=True), _parser(indented_code=False)


def read_markdown(text: str) -> ParsedDocument:
    """Read Markdown, MDX, and Markdown with Jekyll, Docusaurus or Mintlify markup into blocks."""
    front, body, warnings = split_front_matter(text)
    page = Page()
    parser = _MDX if looks_like_mdx(body) else _PLAIN
    nodes = tree(parser.parse(without_site_markup(body)))
    _Walk(page).all(nodes)
    return replace(page.finish(front, warnings), outline=outline_of_markdown(body, nodes))


@dataclass(slots=True)
class _Walk:
    page: Page

    def all(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.type == "html_block":
                add_html(self.page, _with_placeholders(node.content))
            else:
                self.one(node)

    def one(self, node: Node) -> None:
        match node.type:
            case "heading":
                self._heading(node)
            case "paragraph":
                self._paragraph(node)
            case "bullet_list" | "ordered_list":
                self._list(node)
            case "table":
                self._table(node)
            case "fence" | "code_block":
                self.page.code(node.content)
            case _:
                self.all(node.children)

    def _paragraph(self, node: Node) -> None:
        rows = [line.strip() for line in node.children[0].content.split("\n")]
        if all(map(_HEADLESS_ROW.match, rows)):
            self.page.table([], [_cells(row) for row in rows if row.strip("|-: ")])
            return
        for line in _inline_lines(node.children):
            self.page.paragraph(line)

    def _heading(self, node: Node) -> None:
        text = _inline(node.children)
        named = _HEADING_ID.search(text)
        self.page.heading(
            int(node.tag[1:]), _HEADING_ID.sub("", text), named.group(1) if named else ""
        )

    def _list(self, node: Node) -> None:
        if not (self.page.lists_itself() and _is_contents(node)):
            self.page.listing(list(_entries(node, 0)))

    def _table(self, node: Node) -> None:
        rows = [
            [_inline(cell.children) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        self.page.table(rows[0], rows[1:])


def _entries(node: Node, depth: int) -> Iterable[Entry]:
    first = node.attrs.get("start", 1) if node.type == "ordered_list" else None
    for place, item in enumerate(node.children):
        number = int(first) + place if first is not None else None
        own: list[str] = []
        below: list[Entry] = []
        for child in item.children:
            if child.type in {"bullet_list", "ordered_list"}:
                below.extend(_entries(child, depth + 1))
            elif below:
                below.append(Entry(depth=depth + 1, number=None, text=_text_of(child)))
            else:
                own.append(_text_of(child))
        yield Entry(depth=depth, number=number, text="\n".join(filter(None, own)))
        yield from below


def _text_of(node: Node) -> str:
    """Return a block inside a list item as lines of text."""
    match node.type:
        case "fence" | "code_block":
            return node.content.rstrip()
        case "inline":
            return "\n".join(_inline_lines([node]))
        case "html_block":
            return _html_text(node.content)
        case "table":
            return "\n".join(
                " | ".join(_inline(cell.children) for cell in row.children)
                for part in node.children
                for row in part.children
            )
        case _:
            return "\n".join(filter(None, map(_text_of, node.children)))


def _html_text(html: str) -> str:
    inner = Page()
    add_html(inner, _with_placeholders(html))
    return "\n".join(inner.texts())


def _cells(row: str) -> list[str]:
    """Return the cells of a row of a table without header, which only some Markdown knows."""
    said = _inline(tree(_PLAIN.parseInline(row)))
    return [cell.strip() for cell in said.strip("| ").split(" | ")]


def _is_contents(node: Node) -> bool:
    """Tell a table of contents: every item is one link to a place on the page."""
    links = [token for item in node.walk() if item.type == "inline" for token in item.children]
    shown = [token for token in links if token.type != "softbreak"]
    return len(shown) > 1 and all(
        token.type == "link" and str(token.attrs.get("href", "")).startswith("#") for token in shown
    )


def _inline(nodes: Sequence[Node]) -> str:
    return one_line(" ".join(_inline_lines(nodes)))


def _inline_lines(nodes: Sequence[Node]) -> list[str]:
    text = "".join(map(_inline_text, nodes))
    return [line for line in map(one_line, text.split("\v")) if line]


def _inline_text(node: Node) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\v"
        case "image":
            return informative_alt(node.content)
        case "html_inline":
            return _inline_tag(node.content)
        case _:
            return "".join(map(_inline_text, node.children))


def _inline_tag(tag: str) -> str:
    if _BREAK.fullmatch(tag):
        return "\v"
    named = _PLACEHOLDER.fullmatch(tag)
    return tag if named and named.group(1).lower() not in _HTML_NAMES else ""


def _with_placeholders(html: str) -> str:
    """Keep words such as `<username>`, which are no tags but places for a reader to fill in."""
    return _PLACEHOLDER.sub(
        lambda found: (
            found.group()
            if found.group(1).lower() in _HTML_NAMES
            else f"&lt;{found.group()[1:-1]}&gt;"
        ),
        html,
    )
