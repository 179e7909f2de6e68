"""Which questions may some changed articles answer otherwise? Those whose words they share."""

from collections.abc import Set

from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.statements import statements_of, tokens_of
from handrail.domain.knowledge.model import ArticleId


def words_of(articles: Set[ArticleId], knowledge: Knowledge) -> frozenset[str]:
    """Return the stems of what these articles say now; those that are gone say nothing."""
    found: set[str] = set()
    for article in articles:
        own = knowledge.by_article.get(article, ())
        found.update(stem for said in statements_of(own) for stem in said.stems)
        heads = {head for passage in own for head in (passage.title, *passage.headings)}
        found.update(stem for head in heads for stem in _telling(head))
    return frozenset(found)


def share_told(question: str, words: Set[str]) -> float:
    """Return which share of a question's telling words is among these."""
    asked = _telling(question)
    return len(asked & words) / len(asked) if asked else 0.0


def _telling(text: str) -> frozenset[str]:
    return frozenset(token.form for token in tokens_of(text) if token.tells)
