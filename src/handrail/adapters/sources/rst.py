"""Reads reStructuredText with docutils, without transforms: no file or address is opened."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser

from handrail.adapters.sources.blocks import Entry, Page
from handrail.adapters.sources.cleaning import informative_alt, one_line
from handrail.adapters.sources.front_matter import front_matter_from, split_front_matter
from handrail.adapters.sources.rst_links import outline_of_rst
from handrail.adapters.sources.rst_tolerance import tolerate
from handrail.adapters.sources.unreadable import MAX_DEPTH, MAX_PARAGRAPH, Unreadable
from handrail.domain.knowledge.model import FrontMatter, ParsedDocument

_SAFE = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 6,
    "report_level": 6,
    "warning_stream": False,
    "line_length_limit": MAX_PARAGRAPH * 5,
    "smart_quotes": False,
    "_disable_config": True,
}
_LONE_RULE = re.compile(
    r"(?:(?<=\n\n)|\A)([=\-~^#*+\"'`.:_])\1{3,}[ \t]*\n(?:\1{4,}[ \t]*\n)?(?=[ \t]*\n|\Z)"
)
_FIELD_NAMES = frozenset(
    [
        "title",
        "updated",
        "date",
        "owner",
        "author",
        "audience",
        "locale",
        "product",
        "review_by",
        "url",
    ]
)
_SILENT_FIELDS = frozenset({"orphan", "nosearch", "tocdepth", "nocomments"})


def read_rst(text: str) -> ParsedDocument:
    """Read reStructuredText, Sphinx's included, into blocks."""
    front, body, warnings = split_front_matter(text)
    body = _LONE_RULE.sub("", body)
    if any(len(line) > MAX_PARAGRAPH * 4 for line in body.split("\n")):
        raise Unreadable(f"It has a line of more than {MAX_PARAGRAPH * 4} characters.")
    tolerate(body)
    settings = get_default_settings(Parser)
    for name, value in _SAFE.items():
        setattr(settings, name, value)
    document = utils.new_document("article", settings)
    Parser().parse(body, document)
    page = Page()
    walk = _Walk(page, _substitutions(document))
    walk.all(document.children, 0)
    if front == FrontMatter():
        front, warnings = front_matter_from(walk.fields)
    return replace(page.finish(front, warnings), outline=outline_of_rst(document))


def _substitutions(document: nodes.document) -> dict[str, str]:
    return {
        name: one_line(node.astext())
        for name, node in document.substitution_defs.items()
        if node.astext()
    }


def _opens(node: nodes.field_list) -> bool:
    """Tell whether a field list stands at the document's top or right below its title."""
    above = node.parent
    if isinstance(above, nodes.document):
        return True
    is_first = isinstance(above, nodes.section) and above.children[1] is node
    return is_first and isinstance(above.parent, nodes.document)


