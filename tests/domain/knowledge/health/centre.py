"""A help centre in a few lines, read by the real readers and cut as it would be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handrail.adapters.sources.documents import read_document
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.effective import SourceDefaults, effective_article
from handrail.domain.knowledge.health.model import Finding, Knowledge
from handrail.domain.knowledge.model import SourceName

TODAY = date(2026, 3, 2)


def a_centre(texts: Mapping[str, str], source: str = "help", **changes: Any) -> Knowledge:
    """Read articles by path within a source."""
    articles = [
        effective_article(
            path,
            text.encode(),
            read_document(path, text.encode()),
            SourceDefaults(source=SourceName(source)),
        )
        for path, text in sorted(texts.items())
    ]
    values: dict[str, Any] = {
        "articles": articles,
        "passages": [passage for article in articles for passage in cut(article)],
        "today": TODAY,
        "files": {SourceName(source): frozenset(texts)},
    }
    return Knowledge(**(values | changes))


def subjects(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return of each finding the first article's path and what it is about."""
    return [(f.articles[0].removeprefix("help/"), f.subject) for f in findings]
