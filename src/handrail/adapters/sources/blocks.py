"""Collects an article's blocks while a reader walks a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.adapters.sources.cleaning import one_line
from handrail.adapters.sources.unreadable import MAX_BLOCKS, MAX_HEADINGS, Unreadable
from handrail.domain.knowledge.model import Block, BlockKind, FrontMatter, ParsedDocument

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]+")
_CONTENTS = re.compile(
    r"\b(?:contents|on this page|in this (?:article|page|guide))\b", re.IGNORECASE
)
_DEEPEST_HEADING = 6
_CELL_JOINT = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one item of a list: how deep it is nested, its number if it has one, its text."""

    depth: int
    number: int | None
    text: str


class Page:
    """Collect blocks in reading order, within limits."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._anchors: dict[str, int] = {}
        self._headings = 0
        self._last_heading = ""
        self._below_title = False
        self._listed: list[Entry] = []

    def heading(self, level: int, text: str, anchor: str = "") -> None:
        """Add a heading; its anchor is its slug unless the document names one."""
        text = one_line(text)
        if not text:
            return
        self._headings += 1
        if self._headings > MAX_HEADINGS:
            raise Unreadable(f"It has more than {MAX_HEADINGS} headings.", hint="Split the file.")
        level = min(max(level, 1), _DEEPEST_HEADING)
        self._last_heading = text
        self._below_title = self._below_title or level > 1
        self._add(
            Block(kind=BlockKind.HEADING, text=text, level=level, anchor=anchor or self._slug(text))
        )

    def paragraph(self, text: str) -> None:
        """Add running text as one line."""
        text = one_line(text)
        if text:
            self._add(Block(kind=BlockKind.PARAGRAPH, text=text))

    def code(self, text: str) -> None:
        """Add text whose lines and indentation matter."""
        text = text.expandtabs(4).strip("\n").rstrip()
        if text.strip():
            self._add(Block(kind=BlockKind.CODE, text=text))

    def listing(self, entries: Sequence[Entry]) -> None:
        """Add a list; one that goes on where the list just before it ended is one with it."""
        entries = [entry for entry in entries if entry.text.strip()]
        if not entries:
            return
        if self._goes_on(entries[0]):
            self._blocks.pop()
            entries = [*self._listed, *entries]
        self._add(_list_block(entries))
        self._listed = list(entries)

    def lists_itself(self) -> bool:
        """Tell whether links to places on the page would be its table of contents here."""
        return not self._below_title or _CONTENTS.search(self._last_heading) is not None

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table: one row a line; the header row, if any, is the first line and no item."""
        lines = [_row(header)] if any(map(one_line, header)) else []
        at = sum(len(line) + 1 for line in lines)
        spans: list[tuple[int, int]] = []
        for row in rows:
            line = _row(row)
            if line.strip(" |"):
                spans.append((at, at + len(line)))
                lines.append(line)
                at += len(line) + 1
        if lines:
            self._add(Block(kind=BlockKind.TABLE, text="\n".join(lines), items=tuple(spans)))

    def finish(self, front_matter: FrontMatter, warnings: Sequence[str] = ()) -> ParsedDocument:
        """Return what was collected; refuse a document in which there is nothing to read."""
        if not self._blocks:
            raise Unreadable("It holds no text that a customer could read.")
        return ParsedDocument(
            front_matter=front_matter,
            blocks=tuple(self._blocks),
            warnings=tuple(warnings),
        )

    def texts(self) -> tuple[str, ...]:
        """Return the text of every block so far."""
        return tuple(block.text for block in self._blocks)

    def _add(self, block: Block) -> None:
        if len(self._blocks) >= MAX_BLOCKS:
            raise Unreadable(f"It has more than {MAX_BLOCKS} paragraphs.", hint="Split the file.")
        self._blocks.append(block)

    def _goes_on(self, entry: Entry) -> bool:
        if not self._blocks or self._blocks[-1].kind is not BlockKind.LIST:
            return False
        tops = [held.number for held in self._listed if held.depth == entry.depth]
        last = tops[-1] if tops else 0
        return entry.number is None if last is None else entry.number == last + 1

    def _slug(self, text: str) -> str:
        slug = _NOT_IN_ANCHOR.sub("", text.lower()).strip().replace(" ", "-")
        seen = self._anchors.get(slug, 0)
        self._anchors[slug] = seen + 1
        return f"{slug}-{seen}" if seen else slug


def _list_block(entries: Sequence[Entry]) -> Block:
    """Write one item a line, with its number inside its span and its bullet outside."""
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for entry in entries:
        body = _tidy_lines(entry.text, "  " * (entry.depth + 1))
        lead = "  " * entry.depth + ("" if entry.number is not None else "- ")
        said = f"{entry.number}. {body}" if entry.number is not None else body
        spans.append((at + len(lead), at + len(lead) + len(said)))
        lines.append(lead + said)
        at += len(lead) + len(said) + 1
    return Block(kind=BlockKind.LIST, text="\n".join(lines), items=tuple(spans))


def _row(cells: Sequence[str]) -> str:
    return _CELL_JOINT.join(one_line(cell) for cell in cells).strip()


def _tidy_lines(text: str, indent: str) -> str:
    kept = [line.rstrip() for line in text.expandtabs(4).strip().split("\n")]
    return f"\n{indent}".join(line for line in kept if line)
