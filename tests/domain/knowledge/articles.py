"""Builders of articles for the tests of cutting."""

from collections.abc import Sequence

from handrail.domain.knowledge.effective import SourceDefaults, effective_article
from handrail.domain.knowledge.model import (
    Article,
    Audience,
    Block,
    BlockKind,
    FrontMatter,
    ParsedDocument,
    Passage,
    SourceName,
)


def heading(level: int, text: str) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level, anchor=text.lower())


def said(text: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def lines(kind: BlockKind, *texts: str, header: str = "") -> Block:
    whole = f"{header}\n" if header else ""
    spans: list[tuple[int, int]] = []
    for text in texts:
        spans.append((len(whole), len(whole) + len(text)))
        whole += f"{text}\n"
    return Block(kind=kind, text=whole.rstrip("\n"), items=tuple(spans))


def code(text: str) -> Block:
    return Block(kind=BlockKind.CODE, text=text)


def an_article(
    *blocks: Block,
    title: str | None = "Help",
    path: str = "a.md",
    front: FrontMatter | None = None,
    audience: Audience = Audience.PUBLIC,
) -> Article:
    document = ParsedDocument(front_matter=front or FrontMatter(title=title), blocks=blocks)
    defaults = SourceDefaults(source=SourceName("help"), audience=audience)
    return effective_article(path, repr(blocks).encode(), document, defaults)


def quotes(passage: Passage) -> list[str]:
    return [passage.text[unit.start : unit.end] for unit in passage.units]


def words(texts: Sequence[str]) -> list[str]:
    return " ".join(texts).split()
