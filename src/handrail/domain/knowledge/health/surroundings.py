"""What are two articles about, and is each about something that the other never speaks of?

Pages that describe siblings (a page per platform, per release, per provider) say the same
sentences with other values, and both are right. Such pages are told by what their titles name.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from handrail.domain.knowledge.health.condition_words import kinds_of
from handrail.domain.knowledge.health.facts import ValueKind, values_of
from handrail.domain.knowledge.health.own_names import Titled, own_names, spaced, titled
from handrail.domain.knowledge.health.read_once import ReadOnce
from handrail.domain.knowledge.health.statements import (
    Statement,
    Token,
    statements_of,
    tokens_of,
)
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId

_SIBLINGS_FROM = 3
"""Sentences alike from which two pages count as written to one pattern."""
_MOST_SHARING = 25  # articles: what stands on more pages is the site's phrase, no pattern
_LEAST_PATTERN = 3  # stems
_LINE = 3
"""Pages of one name from which it is a line of products: *Gold* beside *Gold Plus*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold what an article is about."""

    named: frozenset[str]
    """Stems of its title that its text speaks of too."""
    said: frozenset[str]
    """All stems of its text, title and headings."""
    dates: frozenset[str]
    """Dates in its title or path: a page with one is an entry of a log."""
    versions: frozenset[str]
    """Versions and numbers in its title or path."""
    kinds: Mapping[str, frozenset[str]]
    """Words of its title and path that narrow, by what they narrow."""
    titled: Titled


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Hold the pages and which of them are written to one pattern."""

    pages: Mapping[ArticleId, Page]
    alike: Mapping[tuple[ArticleId, ArticleId], int]
    """How many sentences two articles share but for their values."""
    names: Mapping[ArticleId, frozenset[str]]
    """The names by which each page is told from its like."""
    lines: Mapping[frozenset[str], int]
    """How many pages each set of names tells from others."""

    def are_siblings(self, one: ArticleId, other: ArticleId) -> bool:
        """Tell whether two pages say much alike."""
        pair = (one, other) if one < other else (other, one)
        return self.alike.get(pair, 0) >= _SIBLINGS_FROM

    def differ_in_subject(self, one: ArticleId, other: ArticleId) -> bool:
        """Tell whether each page names in its title what the other never speaks of."""
        first, second = self.pages[one], self.pages[other]
        return bool(first.named - second.said) and bool(second.named - first.said)

    def are_of_other_things(self, one: ArticleId, other: ArticleId) -> bool:
        """Tell whether each page is of something named that the other never names.

        Of *Gold Plus* and *Gold*, each with pages of its own, the former is enough.
        """
        first, second = self._is_of_its_own(one, other), self._is_of_its_own(other, one)
        return (first and second) or ((first or second) and self._are_two_lines(one, other))

    def _are_two_lines(self, one: ArticleId, other: ArticleId) -> bool:
        mine, theirs = self.names[one], self.names[other]
        return (mine < theirs or theirs < mine) and min(
            self.lines[mine], self.lines[theirs]
        ) >= _LINE

    def _is_of_its_own(self, one: ArticleId, other: ArticleId) -> bool:
        its = self.pages[other]
        return any(
            name not in its.said and name not in its.titled.words for name in self.names[one]
        )

    def are_of_other_times(self, one: ArticleId, other: ArticleId) -> bool:
        """Tell whether titles or paths name other dates or versions."""
        first, second = self.pages[one], self.pages[other]
        if first.dates and second.dates and first.dates != second.dates:
            return True
        return bool(first.versions and second.versions and not first.versions & second.versions)

    def are_apart(self, one: ArticleId, other: ArticleId) -> bool:
        """Tell whether titles or paths name other plans, platforms, regions and so on."""
        first, second = self.pages[one], self.pages[other]
        return any(
            not first.kinds[kind] & second.kinds[kind]
            for kind in first.kinds.keys() & second.kinds.keys()
        )


def surroundings_of(
    passages: Sequence[Passage], statements: Sequence[Statement], names: Mapping[str, bool]
) -> Surroundings:
    """Return what the articles are about; `names` tells which words mostly have a capital."""
    held: dict[ArticleId, list[Passage]] = defaultdict(list)
    for passage in passages:
        held[passage.article].append(passage)
    pages = {ref: _READ.of(ref, _form(own), partial(_read_page, own)) for ref, own in held.items()}
    own = own_names(
        {ref: page.titled for ref, page in pages.items()},
        {ref: page.said for ref, page in pages.items()},
        names,
    )
    lines = Counter(told for told in own.values() if told)
    return Surroundings(pages=pages, alike=_alike(statements), names=own, lines=lines)


def _form(passages: Sequence[Passage]) -> tuple[str, str, list[PassageId]]:
    """Return by what a page is known: a passage with the same id says the same below its heads."""
    return passages[0].title, passages[0].locale, [passage.id for passage in passages]


_READ = ReadOnce[ArticleId, tuple[str, str, list[PassageId]], Page](10_000)


def _read_page(passages: Sequence[Passage]) -> Page:
    heads = {head for one in passages for head in one.headings if head != one.title}
    said = {token.form for head in heads for token in tokens_of(head) if token.tells}
    said.update(stem for statement in statements_of(passages) for stem in statement.stems)
    return _page(passages[0], said)


def _page(first: Passage, said: set[str]) -> Page:
    article, title = first.article, first.title
    tokens = tokens_of(title)
    place = spaced(article.rpartition("/")[2].rpartition(".")[0])
    dated = [*values_of(title), *values_of(article.rpartition("/")[2])]
    told = frozenset(token.form for token in tokens if token.tells)
    kinds: dict[str, set[str]] = defaultdict(set)
    for token in (*tokens, *tokens_of(place)):
        for kind in kinds_of(token.lower):
            kinds[kind].add(token.form)
    return Page(
        named=told & frozenset(said),
        said=frozenset(said) | told,
        dates=frozenset(v.written for v in dated if v.kind is ValueKind.DATE),
        versions=frozenset(_bare(t) for t in tokens if t.value is not None),
        kinds={kind: frozenset(words) for kind, words in kinds.items()},
        titled=titled(article, title, first.locale),
    )


def _bare(token: Token) -> str:
    return "" if token.value is None else f"{token.value.low}-{token.value.high}"


def _alike(statements: Sequence[Statement]) -> Mapping[tuple[ArticleId, ArticleId], int]:
    """Count the sentences that two articles share but for values."""
    found: dict[frozenset[str], set[ArticleId]] = defaultdict(set)
    for statement in statements:
        if len(statement.stems) >= _LEAST_PATTERN:
            found[statement.stems].add(statement.article)
    counts: Counter[tuple[ArticleId, ArticleId]] = Counter()
    for sharing in found.values():
        if 1 < len(sharing) <= _MOST_SHARING:
            ordered = sorted(sharing)
            counts.update(
                (one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :]
            )
    return counts
