"""Which articles say the same, so that only one of them will be kept up?

Compared by runs of words that both hold. A run that many articles share is a notice or a menu.
There are reasons to say the same twice: another audience, language, product, site or version, and
one article each for things of a kind, which titles tell apart (`Build a C project`, `Build a Rust
project`).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from handrail.domain.knowledge.health.addresses import path_in_source
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Quoted,
    Severity,
)
from handrail.domain.knowledge.health.quoting import quoted
from handrail.domain.knowledge.model import Article, ArticleId, BlockKind, Passage

_WORD = re.compile(r"[^\W_]+")
_VERSION = re.compile(r"(?<![a-z0-9])v?\d+(?:[.-]\w+)*(?![a-z0-9])")
_PART = re.compile(r"(?:^|/)_")  # site generators put pieces of pages in such folders
_RUN = 6
_IN_MANY = 6
"""Articles that share a run of words from which on it tells nothing of any two of them."""
_FEWEST_RUNS = 40
_SAME = 0.6
"""Share of the shorter article's words that the other has too."""


def find_duplicates(
    knowledge: Knowledge, changed: Set[ArticleId] | None = None
) -> tuple[Finding, ...]:
    """Return the pairs of articles that mostly hold the same words, or those of changed ones."""
    by_id = {article.id: article for article in knowledge.articles}
    runs = {article.id: _runs(article) for article in knowledge.articles}
    shared = _shared(runs, changed)
    return tuple(
        _finding(by_id[one], by_id[other], share, knowledge)
        for (one, other), count in sorted(shared.items())
        if not _are_for_a_reason(by_id[one], by_id[other])
        and (share := count / min(len(runs[one]), len(runs[other]))) >= _SAME
    )


def _runs(article: Article) -> frozenset[int]:
    """Return what stands for every run of words of the running text, code left out."""
    said = (block.text for block in article.blocks if block.kind is not BlockKind.CODE)
    words = _WORD.findall("\n".join(said).lower())
    found = frozenset(hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1))
    return found if len(found) >= _FEWEST_RUNS else frozenset()


def _shared(
    runs: Mapping[ArticleId, frozenset[int]], changed: Set[ArticleId] | None
) -> Counter[tuple[ArticleId, ArticleId]]:
    """Return how many runs each pair of articles has in common; pairs without any are not met."""
    holders: dict[int, list[ArticleId]] = {}
    for article, held in runs.items():
        for run in held:
            holders.setdefault(run, []).append(article)
    pairs: Counter[tuple[ArticleId, ArticleId]] = Counter()
    for holding in holders.values():
        if 1 < len(holding) < _IN_MANY:
            pairs.update(_pairs(sorted(holding), changed))
    return pairs


def _pairs(
    holding: Sequence[ArticleId], changed: Set[ArticleId] | None
) -> list[tuple[ArticleId, ArticleId]]:
    return [
        (one, other)
        for at, one in enumerate(holding)
        for other in holding[at + 1 :]
        if changed is None or one in changed or other in changed
    ]


def _are_for_a_reason(one: Article, other: Article) -> bool:
    if _scope(one) != _scope(other):
        return True
    paths = (path_in_source(one).lower(), path_in_source(other).lower())
    versions, parts = (set(_VERSION.findall(path)) for path in paths), map(_PART.search, paths)
    return len(set(map(frozenset, versions))) > 1 or any(parts) or _are_of_a_kind(one, other)


def _are_of_a_kind(one: Article, other: Article) -> bool:
    """Tell titles that share words and have each a word of its own."""
    words = [set(article.title.lower().split()) for article in (one, other)]
    return bool(words[0] & words[1] and words[0] - words[1] and words[1] - words[0])


def _scope(article: Article) -> tuple[str | None, ...]:
    return article.audience.value, article.locale, article.product, article.site


def _finding(one: Article, other: Article, share: float, knowledge: Knowledge) -> Finding:
    return Finding(
        kind=FindingKind.DUPLICATE,
        articles=(one.id, other.id),
        subject="words",
        why=f"{share:.0%} of the words of the shorter one stand in the other too: "
        f"{one.title!r} and {other.title!r}.",
        quotes=_same_sentence(one, other, knowledge),
        severity=Severity.LOW,
    )


def _same_sentence(one: Article, other: Article, knowledge: Knowledge) -> tuple[Quoted, ...]:
    """Return the longest sentence that both hold, as either has it."""
    mine = _units(knowledge.by_article.get(one.id, ()))
    theirs = _units(knowledge.by_article.get(other.id, ()))
    both = sorted(set(mine) & set(theirs), key=lambda words: (-len(words), words))
    return (mine[both[0]], theirs[both[0]]) if both else ()


def _units(passages: Sequence[Passage]) -> dict[str, Quoted]:
    return {
        " ".join(found.text.split()): found
        for passage in passages
        for unit in passage.units
        for found in (quoted(passage, unit),)
    }
