"""Which articles does nobody look after?"""

from collections import Counter

from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge, Severity
from handrail.domain.knowledge.model import Article

_FEWEST_OWNED = 0.2
"""Share of a source's articles with an owner from which on the others lack theirs. Where hardly
any article names one, owners are not kept there, and each article would be a false alarm."""


def find_unowned(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return the articles without an owner in sources that name owners."""
    every = Counter(article.source for article in knowledge.articles)
    owned = Counter(article.source for article in knowledge.articles if article.owner)
    return tuple(
        _finding(article)
        for article in knowledge.articles
        if not article.owner and owned[article.source] >= _FEWEST_OWNED * every[article.source]
    )


def _finding(article: Article) -> Finding:
    return Finding(
        kind=FindingKind.UNOWNED,
        articles=(article.id,),
        subject="owner",
        why="It names no owner, though articles beside it do, so nobody is told what is wrong.",
        severity=Severity.LOW,
    )
