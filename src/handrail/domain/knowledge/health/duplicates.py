"""Which articles say the same, so that only one of them will be kept up?

Compared by runs of words that both hold. A run that many articles share is a notice or a menu.
There are reasons to say the same twice: another audience, language, product, site or version, and
one article each for things of a kind, which titles tell apart (`Build a C project`, `Build a Rust
project`).
"""

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from handrail.domain.knowledge.health.addresses import path_in_source
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    Knowledge,
    Quoted,
    Severity,
)
from handrail.domain.knowledge.health.quoting import quoted
from handrail.domain.knowledge.health.read_once import ReadOnce
from handrail.domain.knowledge.model import Article, ArticleId, Block, BlockKind, Passage

Runs = NDArray[np.int64]

_WORD = re.compile(r"[^\W_]+")
_VERSION = re.compile(r"(?<![a-z0-9])v?\d+(?:[.-]\w+)*(?![a-z0-9])")
_PART = re.compile(r"(?:^|/)_")  # site generators put pieces of pages in such folders
_RUN = 6
_IN_MANY = 6
"""Articles that share a run of words from which on it tells nothing of any two of them."""
_FEWEST_RUNS = 40
_SAME = 0.6
"""Share of the shorter article's words that the other has too."""
_READ = ReadOnce[ArticleId, Sequence[Block], Runs](10_000)
"""What was read of each article the last time: only what was edited since is read anew."""


def find_duplicates(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return the pairs of articles that mostly hold the same words."""
    articles = sorted(knowledge.articles, key=lambda article: article.id)
    runs = [_runs(article) for article in articles]
    found = []
    for (at, its), count in _shared(runs).items():
        one, other = articles[at], articles[its]
        share = count / min(len(runs[at]), len(runs[its]))
        if share >= _SAME and not _are_for_a_reason(one, other):
            found.append(_finding(one, other, share, knowledge))
    return tuple(found)


def _runs(article: Article) -> Runs:
    """Return what stands for every run of words of the running text, code left out."""
    return _READ.of(article.id, article.blocks, lambda: _runs_now(article))


def _runs_now(article: Article) -> Runs:
    said = (block.text for block in article.blocks if block.kind is not BlockKind.CODE)
    words = _WORD.findall("\n".join(said).lower())
    found = {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}
    return np.array(sorted(found) if len(found) >= _FEWEST_RUNS else (), dtype=np.int64)


def _shared(runs: Sequence[Runs]) -> dict[tuple[int, int], int]:
    """Return how many runs each two have in common, in order; those without any are left out."""
    if not runs:
        return {}
    held = np.concatenate(runs)
    holder = np.repeat(np.arange(len(runs)), [len(own) for own in runs])
    order = np.argsort(held, kind="stable")  # whoever holds the same run stands in order then
    held, holder = held[order], holder[order]
    begins = np.flatnonzero(np.r_[True, held[1:] != held[:-1]]) if len(held) else order
    many = np.diff(np.r_[begins, len(held)])
    pairs = [
        holder[begins[many == size] + first] * len(runs) + holder[begins[many == size] + second]
        for size in range(2, _IN_MANY)
        for first, second in combinations(range(size), 2)
    ]
    named, counts = np.unique(np.concatenate(pairs), return_counts=True)
    return {
        divmod(int(pair), len(runs)): int(count) for pair, count in zip(named, counts, strict=True)
    }


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
