"""The words of an article that a finding speaks of."""

from collections.abc import Mapping
from functools import lru_cache

from typing_extensions import override

from handrail.domain.knowledge.health.model import Knowledge, Quoted
from handrail.domain.knowledge.model import Article, ArticleId, Passage, Unit


def quoted_where(words: str, article: Article, knowledge: Knowledge) -> tuple[Quoted, ...]:
    """Return the sentence, step or row of an article that holds these words; nothing if none."""
    wanted = " ".join(words.split())
    if not wanted:
        return ()
    for passage in passages_by_article(knowledge).get(article.id, ()):
        for unit in passage.units:
            if wanted in " ".join(passage.text[unit.start : unit.end].split()):
                return (quoted(passage, unit, article),)
    return ()


def quoted(passage: Passage, unit: Unit, article: Article) -> Quoted:
    """Return a sentence, step or row of a passage as a quote."""
    return Quoted(
        article=article.id,
        version=passage.version,
        passage=passage.id,
        text=passage.text[unit.start : unit.end],
        title=article.title,
        url=passage.url,
        updated=article.updated,
    )


def passages_by_article(knowledge: Knowledge) -> Mapping[ArticleId, tuple[Passage, ...]]:
    """Return the passages of each article, in order; counted once for each state of knowledge."""
    return _by_article(_Held(knowledge))


class _Held:
    """Stand for one state of knowledge: the same one only where it is the same object."""

    __slots__ = ("knowledge",)

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    @override
    def __hash__(self) -> int:
        return id(self.knowledge)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.knowledge is self.knowledge


@lru_cache(maxsize=1)
def _by_article(held: _Held) -> Mapping[ArticleId, tuple[Passage, ...]]:
    found: dict[ArticleId, list[Passage]] = {}
    for passage in held.knowledge.passages:
        found.setdefault(passage.article, []).append(passage)
    return {article: tuple(passages) for article, passages in found.items()}
