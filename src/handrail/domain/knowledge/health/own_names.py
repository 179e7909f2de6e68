"""Which of many alike things is a page about, as its title and its path name it?

A bank has a page of fees for each of its accounts. Every page says *Monthly fee* with a price of
its own, and all are right. What such pages are of is a name: mostly written with a capital, and in
the titles of several pages. In a language that writes every noun so, a capital tells no name.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.domain.knowledge.health.statements import tokens_of
from handrail.domain.knowledge.model import ArticleId

_LEAST_TITLES = 3
_MOST_SPEAKING = 0.5
_MOST_CAPITALS = 0.6
"""Share of the words of titles that are mostly written with a capital: centres in English .4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """Hold the words that say something in an article's title and in its path."""

    locale: str
    title: frozenset[str]
    """Their stems."""
    words: Mapping[str, str]
    """Those of the path too, each with how it is written."""


def titled(article: ArticleId, title: str, locale: str) -> Titled:
    """Return the words of a title and a path."""
    path = article.partition("/")[2].rpartition(".")[0]
    told = [token for token in tokens_of(title) if token.tells]
    placed = [token for token in tokens_of(spaced(path)) if token.tells]
    return Titled(
        locale=locale,
        title=frozenset(token.form for token in told),
        words={token.form: token.lower for token in (*told, *placed)},
    )


def spaced(path: str) -> str:
    """Return a path as words, without what joins them."""
    return path.translate(str.maketrans("/-_", "   "))


def own_names(
    pages: Mapping[ArticleId, Titled],
    said: Mapping[ArticleId, frozenset[str]],
    names: Mapping[str, bool],
) -> Mapping[ArticleId, frozenset[str]]:
    """Return the names by which each page is told from its like; `names`: with a capital mostly.

    What half of the pages speak of is the name of the site.
    """
    capitalised = _locales_of_capitals(pages, names)
    titles = Counter(stem for page in pages.values() for stem in page.title)
    speaking = Counter(stem for stems in said.values() for stem in stems if titles[stem])
    return {
        ref: frozenset(
            stem
            for stem, lower in page.words.items()
            if page.locale not in capitalised
            and names.get(lower)
            and titles[stem] >= _LEAST_TITLES
            and speaking[stem] < _MOST_SPEAKING * len(pages)
        )
        for ref, page in pages.items()
    }


def _locales_of_capitals(
    pages: Mapping[ArticleId, Titled], names: Mapping[str, bool]
) -> frozenset[str]:
    """Return the locales in which most words of a title have a capital also in the text."""
    found: dict[str, list[bool]] = defaultdict(list)
    for page in pages.values():
        found[page.locale] += [
            names[lower]
            for stem, lower in page.words.items()
            if stem in page.title and lower in names
        ]
    return frozenset(
        locale for locale, are in found.items() if sum(are) > _MOST_CAPITALS * len(are)
    )
