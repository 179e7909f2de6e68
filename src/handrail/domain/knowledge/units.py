"""What can be quoted by itself: the sentences, steps, rows and code of a text, as offsets."""

import re
from collections.abc import Iterator

from handrail.domain.knowledge.model import Block, BlockKind, Unit, UnitKind
from handrail.domain.knowledge.tokens import count_tokens

Span = tuple[int, int]

_BORDER = re.compile(
    r"(?P<spaced>[.!?…؟۔।॥]+[\"'”’»)\]]*)(?=\s)|(?P<unspaced>[。！？｡]+[」』”’）\]]*)|(?P<line>\n)"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘]*$")
_NEVER_LAST = frozenset(
    [
        "e.g",
        "i.e",
        "eg",
        "ie",
        "cf",
        "vs",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "mt",
        "no",
        "nos",
        "fig",
        "figs",
        "sec",
        "ch",
        "vol",
        "pp",
        "approx",
        "ca",
        "incl",
        "excl",
        "dept",
        "est",
        "max",
        "min",
        "resp",
        "gen",
        "gov",
        "sen",
        "rep",
        "al",
        "feat",
        "ver",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "bzw",
        "z.b",
        "usw",
        "ggf",
        "p.ej",
    ]
)
_SOMETIMES_LAST = frozenset(
    ["etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "ph.d", "llc", "gmbh"]
)
_REACH = 40
_LONG_ITEM = 80
"""Tokens over which a list item is quoted sentence by sentence."""


def sentences(text: str) -> tuple[Span, ...]:
    """Return the spans of the sentences in a text, without the white space between them."""
    spans: list[Span] = []
    start = 0
    for border in _BORDER.finditer(text):
        if border.lastgroup == "spaced" and not _ends_sentence(text, start, border):
            continue
        spans.append((start, border.end()))
        start = border.end()
    spans.append((start, len(text)))
    return tuple(span for span in (_trimmed(text, *span) for span in spans) if span[0] < span[1])


def units_of(block: Block) -> tuple[Unit, ...]:
    """Return what can be quoted of a block; a heading and a table's header row cannot."""
    match block.kind:
        case BlockKind.HEADING:
            return ()
        case BlockKind.PARAGRAPH:
            return tuple(_units(sentences(block.text), UnitKind.SENTENCE))
        case BlockKind.LIST:
            return tuple(unit for span in block.items for unit in _step(block.text, span))
        case BlockKind.TABLE:
            return tuple(_units(block.items, UnitKind.ROW))
        case BlockKind.CODE:
            return tuple(_units([_trimmed(block.text, 0, len(block.text))], UnitKind.CODE))


def _step(text: str, span: Span) -> Iterator[Unit]:
    start, end = span
    said = text[start:end]
    inside = sentences(said) if count_tokens(said) > _LONG_ITEM else ()
    if len(inside) > 1:
        yield from _units(
            [(start + first, start + last) for first, last in inside], UnitKind.SENTENCE
        )
    else:
        yield from _units([span], UnitKind.STEP)


def _units(spans: "tuple[Span, ...] | list[Span]", kind: UnitKind) -> Iterator[Unit]:
    return (Unit(start=start, end=end, kind=kind) for start, end in spans if start < end)


def _ends_sentence(text: str, start: int, border: "re.Match[str]") -> bool:
    """Tell a sentence's end from the point of an abbreviation, a numbering or a name."""
    mark = border.group().rstrip("\"'”’»)]")
    following = text[border.end() : border.end() + _REACH].lstrip()
    if not following or mark[-1] in "؟۔।॥":
        return True
    if mark != ".":
        return not following[0].islower() or _is_camel(following)
    before = _word_before(text, start, border.start()).lower()
    if before in _NEVER_LAST or (border.start() - start <= 3 and before.isdecimal()):
        return False
    if len(before) == 1 and before.isalpha() and text[border.start() - 1].isupper():
        return False
    if following[0].islower():
        return _is_camel(following) and before not in _SOMETIMES_LAST
    return before not in _SOMETIMES_LAST or following[0].isupper()


def _word_before(text: str, start: int, end: int) -> str:
    found = _WORD_BEFORE.search(text[max(start, end - _REACH) : end])
    return found.group() if found else ""


def _is_camel(following: str) -> bool:
    """Tell names that begin small but are written with a capital: iOS, macOS, eBay."""
    word = following.split(maxsplit=1)[0]
    return word[0].islower() and any(map(str.isupper, word[1:3]))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
