"""Reads PDF: text in reading order; headings are guessed modestly, from numbering and capitals."""

import io
import re
from collections import Counter
from datetime import date

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from handrail.adapters.sources.blocks import Entry, Page
from handrail.adapters.sources.cleaning import cleaned, one_line
from handrail.adapters.sources.unreadable import MAX_BYTES, Unreadable
from handrail.domain.knowledge.model import FrontMatter, ParsedDocument

_MOST_PAGES = 1_000
# A PDF library meets damage in every shape; none of these says more than that the file is damaged.
_BROKEN = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    AssertionError,
    MemoryError,
    OSError,
)
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?$", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[•‣◦▪●–*-]|(\d{1,2})[.)])\s+(\S.*)$")
_NUMBERED_HEADING = re.compile(
    r"^((?:\d{1,2}\.)+\d{0,2}|\d{1,2}(?:\.\d{1,2})+)\s+([A-Z][^.!?]{2,70})$"
)
_SENTENCE_END = re.compile(r"[.!?:;,。！？)]$")
_HYPHENATED = re.compile(r"[^\W\d_]{2}-$")
_SHORT, _LONGEST_HEADING, _FEWEST_PAGES = 60, 80, 3


def read_pdf(raw: bytes) -> ParsedDocument:
    """Read a PDF into blocks."""
    try:
        reader = _opened(raw)
        pages = _page_lines(reader)
        front = _front(reader)
    except _BROKEN as error:
        raise Unreadable(f"It is not a readable PDF ({type(error).__name__}).") from error
    page = Page()
    _Joining(page).all(_without_running_lines(pages))
    if not page.texts():
        raise Unreadable(
            "It holds pictures of text but no text.", hint="Run text recognition on it first."
        )
    return page.finish(front)


def _opened(raw: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("It is locked with a password.")
    if len(reader.pages) > _MOST_PAGES:
        raise Unreadable(f"It has more than {_MOST_PAGES} pages.", hint="Split it.")
    return reader


def _page_lines(reader: PdfReader) -> list[list[str]]:
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        text = cleaned(page.extract_text())
        size += len(text)
        if size > MAX_BYTES:
            raise Unreadable(f"It holds more than {MAX_BYTES:,} characters.", hint="Split it.")
        pages.append([line.rstrip() for line in text.split("\n")])
    return pages


def _front(reader: PdfReader) -> FrontMatter:
    said = reader.metadata
    if said is None:
        return FrontMatter()
    title = one_line(cleaned(str(said.title or "")))
    return FrontMatter(
        title=title if len(title.split()) > 1 else None,
        updated=date.fromisoformat(said.modification_date.date().isoformat())
        if said.modification_date
        else None,
    )


def _without_running_lines(pages: list[list[str]]) -> list[str]:
    """Drop page numbers and the header and footer lines that most pages repeat."""
    edges = Counter(
        line.strip()
        for lines in pages
        for line in {*_shown(lines)[:2], *_shown(lines)[-2:]}
        if line.strip()
    )
    running = {line for line, n in edges.items() if n >= _FEWEST_PAGES and n > len(pages) / 2}
    return [
        line
        for lines in pages
        for line in lines
        if not (line.strip() in running or _PAGE_NUMBER.match(line.strip()))
    ]


def _shown(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()]


class _Joining:
    """Join the lines of a page into paragraphs, items and headings."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lines: list[str] = []
        self._entries: list[Entry] = []

    def all(self, lines: list[str]) -> None:
        width = max((len(line) for line in lines), default=0)
        for place, line in enumerate(lines):
            self._one(line.strip(), _next_shown(lines, place))
            if line.strip() and len(line) < width * 0.6 and _SENTENCE_END.search(line.strip()):
                self._end()
        self._end()

    def _one(self, line: str, following: str) -> None:
        item = _ITEM.match(line)
        heading = _heading_level(line, following)
        if heading and not self._is_running_on():
            self._end()
            self._page.heading(heading, line)
        elif item:
            self._end_paragraph()
            number = int(item.group(1)) if item.group(1) else None
            self._entries.append(Entry(depth=0, number=number, text=item.group(2)))
        elif self._entries and line and not _SENTENCE_END.search(self._entries[-1].text):
            last = self._entries.pop()
            self._entries.append(
                Entry(depth=0, number=last.number, text=_joined([last.text, line]))
            )
        elif line:
            self._end_list()
            self._lines.append(line)
        elif not self._is_running_on():
            self._end()

    def _is_running_on(self) -> bool:
        return bool(self._lines) and not _SENTENCE_END.search(self._lines[-1])

    def _end(self) -> None:
        self._end_paragraph()
        self._end_list()

    def _end_paragraph(self) -> None:
        self._page.paragraph(_joined(self._lines))
        self._lines.clear()

    def _end_list(self) -> None:
        self._page.listing(self._entries)
        self._entries.clear()


def _next_shown(lines: list[str], place: int) -> str:
    return next((line.strip() for line in lines[place + 1 : place + 4] if line.strip()), "")


def _heading_level(line: str, following: str) -> int:
    numbered = _NUMBERED_HEADING.match(line)
    if numbered:
        return min(1 + numbered.group(1).strip(".").count(".") + 1, 6)
    short = 3 < len(line) < _SHORT and not _SENTENCE_END.search(line) and not _ITEM.match(line)
    if short and line.isupper() and any(letter.isalpha() for letter in line):
        return 2
    titled = short and line[0].isupper() and len(line.split()) <= 9
    return 2 if titled and following[:1].isupper() and len(following) > len(line) * 1.5 else 0


def _joined(lines: list[str]) -> str:
    """Join lines; a word that was divided at a line's end is made whole."""
    text = ""
    for line in lines:
        if _HYPHENATED.search(text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text
