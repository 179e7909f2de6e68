"""Articles of a folder as a check reads them, without a project: parsed, cut, not embedded."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from handrail.adapters.models.minilm import MiniLmEmbedder
from handrail.adapters.search.likeness import EmbeddedLikeness
from handrail.adapters.sources.articles import ArticleFolder
from handrail.adapters.sources.documents import read_document
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.effective import SourceDefaults, effective_article
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.model import Article, Passage, Skipped, SourceName
from handrail.kernel.errors import BadInput

Read = tuple[Article, tuple[Passage, ...]]
_MOST_BYTES = 4_000_000
_DAY = date(2026, 11, 1)


def articles_below(folder: Path, name: str) -> Iterator[Read]:
    """Yield every article that can be read, with its passages."""
    source = ArticleFolder(
        path=folder, defaults=SourceDefaults(source=SourceName(name)), max_bytes=_MOST_BYTES
    )
    for document in source.documents():
        if isinstance(document, Skipped):
            continue
        try:
            article, _ = document.load()
        except BadInput:
            continue
        passages = cut(article)
        if passages:
            yield article, passages


def knowledge_of(reads: Sequence[Read]) -> Knowledge:
    """Return articles as all that is served."""
    ordered = sorted(reads, key=lambda read: read[0].id)
    passages = tuple(passage for _, own in ordered for passage in own)
    return Knowledge(
        articles=tuple(article for article, _ in ordered),
        passages=passages,
        today=_DAY,
    )


def read_bank(path: Path) -> Iterator[Article]:
    """Yield the articles of a bank's knowledge base, one JSON object a line."""
    defaults = SourceDefaults(source=SourceName("bank"))
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        raw = f"# {row['title']}\n\n{row['content']}".encode()
        name = f"{row['id']}.md"
        yield effective_article(name, raw, read_document(name, raw), defaults)


def bank_of(data: Path) -> list[Read]:
    """Return them with their passages."""
    articles = read_bank(data / "tau2" / "banking_knowledge_documents.jsonl")
    return [(article, tuple(cut(article))) for article in articles]


@cache
def likeness() -> EmbeddedLikeness:
    """Return how alike sentences are, as a project's own checks tell it."""
    return EmbeddedLikeness(MiniLmEmbedder())
