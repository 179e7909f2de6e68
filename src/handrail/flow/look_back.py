"""The knowledge base as it was: at one moment, and what changed between two."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol

from handrail.domain.knowledge.health.contested import Contested
from handrail.domain.knowledge.history import Step, VersionNumber
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    Standing,
    VersionId,
)
from handrail.domain.retrieval.model import Scope, SearchResult, SnapshotId
from handrail.flow.history_ports import HistoryRead, HistoryStore
from handrail.flow.ports import Progress, SearchIndex
from handrail.flow.roll_back import RollBackPorts
from handrail.flow.search_knowledge import search_knowledge
from handrail.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class PastKnowledge:
    """Hold all that was served at a moment, to be read as the database is."""

    moment: datetime
    articles: Mapping[ArticleId, Article]
    passages: Mapping[PassageId, Passage]

    def read(self) -> AbstractContextManager["PastKnowledge"]:
        """Open it: it does not change any more."""
        return nullcontext(self)

    def standings(self, refs: Sequence[PassageId]) -> Mapping[PassageId, Standing]:
        """Return how those passages stood that were served."""
        return {
            ref: Standing(
                article=passage.article,
                audience=passage.audience,
                locale=passage.locale,
                product=passage.product,
                site=passage.site,
            )
            for ref, passage in self.live_passages(refs).items()
        }

    def live_passages(self, refs: Sequence[PassageId]) -> Mapping[PassageId, Passage]:
        """Return those passages that were served."""
        return {ref: self.passages[ref] for ref in refs if ref in self.passages}

    def contested(self, refs: Sequence[PassageId]) -> Mapping[PassageId, tuple[Contested, ...]]:
        """Return nothing: what was found later was not known then, and is settled by now."""
        del refs
        return {}

    def article(self, ref: ArticleId) -> tuple[Article, tuple[Passage, ...]]:
        """Return an article with its passages; raises NotFound where it was not served then."""
        if ref not in self.articles:
            when = self.moment.isoformat(timespec="seconds")
            raise NotFound(f"No article {ref!r} was served at {when}.")
        mine = (passage for passage in self.passages.values() if passage.article == ref)
        return self.articles[ref], tuple(mine)


class PinnedIndex(Protocol):
    """Open one snapshot to search in, whichever is served."""

    def searching(self, snapshot: SnapshotId) -> SearchIndex:
        """Return what searches one finished snapshot."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Hold how one article differs between two moments."""

    article: ArticleId
    title: str
    before: VersionId | None
    """None: it was not served."""
    after: VersionId | None
    gone: tuple[str, ...]
    """Texts of passages that are not there any more."""
    come: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return `added`, `edited` or `retired`."""
        if self.before is None:
            return "added"
        return "retired" if self.after is None else "edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Hold what changed between two moments: the difference, and the steps that led there."""

    articles: tuple[Changed, ...]
    steps: tuple[Step, ...]
    """The newest first."""


def knowledge_at(moment: datetime, store: HistoryStore) -> PastKnowledge:
    """Return all that was served at a moment."""
    with store.read() as reading:
        numbers = list(reading.served_at(moment).values())
        articles = reading.articles_numbered(numbers).values()
        passages = reading.passages_numbered(numbers)
    return PastKnowledge(
        moment=moment,
        articles={article.id: article for article in articles},
        passages={passage.id: passage for passage in passages},
    )


def changes_between(since: datetime, until: datetime, store: HistoryStore) -> Changes:
    """Return what changed after one moment and up to another."""
    with store.read() as reading:
        steps = reading.steps(after=since, until=until)
        before, after = _texts_at(since, steps, reading), _texts_at(until, steps, reading)
    refs = sorted(before.keys() | after.keys())
    found = (_changed(ref, before.get(ref), after.get(ref)) for ref in refs)
    return Changes(articles=tuple(one for one in found if one is not None), steps=steps)


def difference_to(ref: ArticleId, moment: datetime, store: HistoryStore) -> Changed | None:
    """Return how an article would change if it were as at a moment; None where it would not.

    Raises NotFound for an article that was never served.
    """
    with store.read() as reading:
        if not reading.steps(article=ref, limit=1):
            raise NotFound(f"No article {ref!r} was ever served.")
        now, then = (
            _text(numbers.get(ref), reading)
            for numbers in (reading.served_at(), reading.served_at(moment))
        )
    return _changed(ref, now, then)


_Text = tuple[Article, tuple[Passage, ...]]


def _texts_at(
    moment: datetime, steps: Sequence[Step], reading: HistoryRead
) -> Mapping[ArticleId, _Text]:
    touched = {step.article for step in steps}
    numbers = [n for ref, n in reading.served_at(moment).items() if ref in touched]
    passages = groupby(reading.passages_numbered(numbers), key=lambda p: p.article)
    of = {ref: tuple(some) for ref, some in passages}
    return {
        article.id: (article, of.get(article.id, ()))
        for article in reading.articles_numbered(numbers).values()
    }


def _text(number: VersionNumber | None, reading: HistoryRead) -> _Text | None:
    if number is None:
        return None
    article = reading.articles_numbered([number])[number]
    return article, tuple(reading.passages_numbered([number]))


def _changed(ref: ArticleId, before: _Text | None, after: _Text | None) -> Changed | None:
    if before is not None and after is not None and before[0].version == after[0].version:
        return None
    old = [] if before is None else [passage.text for passage in before[1]]
    new = [] if after is None else [passage.text for passage in after[1]]
    shown = after or before
    assert shown is not None
    return Changed(
        article=ref,
        title=shown[0].title,
        before=None if before is None else before[0].version,
        after=None if after is None else after[0].version,
        gone=tuple(text for text in old if text not in new),
        come=tuple(text for text in new if text not in old),
    )


def searching_at(
    past: PastKnowledge, index: PinnedIndex, ports: RollBackPorts, progress: Progress
) -> "SearchAt":
    """Return what searches a past state; its index is built beside the one that serves."""
    passages = sorted(past.passages.values(), key=lambda p: (p.article, p.position))
    with ports.builder.building() as building:
        built = building.prepare(passages, progress)
    return SearchAt(past=past, index=index.searching(built.snapshot))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAt:
    """Search what was served at a moment."""

    past: PastKnowledge
    index: SearchIndex

    def find(self, question: str, scope: Scope, most: int | None = None) -> SearchResult:
        """Return the best passages in scope that bore on a question then."""
        return search_knowledge(question, scope, self.index, self.past, most)
