"""How an article is cut into passages that are found, ranked and quoted as a whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handrail.domain.knowledge.model import Article, Block, BlockKind, Passage, PassageId, Unit
from handrail.domain.knowledge.pieces import Piece, pieces_of
from handrail.domain.knowledge.tokens import count_tokens
from handrail.kernel.ids import digest

CUTTER_VERSION = "1"
"""Changes whenever the same article would be cut differently; part of the index's name."""

_JOINT = "\n\n"
_ID_LENGTH = 32
_HEADING_JOINT = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRules:
    """Hold how long passages are and what is carried along when they are searched."""

    target_tokens: int = 200
    max_tokens: int = 400
    """Lists, tables and code are kept whole up to this length."""
    min_tokens: int = 24
    """Neighbouring sections shorter than this are joined under their common heading."""
    carry_title: bool = True
    carry_headings: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    headings: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    headings: tuple[str, ...]
    anchor: str
    text: str
    units: tuple[Unit, ...]
    tokens: int


def cut(article: Article, rules: CutRules = CutRules()) -> tuple[Passage, ...]:
    """Return the article's passages in reading order; the same text gives the same ids."""
    cuts: list[_Cut] = []
    for section in _sections(article):
        cuts.extend(_cut_section(section, rules))
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for position, part in enumerate(_with_small_ones_joined(cuts, rules)):
        same = digest(article.id, *part.headings, part.text)
        passages.append(_passage(article, part, position, digest(same, str(seen[same]))))
        seen[same] += 1
    return tuple(passages)


def retrieval_text(passage: Passage, rules: CutRules = CutRules()) -> str:
    """Return what is embedded: the passage's text under its title and headings."""
    carried = [passage.title] if rules.carry_title else []
    if rules.carry_headings and passage.headings:
        carried.append(_HEADING_JOINT.join(passage.headings))
    return "\n".join((*carried, passage.text))


def _sections(article: Article) -> Iterator[_Section]:
    above: list[Block] = []
    held: list[Block] = []
    for place, block in enumerate(article.blocks):
        if block.kind is not BlockKind.HEADING:
            held.append(block)
            continue
        if held:
            yield _section(above, held)
            held = []
        while above and above[-1].level >= block.level:
            above.pop()
        is_title = not place and block.text.casefold() == article.title.casefold()
        if not is_title:
            above.append(block)
    if held:
        yield _section(above, held)


def _section(above: Sequence[Block], held: Sequence[Block]) -> _Section:
    return _Section(
        headings=tuple(block.text for block in above),
        anchor=above[-1].anchor if above else "",
        blocks=tuple(held),
    )


def _cut_section(section: _Section, rules: CutRules) -> Iterator[_Cut]:
    pieces = pieces_of(section.blocks, rules.target_tokens, rules.max_tokens)
    for group in _packed(tuple(pieces), rules):
        text, units = "", list[Unit]()
        for piece in group:
            text += _JOINT if text else ""
            units.extend(_shifted(piece.units, len(text)))
            text += piece.text
        tokens = sum(piece.tokens for piece in group)
        yield _Cut(
            headings=section.headings,
            anchor=section.anchor,
            text=text,
            units=tuple(units),
            tokens=tokens,
        )


def _packed(pieces: Sequence[Piece], rules: CutRules) -> Iterator[list[Piece]]:
    """Put neighbouring pieces together up to the target."""
    group: list[Piece] = []
    held = 0
    for bound in _bound(pieces, rules.max_tokens):
        size = sum(piece.tokens for piece in bound)
        most = rules.target_tokens
        if min(held, size) < rules.min_tokens:
            # What is too small to stand alone may stretch the passage it belongs to.
            most += most // 4
        if group and held + size > most:
            yield group
            group, held = list[Piece](), 0
        group.extend(bound)
        held += size
    if group:
        yield group


def _bound(pieces: Sequence[Piece], most: int) -> Iterator[list[Piece]]:
    bound: list[Piece] = []
    held = 0
    for piece in pieces:
        if bound and (held + piece.tokens > most + most // 4 or not bound[-1].introduces):
            yield bound
            bound, held = [], 0
        bound.append(piece)
        held += piece.tokens
    if bound:
        yield bound


def _with_small_ones_joined(cuts: Sequence[_Cut], rules: CutRules) -> Iterator[_Cut]:
    held: _Cut | None = None
    inside = False
    for part in cuts:
        if held is not None and _belong_together(held, part, rules, joined=inside):
            held, inside = _joined(held, part, joined=inside), True
            continue
        if held is not None:
            yield held
        held, inside = part, False
    if held is not None:
        yield held


def _belong_together(held: _Cut, part: _Cut, rules: CutRules, *, joined: bool) -> bool:
    """Tell whether short neighbours stand under one parent; questions stay by themselves."""
    parent = held.headings if joined else held.headings[:-1]
    if not part.headings or not (joined or held.headings) or part.headings[:-1] != parent:
        return False
    if (
        part.headings == held.headings
        or "?" in part.headings[-1]
        or (not joined and "?" in held.headings[-1])
    ):
        return False
    small = max(held.tokens, part.tokens) if not joined else part.tokens
    return small < rules.min_tokens and held.tokens + part.tokens <= rules.target_tokens


def _joined(held: _Cut, part: _Cut, *, joined: bool) -> _Cut:
    first = held if joined else _under_parent(held)
    second = _under_parent(part)
    by = len(first.text) + len(_JOINT)
    return replace(
        first,
        text=first.text + _JOINT + second.text,
        units=(*first.units, *_shifted(second.units, by)),
        tokens=first.tokens + second.tokens,
    )


def _under_parent(part: _Cut) -> _Cut:
    """Move the last heading into the text, so that the passage stands under the heading above."""
    line = f"{part.headings[-1]}\n"
    return replace(
        part,
        headings=part.headings[:-1],
        text=line + part.text,
        units=tuple(_shifted(part.units, len(line))),
        tokens=part.tokens + count_tokens(line),
    )


def _shifted(units: Sequence[Unit], by: int) -> Iterator[Unit]:
    return (Unit(start=unit.start + by, end=unit.end + by, kind=unit.kind) for unit in units)


def _passage(article: Article, part: _Cut, position: int, same: str) -> Passage:
    return Passage(
        id=PassageId(same[:_ID_LENGTH]),
        article=article.id,
        version=article.version,
        position=position,
        title=article.title,
        headings=part.headings,
        anchor=part.anchor,
        text=part.text,
        units=part.units,
        audience=article.audience,
        locale=article.locale,
        product=article.product,
        site=article.site,
        url=article.url,
        updated=article.updated,
    )
