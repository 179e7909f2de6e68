"""A block as pieces that fit into a passage, each with what can be quoted of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.dividing import divided
from handrail.domain.knowledge.model import Block, BlockKind, Unit
from handrail.domain.knowledge.tokens import count_tokens
from handrail.domain.knowledge.units import Span, units_of

_LONGEST_LEAD = 40
_LONGEST_LABEL = 16
_OPEN_END = frozenset({":", "："})
_CLOSED_END = frozenset(".!。！…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Hold text that is not divided further."""

    text: str
    units: tuple[Unit, ...]
    tokens: int
    introduces: bool = False
    """Says that it means little without what follows, such as `To cancel a plan:`."""


def pieces_of(blocks: Sequence[Block], target: int, most: int) -> Iterator[Piece]:
    """Divide blocks into pieces: running text up to the target, all else up to `most`."""
    lead = ""
    for place, block in enumerate(blocks):
        following = blocks[place + 1].kind if place + 1 < len(blocks) else None
        introduces = _introduces(block, following)
        yield from _pieces(block, target, most, lead, introduces)
        lead = block.text if introduces and count_tokens(block.text) <= _LONGEST_LEAD else ""


def _introduces(block: Block, following: BlockKind | None) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or following is None:
        return False
    end = block.text[-1:]
    # A short line without a full stop is a heading that was only printed in bold.
    return end in _OPEN_END or (
        end not in _CLOSED_END and count_tokens(block.text) <= _LONGEST_LABEL
    )


def _pieces(block: Block, target: int, most: int, lead: str, introduces: bool) -> Iterator[Piece]:  # noqa: FBT001
    tokens = count_tokens(block.text)
    if tokens <= (target if block.kind is BlockKind.PARAGRAPH else most):
        yield Piece(text=block.text, units=units_of(block), tokens=tokens, introduces=introduces)
        return
    units = units_of(block)
    header = _header(block)
    for span in divided(block, target):
        # The introduction and the header row are read before every part, and quoted from none.
        context = "\n".join(filter(None, (lead, header))) if span[0] else ""
        piece = _part(block.text, span, units, f"{context}\n" if context else "")
        yield Piece(
            text=piece.text,
            units=piece.units,
            tokens=piece.tokens,
            introduces=introduces and span[1] == len(block.text),
        )


def _part(text: str, span: Span, units: tuple[Unit, ...], context: str) -> Piece:
    start, end = span
    said = context + text[start:end]
    by = len(context) - start
    inside = tuple(
        Unit(start=max(unit.start, start) + by, end=min(unit.end, end) + by, kind=unit.kind)
        for unit in units
        if unit.start < end and start < unit.end
    )
    return Piece(text=said, units=inside, tokens=count_tokens(said))


def _header(block: Block) -> str:
    if block.kind is not BlockKind.TABLE or not block.items:
        return ""
    return block.text[: block.items[0][0]].rstrip("\n")
