"""Reads Word documents: headings, paragraphs, lists and tables, in reading order."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from handrail.adapters.sources.blocks import Entry, Page
from handrail.adapters.sources.cleaning import cleaned, one_line
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.model import FrontMatter, ParsedDocument

_MOST_ENTRIES = 2_000
_MOST_UNPACKED = 100_000_000
_CHUNK = 65_536
_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list", re.IGNORECASE)
_NUMBERED = re.compile(r"number", re.IGNORECASE)
_LEVEL = re.compile(r"(\d)$")


def read_docx(raw: bytes) -> ParsedDocument:
    """Read a Word document into blocks."""
    try:
        _check_unpacked_size(raw)
        document = docx.Document(io.BytesIO(raw))
        page = Page()
        _Reading(page).all(document)
        updated = document.core_properties.modified
        title = one_line(cleaned(document.core_properties.title or "")) or None
    except (
        OpcError,
        SyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        MemoryError,
    ) as error:
        raise Unreadable(f"It is not a readable Word document ({type(error).__name__}).") from error
    return page.finish(FrontMatter(title=title, updated=updated.date() if updated else None))


def _check_unpacked_size(raw: bytes) -> None:
    """Count what unpacks rather than believe what the archive declares."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if len(archive.infolist()) > _MOST_ENTRIES:
            raise Unreadable(f"Its archive holds more than {_MOST_ENTRIES} files.")
        unpacked = 0
        for entry in archive.infolist():
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > _MOST_UNPACKED:
                        raise Unreadable(f"It unpacks to more than {_MOST_UNPACKED:,} bytes.")


@dataclass(slots=True)
class _Reading:
    page: Page
    _entries: list[Entry] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)

    def all(self, document: Document) -> None:
        for content in document.iter_inner_content():
            if isinstance(content, Table):
                self._end_list()
                self._table(content)
            else:
                self._paragraph(content)
        self._end_list()

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = cleaned(_visible(paragraph))
        style = (paragraph.style.name if paragraph.style is not None else "") or ""
        heading = _HEADING.search(style)
        if heading or style == "Title":
            self._end_list()
            self.page.heading(int(heading.group(1)) if heading else 1, text)
        elif text.strip() and (_LIST.search(style) or _numbering_level(paragraph) is not None):
            self._item(paragraph, style, text)
        elif text.strip():
            self._end_list()
            self.page.paragraph(text)

    def _item(self, paragraph: Paragraph, style: str, text: str) -> None:
        named = _LEVEL.search(style)
        level = _numbering_level(paragraph) or (int(named.group(1)) - 1 if named else 0)
        number = None
        if _NUMBERED.search(style):
            number = self._numbers[level] = self._numbers.get(level, 0) + 1
        for deeper in [known for known in self._numbers if known > level]:
            del self._numbers[deeper]
        self._entries.append(Entry(depth=max(level, 0), number=number, text=one_line(text)))

    def _end_list(self) -> None:
        if self._entries:
            self.page.listing(self._entries)
        self._entries.clear()
        self._numbers.clear()

    def _table(self, table: Table) -> None:
        rows = [list(_cells(row.cells)) for row in table.rows]
        if rows:
            self.page.table(
                [cleaned(cell) for cell in rows[0]],
                [[cleaned(cell) for cell in row] for row in rows[1:]],
            )


def _cells(cells: tuple[object, ...]) -> Iterator[str]:
    """Return each cell's text; a cell merged over several columns counts once."""
    last: object = None
    for cell in cells:
        element = getattr(cell, "_tc", None)
        if element is not last:
            yield str(getattr(cell, "text", ""))
        last = element


def _visible(paragraph: Paragraph) -> str:
    if not any(run.font.hidden for run in paragraph.runs):
        return paragraph.text
    return "".join(run.text for run in paragraph.runs if not run.font.hidden)


def _numbering_level(paragraph: Paragraph) -> int | None:
    # python-docx has no public view of numbering
    levels = paragraph._p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val")  # noqa: SLF001
    if levels:
        return int(str(levels[0])) if str(levels[0]).isdecimal() else 0
    return 0 if paragraph._p.xpath("./w:pPr/w:numPr") else None  # noqa: SLF001
