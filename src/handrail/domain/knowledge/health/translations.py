"""Which translations were left behind when the original was changed?"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from handrail.domain.knowledge.health.addresses import path_in_source
from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge, Severity
from handrail.domain.knowledge.model import Article

_BEHIND = timedelta(days=60)


def find_drifted_translations(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield articles that are much older than the same article in another language."""
    for versions in _in_every_language(knowledge.articles):
        newest = max(versions, key=lambda article: (article.updated is not None, article.updated))
        for article in versions:
            if newest.updated and article.updated and newest.updated - article.updated > _BEHIND:
                yield _finding(article, newest)


def _in_every_language(articles: Sequence[Article]) -> list[list[Article]]:
    """Return articles at the same place but for their language, where there are several."""
    found: dict[tuple[str | None, str], list[Article]] = {}
    for article in articles:
        found.setdefault((article.site, _without_language(article)), []).append(article)
    several = [group for group in found.values() if len({a.locale for a in group}) > 1]
    return [group for group in several if all(article.updated for article in group)]


def _without_language(article: Article) -> str:
    locale = re.escape(article.locale)
    path = path_in_source(article).lower()
    return re.sub(rf"(?:^|(?<=[/._-])){locale}(?=[/._-])", "", path, count=1).strip("/._-")


def _finding(article: Article, newest: Article) -> Finding:
    assert article.updated is not None
    assert newest.updated is not None
    days = (newest.updated - article.updated).days
    return Finding(
        kind=FindingKind.STALE,
        articles=tuple(sorted((article.id, newest.id))),
        subject=f"translation:{article.locale}",
        why=f"The article in {newest.locale!r} was changed {days} days after the one in "
        f"{article.locale!r}.",
        severity=Severity.MEDIUM,
        newer=newest.id,
    )
