"""Which articles does no other article lead to, and no question either?"""

from handrail.domain.knowledge.health.addresses import named, path_in_source
from handrail.domain.knowledge.health.links import articles_led_to
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Severity,
    Use,
)
from handrail.domain.knowledge.model import Article, ArticleId

_MOSTLY_LINKED = 0.9
"""Share of a source's articles that others lead to, from which on the rest were left out.

Below it the site's menu is kept elsewhere, and nothing follows from a missing link.
"""


def find_unreachable(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return the articles that nothing leads to, in sources whose articles lead to each other."""
    linked = articles_led_to(knowledge)
    by_source: dict[str, list[Article]] = {}
    for article in knowledge.articles:
        by_source.setdefault(article.source, []).append(article)
    return tuple(
        _finding(article)
        for articles in by_source.values()
        if _are_mostly_linked(articles, linked)
        for article in articles
        if article.id not in linked and not _is_start(article) and not _is_used(article, knowledge)
    )


def _are_mostly_linked(articles: list[Article], linked: frozenset[ArticleId]) -> bool:
    return sum(article.id in linked for article in articles) >= _MOSTLY_LINKED * len(articles)


def _is_start(article: Article) -> bool:
    """Tell whether it is the first page of a folder or of all."""
    stem = path_in_source(article).rpartition("/")[2].lower()
    return "/" not in named(path_in_source(article)) or stem.startswith(("index.", "readme."))


def _is_used(article: Article, knowledge: Knowledge) -> bool:
    return knowledge.use.get(article.id, Use()).shown > 0


def _finding(article: Article) -> Finding:
    return Finding(
        kind=FindingKind.UNREACHABLE,
        articles=(article.id,),
        subject="links",
        why="No other article leads to it, and in 90 days no customer's question did.",
        severity=Severity.LOW,
    )
