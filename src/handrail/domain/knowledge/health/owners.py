"""Which articles does nobody look after?"""

from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge, Severity
from handrail.domain.knowledge.model import Article

_FEWEST_OWNED = 0.2
"""Share of a source's articles with an owner from which on the others lack theirs. Where hardly
any article names one, owners are not kept there, and each article would be a false alarm."""


def find_unowned(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return the articles without an owner in sources that name owners."""
    return tuple(
        _finding(article)
        for article in knowledge.articles
        if not article.owner and _names_owners(article, knowledge)
    )


def _names_owners(article: Article, knowledge: Knowledge) -> bool:
    beside = [other for other in knowledge.articles if other.source == article.source]
    return sum(other.owner is not None for other in beside) >= _FEWEST_OWNED * len(beside)


def _finding(article: Article) -> Finding:
    return Finding(
        kind=FindingKind.UNOWNED,
        articles=(article.id,),
        subject="owner",
        why="It names no owner, though articles beside it do, so nobody is told what is wrong.",
        severity=Severity.LOW,
    )
