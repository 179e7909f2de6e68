"""Where a block that is too long for one passage may be divided."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from handrail.domain.knowledge.model import Block, BlockKind
from handrail.domain.knowledge.tokens import count_tokens
from handrail.domain.knowledge.units import Span, sentences

_LINE = re.compile(r"[^\n]+")
_TOP_ITEM = re.compile(r"[^\n]+(?:\n[ \t]+[^\n]*)*")
_WORD = re.compile(r"\S+\s*")
_LETTERS_A_TOKEN = 4

Divider = Callable[[str, int, int, int], Iterator[Span]]


def divided(block: Block, target: int) -> tuple[Span, ...]:
    """Return spans of about the target at most, divided at the highest borders possible."""
    whole = (0, len(block.text))
    parts = tuple(_fine(block.text, whole, target, _DIVIDERS[block.kind]))
    return tuple(
        (start, start + len(block.text[start:end].rstrip()))
        for start, end in _joined(block.text, parts, target)
    )


def _fine(text: str, span: Span, target: int, dividers: Sequence[Divider]) -> Iterator[Span]:
    if not dividers or count_tokens(text[span[0] : span[1]]) <= target:
        yield span
        return
    for part in dividers[0](text, *span, target):
        yield from _fine(text, part, target, dividers[1:])


def _joined(text: str, parts: tuple[Span, ...], target: int) -> Iterator[Span]:
    """Join neighbours while they fit; what remains at the end is not left alone if it is small."""
    sizes = [count_tokens(text[start:end]) for start, end in parts]
    left = sum(sizes)
    start, held = 0, 0
    for place, size in enumerate(sizes):
        # A small rest reads better with what it belongs to than as a passage of its own.
        if held and held + size > target and left > target // 4:
            yield parts[start][0], parts[place - 1][1]
            start, held = place, 0
        held += size
        left -= size
    if parts:
        yield parts[start][0], parts[-1][1]


def _matches(pattern: "re.Pattern[str]") -> Divider:
    def divide(text: str, start: int, end: int, _target: int) -> Iterator[Span]:
        return (found.span() for found in pattern.finditer(text, start, end))

    return divide


def _sentences(text: str, start: int, end: int, _target: int) -> Iterator[Span]:
    return ((start + first, start + last) for first, last in sentences(text[start:end]))


def _words(text: str, start: int, end: int, target: int) -> Iterator[Span]:
    """Divide what has no other border; even a single endless word."""
    begun, held = start, 0
    for word in _WORD.finditer(text, start, end):
        size = count_tokens(word.group())
        if held and held + size > target:
            yield begun, word.start()
            begun, held = word.start(), 0
        if size > target:
            letters = target * _LETTERS_A_TOKEN
            cuts = range(word.start(), word.end(), max(letters, 1))
            yield from ((cut, min(cut + letters, word.end())) for cut in cuts)
            begun, held = word.end(), 0
        held += size if begun < word.end() else 0
    if begun < end:
        yield begun, end


_DIVIDERS: Mapping[BlockKind, Sequence[Divider]] = {
    BlockKind.HEADING: (_words,),
    BlockKind.PARAGRAPH: (_sentences, _words),
    BlockKind.LIST: (_matches(_TOP_ITEM), _matches(_LINE), _sentences, _words),
    BlockKind.TABLE: (_matches(_LINE), _words),
    BlockKind.CODE: (_matches(_LINE), _words),
}