class _Walk:
    def __init__(self, page: Page, substitutions: dict[str, str]) -> None:
        self.page = page
        self.fields: dict[str, object] = {}
        self._substitutions = substitutions

    def all(self, children: Iterable[nodes.Node], depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Unreadable(f"Its sections are nested more than {MAX_DEPTH} deep.")
        for node in children:
            self.one(node, depth)

    def one(self, node: nodes.Node, depth: int) -> None:
        match node:
            case nodes.section():
                self._section(node, depth)
            case nodes.title() | nodes.rubric():
                self.page.paragraph(self._inline(node))
            case nodes.paragraph() | nodes.line_block() | nodes.attribution() | nodes.caption():
                self.page.paragraph(self._inline(node))
            case nodes.bullet_list() | nodes.enumerated_list():
                self.page.listing(list(self._entries(node, 0)))
            case nodes.literal_block() | nodes.doctest_block():
                self.page.code(node.astext())
            case nodes.Invisible() | nodes.system_message() | nodes.Text():
                return
            case nodes.Element():
                self._other(node, depth)
            case _:
                return

    def _other(self, node: nodes.Element, depth: int) -> None:
        match node:
            case nodes.table():
                self._table(node)
            case nodes.image():
                self.page.paragraph(informative_alt(node.get("alt", "").replace("**", "")))
            case nodes.field_list():
                self._fields(node, depth)
            case nodes.definition_list_item() | nodes.option_list_item():
                self._definition(node, depth)
            case _:
                self.all(node.children, depth + 1)

    def _section(self, node: nodes.section, depth: int) -> None:
        level, above = 1, node.parent
        while above is not None:
            level += isinstance(above, nodes.section)
            above = above.parent
        title, rest = node.children[0], node.children[1:]
        anchor = node["ids"][0] if node["ids"] else ""
        self.page.heading(level, self._inline(title), anchor)
        self.all(rest, depth + 1)

    def _fields(self, node: nodes.field_list, depth: int) -> None:
        """Take fields that open the document as front matter, all others as text."""
        opening = not self.page.texts() or _opens(node)
        for entry in node.children:
            name, body = one_line(entry.children[0].astext()), entry.children[1]
            if opening and name.lower().replace(" ", "_") in _FIELD_NAMES:
                self.fields.setdefault(name.replace(" ", "_"), one_line(body.astext()))
            elif not (opening and name in _SILENT_FIELDS):
                self.page.paragraph(name)
                self.all(body.children, depth + 1)

    def _definition(self, node: nodes.Element, depth: int) -> None:
        for part in node.children:
            if isinstance(part, nodes.definition | nodes.description):
                self.all(part.children, depth + 1)
            else:
                self.page.paragraph(self._inline(part))

    def _table(self, node: nodes.table) -> None:
        header: list[str] = []
        rows: list[list[str]] = []
        for group in node.findall(nodes.tgroup):
            for part in group.children:
                if isinstance(part, nodes.thead | nodes.tbody):
                    cells = [[self._cell(cell) for cell in row.children] for row in part.children]
                    if isinstance(part, nodes.thead):
                        header = [" ".join(column) for column in zip(*cells, strict=False)]
                    else:
                        rows.extend(cells)
        self.page.table(header, rows)

    def _cell(self, cell: nodes.Node) -> str:
        return "; ".join(line.strip() for line in self._lines(cell))

    def _entries(self, node: nodes.Element, depth: int) -> Iterator[Entry]:
        if depth > MAX_DEPTH:
            raise Unreadable(f"Its lists are nested more than {MAX_DEPTH} deep.")
        number = int(node.get("start", 1)) if isinstance(node, nodes.enumerated_list) else None
        for place, item in enumerate(node.children):
            own: list[str] = []
            below: list[Entry] = []
            for child in item.children:
                if isinstance(child, nodes.bullet_list | nodes.enumerated_list):
                    below.extend(self._entries(child, depth + 1))
                elif below:
                    below.append(
                        Entry(depth=depth + 1, number=None, text="\n".join(self._lines(child)))
                    )
                else:
                    own.extend(self._lines(child))
            yield Entry(
                depth=depth, number=None if number is None else number + place, text="\n".join(own)
            )
            yield from below

    def _lines(self, node: nodes.Node) -> list[str]:
        """Return a block inside an item or cell as lines of text."""
        inner = Page()
        walk = _Walk(inner, self._substitutions)
        if isinstance(node, nodes.entry):
            walk.all(node.children, 0)
        else:
            walk.one(node, 0)
        return [
            line.strip("- ") if "\n" not in text else line
            for text in inner.texts()
            for line in text.split("\n")
        ]

    def _substituted(self, node: nodes.Element) -> str:
        """Return what a name stands for; one defined elsewhere is read as itself or an icon."""
        name = str(node.get("refname", node.astext()))
        return self._substitutions.get(name, "" if "-" in name else name)

    def _inline(self, node: nodes.Node) -> str:
        return one_line("".join(self._pieces(node)))

    def _pieces(self, node: nodes.Node) -> Iterator[str]:
        match node:
            case nodes.literal() | nodes.Text():
                said = node.astext()
                yield said.replace("``", "") if isinstance(node, nodes.Text) else said
            case nodes.substitution_reference():
                yield self._substituted(node)
            case nodes.image():
                yield informative_alt(node.get("alt", "").replace("**", ""))
            case nodes.problematic():
                yield node.astext().strip("`*_|")
            case nodes.line():
                yield from (*map(self._inline, node.children), " ")
            case nodes.Invisible() | nodes.system_message() | nodes.footnote_reference():
                return
            case nodes.Element():
                yield from self._all_pieces(node)
            case _:
                return

    def _all_pieces(self, node: nodes.Element) -> Iterator[str]:
        for child in node.children:
            yield from self._pieces(child)
