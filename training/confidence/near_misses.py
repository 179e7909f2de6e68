"""Questions that just miss: one telling word of an answerable question is replaced."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from handrail.domain.knowledge.model import ArticleId, Passage
from handrail.domain.knowledge.wording.words import (
    NUMBER_WORDS,
    Word,
    WordKind,
    content_words,
    rarity,
    stems_in,
)

_LEAST_TELLING = 0.55
_MOST_SEEN = 12  # a word of many passages is the help centre's own subject
_LONGEST_NUMBER = 3

Pools = Mapping[WordKind, Sequence[str]]


def word_pools(passages: Iterable[Passage]) -> Pools:
    """Return the telling words of a help centre by what they do in a sentence."""
    seen: Counter[tuple[WordKind, str]] = Counter()
    for passage in passages:
        words = {(word.kind, word.text) for word in content_words(passage.text) if _tells(word)}
        seen.update(words)
    pools: dict[WordKind, list[str]] = {}
    for (kind, text), count in sorted(seen.items()):
        if count <= _MOST_SEEN:
            pools.setdefault(kind, []).append(text)
    return pools


def stems_by_article(passages: Iterable[Passage]) -> Mapping[ArticleId, frozenset[str]]:
    """Return the stems that stand in each article, its title and headings included."""
    found: dict[ArticleId, frozenset[str]] = {}
    for passage in passages:
        text = "\n".join((passage.title, *passage.headings, passage.text))
        found[passage.article] = found.get(passage.article, frozenset()) | stems_in(text)
    return found


def near_miss(
    question: str, answering: frozenset[str], pools: Pools, rng: random.Random
) -> str | None:
    """Return the question about something that the answering articles do not speak of."""
    telling = [word for word in content_words(question) if _tells(word) and word.kind in pools]
    if not telling:
        return None
    gone = rng.choice(sorted(telling, key=lambda word: -rarity(word.lower))[:2])
    for _ in range(20):
        other = rng.choice(pools[gone.kind])
        if stems_in(other).isdisjoint(answering) and stems_in(other) != stems_in(gone.text):
            return f"{question[: gone.start]}{_cased(other, gone)}{question[gone.end :]}"
    return None


def _tells(word: Word) -> bool:
    if word.kind is WordKind.NUMBER:
        plain = word.lower.isdigit() and len(word.lower) <= _LONGEST_NUMBER
        return plain or word.lower in NUMBER_WORDS
    return word.lower.isalpha() and len(word.lower) > 3 and rarity(word.lower) >= _LEAST_TELLING


def _cased(other: str, gone: Word) -> str:
    return other if gone.kind is WordKind.NAME else other.lower()
