"""Build passages, hits and results with defaults for what a test does not care about."""

from collections.abc import Sequence

from handrail.domain.answering.model import Citation, Claim
from handrail.domain.knowledge.model import (
    ArticleId,
    Audience,
    Block,
    BlockKind,
    Passage,
    PassageId,
    Unit,
    VersionId,
)
from handrail.domain.knowledge.units import units_of
from handrail.domain.retrieval.model import Hit, SearchResult, SnapshotId

_JOINT = "\n\n"


def a_block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind=kind, text=text)


def a_list(lead: str, *items: str) -> tuple[Block, Block]:
    text = "\n".join(items)
    spans, at = [], 0
    for item in items:
        spans.append((at, at + len(item)))
        at += len(item) + 1
    return a_block(lead), Block(kind=BlockKind.LIST, text=text, items=tuple(spans))


def a_table(header: str, *rows: str) -> Block:
    spans, at = [], len(header) + 1
    for row in rows:
        spans.append((at, at + len(row)))
        at += len(row) + 1
    return Block(kind=BlockKind.TABLE, text="\n".join((header, *rows)), items=tuple(spans))


def a_passage(
    *blocks: Block | str,
    name: str = "help/refunds.md",
    title: str = "Refunds",
    headings: tuple[str, ...] = (),
    audience: Audience = Audience.PUBLIC,
    url: str | None = None,
    anchor: str = "",
) -> Passage:
    text = ""
    units: list[Unit] = []
    for block in (block if isinstance(block, Block) else a_block(block) for block in blocks):
        text += _JOINT if text else ""
        by = len(text)
        units.extend(
            Unit(start=unit.start + by, end=unit.end + by, kind=unit.kind)
            for unit in units_of(block)
        )
        text += block.text
    return Passage(
        id=PassageId(f"{name}#{hash(text)}"),
        article=ArticleId(name),
        version=VersionId("1"),
        position=0,
        title=title,
        headings=headings,
        anchor=anchor,
        text=text,
        units=tuple(units),
        audience=audience,
        locale="en",
        url=url,
    )


def a_result(question: str, *found: tuple[Passage, Sequence[float]]) -> SearchResult:
    """Build a result from passages with the cosine of each of their units."""
    return SearchResult(
        question=question,
        hits=tuple(
            Hit(
                passage=passage,
                rank=rank,
                score=max(cosines, default=0.0),
                signals={"dense": max(cosines, default=0.0)},
                unit_scores=tuple(cosines),
            )
            for rank, (passage, cosines) in enumerate(found, 1)
        ),
        snapshot=SnapshotId("s"),
        first_stage=tuple(passage.id for passage, _ in found),
    )


def a_citation(passage: Passage, quote: str) -> Citation:
    return Citation(
        article=passage.article,
        version=passage.version,
        title=passage.title,
        url=passage.url,
        passage=passage.id,
        headings=passage.headings,
        quote=quote,
    )


def a_claim(text: str, passage: Passage, quote: str | None = None) -> Claim:
    return Claim(text=text, citations=(a_citation(passage, text if quote is None else quote),))
