"""Measure how often the right article is found, and charge each miss to the stage that lost it.

Hits are passages; an article counts where its best passage stands, each article once. Where a
question has several right articles, recall is the share of them within the first k, and the gain in
nDCG is 1 for each of them; the reciprocal rank is that of the first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2
from pathlib import Path

from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.figures import mean_figure
from handrail.domain.quality.model import Figure
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.domain.retrieval.scope import is_in_scope
from handrail.flow.ports import Progress, Reading, Store
from handrail.flow.read_labelled_questions import rows_of
from handrail.kernel.errors import BadDataset

Find = Callable[[str, Scope], SearchResult]

DEPTHS = (1, 5, 10, 20)
MISSED_BEYOND = 5
"""A question is missed where none of its articles is among so many."""
_KEYS = ("question", "articles")
_WITHIN = 10


class Stage(StrEnum):
    """Where a right article was lost."""

    NOT_INDEXED = "not_indexed"
    """It has no passage that could be found in this scope."""
    NOT_IN_FIRST_STAGE = "not_in_first_stage"
    """Neither its words nor its meaning brought it among the candidates."""
    CUT_BY_THE_FLOOR = "cut_by_the_floor"
    """It was a candidate and is not among the hits at all."""
    LOST_IN_RANKING = "lost_in_ranking"
    """It is among the hits, too far down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedArticles:
    """Hold a question and the articles that answer it."""

    question: str
    articles: tuple[ArticleId, ...]
    file: Path
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalItem:
    """Hold what became of one question."""

    question: str
    articles: tuple[ArticleId, ...]
    ranks: tuple[int | None, ...]
    """Rank of each right article among the articles found, from 1; None where it is not found."""
    missed: Stage | None

    @property
    def best(self) -> float:
        """Return the rank of the first right article; infinite where none was found."""
        return min((rank for rank in self.ranks if rank is not None), default=float("inf"))

    def recall(self, depth: int) -> float:
        """Return the share of the right articles among the first `depth` articles."""
        return sum(rank is not None and rank <= depth for rank in self.ranks) / len(self.ranks)

    @property
    def reciprocal_rank(self) -> float:
        """Return one over the rank of the first right article, 0 beyond the tenth."""
        return 1.0 / self.best if self.best <= _WITHIN else 0.0

    @property
    def gain(self) -> float:
        """Return the discounted gain within ten articles, as a share of the largest possible."""
        found = (rank for rank in self.ranks if rank is not None and rank <= _WITHIN)
        ideal = sum(1.0 / log2(1 + rank) for rank in range(1, min(len(self.ranks), _WITHIN) + 1))
        return sum(1.0 / log2(1 + rank) for rank in found) / ideal

    def as_json(self) -> dict[str, object]:
        """Return the result as it is printed."""
        return {
            "question": self.question,
            "articles": list(self.articles),
            "ranks": list(self.ranks),
            "missed": self.missed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalReport:
    """Hold the figures, the number of misses by stage, and what became of each question."""

    figures: Mapping[str, Figure]
    misses: Mapping[str, int]
    items: tuple[RetrievalItem, ...]

    def as_json(self, *, with_items: bool) -> dict[str, object]:
        """Return the report as it is printed."""
        shown: dict[str, object] = {name: fig.as_json() for name, fig in self.figures.items()}
        shown["misses"] = dict(self.misses)
        if with_items:
            shown["items"] = [item.as_json() for item in self.items]
        return shown


def read_wanted(file: Path) -> tuple[WantedArticles, ...]:
    """Read questions and their articles, a JSON object per line; name the line at fault."""
    wanted: list[WantedArticles] = []
    for row in rows_of(file):
        row.reject_misspelt(_KEYS)
        articles = tuple(dict.fromkeys(ArticleId(ref) for ref in row.texts("articles")))
        if not articles:
            raise row.fault("field 'articles' must name at least one article")
        wanted.append(
            WantedArticles(
                question=row.text("question"), articles=articles, file=file, line=row.line
            )
        )
    if not wanted:
        raise BadDataset(f"{file} holds no questions.", hint="Write one JSON object per line.")
    return tuple(wanted)


def evaluate_retrieval(
    wanted: Sequence[WantedArticles], scope: Scope, find: Find, store: Store, progress: Progress
) -> RetrievalReport:
    """Search every question and measure where its articles are found."""
    with store.read() as reading:
        _require_known(wanted, reading)
    items: list[RetrievalItem] = []
    for done, each in enumerate(wanted):
        progress("ask", done, len(wanted))
        items.append(_item(each, scope, find(each.question, scope), store))
    progress("ask", len(wanted), len(wanted))
    return report_on(items)


def report_on(items: Sequence[RetrievalItem]) -> RetrievalReport:
    """Sum up what became of the questions."""
    figures = {f"recall@{k}": mean_figure([item.recall(k) for item in items]) for k in DEPTHS}
    figures["mrr@10"] = mean_figure([item.reciprocal_rank for item in items])
    figures["ndcg@10"] = mean_figure([item.gain for item in items])
    misses = {stage.value: sum(item.missed is stage for item in items) for stage in Stage}
    return RetrievalReport(figures=figures, misses=misses, items=tuple(items))


def _require_known(wanted: Sequence[WantedArticles], reading: Reading) -> None:
    known = reading.live_versions()
    for each in wanted:
        for article in each.articles:
            if article not in known:
                raise BadDataset(
                    f"{each.file}, line {each.line}: there is no article {article!r}.",
                    hint="Run `handrail sync`, or correct the id: `<source>/<path within it>`.",
                )


def _item(
    wanted: WantedArticles, scope: Scope, result: SearchResult, store: Store
) -> RetrievalItem:
    found = list(dict.fromkeys(hit.passage.article for hit in result.hits))
    ranks = tuple(found.index(a) + 1 if a in found else None for a in wanted.articles)
    item = RetrievalItem(
        question=wanted.question, articles=wanted.articles, ranks=ranks, missed=None
    )
    if item.best <= MISSED_BEYOND:
        return item
    with store.read() as reading:
        stage = _stage(wanted, scope, result, reading, is_hit=item.best != float("inf"))
    return RetrievalItem(
        question=wanted.question, articles=wanted.articles, ranks=ranks, missed=stage
    )


def _stage(
    wanted: WantedArticles, scope: Scope, result: SearchResult, reading: Reading, *, is_hit: bool
) -> Stage:
    if is_hit:
        return Stage.LOST_IN_RANKING
    findable = {
        passage.id
        for article in wanted.articles
        for passage in reading.passages_of(article)
        if is_in_scope(
            scope,
            audience=passage.audience,
            locale=passage.locale,
            product=passage.product,
            site=passage.site,
        )
    }
    if not findable:
        return Stage.NOT_INDEXED
    if findable.isdisjoint(result.first_stage):
        return Stage.NOT_IN_FIRST_STAGE
    return Stage.CUT_BY_THE_FLOOR
