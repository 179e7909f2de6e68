"""Reads plain text: paragraphs, simple lists, headings that are underlined or in capitals."""

import re

from handrail.adapters.sources.blocks import Entry, Page
from handrail.adapters.sources.front_matter import split_front_matter
from handrail.domain.knowledge.model import ParsedDocument

_BLANK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"^([ \t]*)(?:[-*•‣◦–]|(\d{1,3})[.)])[ \t]+(\S.*)$")
_UNDERLINE = re.compile(r"^([=\-~^#*])\1{2,}$")
_SENTENCE_END = re.compile(r"[.!?:;,。！？]$")
_LONGEST_HEADING = 80
_INDENT = 2


def read_plain(text: str) -> ParsedDocument:
    """Read plain text into blocks."""
    front, body, warnings = split_front_matter(text)
    page = Page()
    for chunk in _BLANK.split(body):
        lines = [line.rstrip() for line in chunk.split("\n") if line.strip()]
        if lines:
            _add_chunk(page, lines)
    return page.finish(front, warnings)


def _add_chunk(page: Page, lines: list[str]) -> None:
    if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()):
        page.heading(1 if lines[1].strip()[0] == "=" else 2, lines[0])
        lines = lines[2:]
    elif len(lines) == 1 and _is_capital_heading(lines[0]):
        page.heading(2, lines[0])
        return
    while lines:
        listed = _ITEM.match(lines[0]) is not None
        size = next(
            (i for i, line in enumerate(lines) if i and _starts_other(line, listed)), len(lines)
        )
        taken, lines = lines[:size], lines[size:]
        if listed:
            page.listing(_entries(taken))
        else:
            page.paragraph(" ".join(taken))


def _starts_other(line: str, listed: bool) -> bool:  # noqa: FBT001
    item = _ITEM.match(line) is not None
    return not item and not line.startswith((" ", "\t")) if listed else item


def _entries(lines: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            depth = len(found.group(1).expandtabs(4)) // _INDENT
            number = int(found.group(2)) if found.group(2) else None
            entries.append(Entry(depth=min(depth, 8), number=number, text=found.group(3)))
        else:
            last = entries.pop()
            entries.append(
                Entry(depth=last.depth, number=last.number, text=f"{last.text} {line.strip()}")
            )
    return entries


def _is_capital_heading(line: str) -> bool:
    text = line.strip()
    return text.isupper() and len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text)
