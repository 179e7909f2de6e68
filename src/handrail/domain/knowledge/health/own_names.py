"""Which of many alike things is a page about, as its title and its path name it?

A bank has a page of fees for each of its accounts. Every page says *Monthly fee* with a price of
its own, and all are right. What such pages are of is a name: mostly written with a capital, and in
the titles of several pages.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.knowledge.health.statements import tokens_of
from handrail.domain.knowledge.model import ArticleId

_LEAST_TITLES = 3
_MOST_SPEAKING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """Hold the words that say something in an article's title and in its path."""

    title: frozenset[str]
    """Their stems."""
    words: Mapping[str, str]
    """Those of the path too, each with how it is written."""


def titled(article: ArticleId, title: str) -> Titled:
    """Return the words of a title and a path."""
    path = article.partition("/")[2].rpartition(".")[0]
    told = [token for token in tokens_of(title) if token.tells]
    placed = [token for token in tokens_of(_spaced(path)) if token.tells]
    return Titled(
        title=frozenset(token.form for token in told),
        words={token.form: token.lower for token in (*told, *placed)},
    )


def _spaced(path: str) -> str:
    return path.translate(str.maketrans("/-_", "   "))


def own_names(
    pages: Mapping[ArticleId, Titled],
    said: Mapping[ArticleId, frozenset[str]],
    names: Mapping[str, bool],
) -> Mapping[ArticleId, frozenset[str]]:
    """Return the names by which each page is told from its like; `names`: with a capital mostly.

    What half of the pages speak of is the name of the site.
    """
    titles = Counter(stem for page in pages.values() for stem in page.title)
    speaking = Counter(stem for stems in said.values() for stem in stems if titles[stem])
    return {
        ref: frozenset(
            stem
            for stem, lower in page.words.items()
            if names.get(lower)
            and titles[stem] >= _LEAST_TITLES
            and speaking[stem] < _MOST_SPEAKING * len(pages)
        )
        for ref, page in pages.items()
    }
