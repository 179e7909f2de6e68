"""The pool of questions: each real help centre asked what it can answer and what it cannot."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.projects import CENTRES, synced_project
from handrail.app import App
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Answer
from handrail.domain.knowledge.health.contested import Contested
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, Standing
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.ports import Reading, Store
from handrail.flow.search_knowledge import search_knowledge
from handrail.kernel.ids import digest

PRUNED = Path(__file__).parents[1] / "evaluations/pruned_unanswerable.jsonl"
SEED = 20
_KEY_LENGTH = 16
_ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Hold one question of the pool with what came of it at threshold 0."""

    centre: str
    kind: str
    question: str
    is_answerable: bool
    confidence: float
    is_answer: bool
    is_right: bool
    """It cites an article that the labels name."""
    is_right_by_hand: bool
    """It cites one of those, or one that was read and found to answer."""


def draw_pool(data: Path) -> list[Pooled]:
    """Return as many questions without an answer as with one, drawn with a fixed seed."""
    questions = {centre: _questions(data, centre) for centre in CENTRES}
    verdicts = _verdicts()
    own: list[Pooled] = []
    removed: list[Pooled] = []
    other: list[Pooled] = []
    rng = random.Random(SEED)
    for centre in CENTRES:
        mine = questions[centre]
        theirs = [q for name in CENTRES if name != centre for q in questions[name]]
        with synced_project(centre, data / "help" / centre / "articles_eval") as app:
            ask = _Asker(app=app, centre=centre, verdicts=verdicts)
            own += [ask.own(q) for q in mine]
            removed += [ask.unanswerable("removed", q) for q in mine if not ask.is_pruned(q)]
            strangers = rng.sample(theirs, min(len(theirs), len(mine)))
            other += [ask.unanswerable("other", q) for q in strangers if not ask.is_pruned(q)]
    half = len(own) // 2
    return [*own, *rng.sample(removed, half), *rng.sample(other, len(own) - half)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """Ask one centre, as it is or as if some articles had been retired."""

    app: App
    centre: str
    verdicts: Mapping[str, Mapping[str, str]]

    def own(self, asked: LabelledQuestion) -> Pooled:
        judged, cited = self._judged(asked, frozenset())
        verdict = self.verdicts.get(self._key(asked), {})
        also = {verdict["article"]} if verdict.get("verdict") == _ANSWERED else set()
        return Pooled(
            centre=self.centre,
            kind="own",
            question=asked.question,
            is_answerable=True,
            confidence=judged,
            is_answer=bool(cited),
            is_right=not cited.isdisjoint(asked.articles),
            is_right_by_hand=not cited.isdisjoint({*asked.articles, *also}),
        )

    def unanswerable(self, kind: str, asked: LabelledQuestion) -> Pooled:
        gone = frozenset(asked.articles) if kind == "removed" else frozenset()
        judged, cited = self._judged(asked, gone)
        return Pooled(
            centre=self.centre,
            kind=kind,
            question=asked.question,
            is_answerable=False,
            confidence=judged,
            is_answer=bool(cited),
            is_right=False,
            is_right_by_hand=False,
        )

    def is_pruned(self, asked: LabelledQuestion) -> bool:
        return self._key(asked) in self.verdicts

    def _key(self, asked: LabelledQuestion) -> str:
        return digest(self.centre, asked.question)[:_KEY_LENGTH]

    def _judged(
        self, asked: LabelledQuestion, gone: frozenset[ArticleId]
    ) -> tuple[float, frozenset[ArticleId]]:
        """Return how sure the assistant is, and the articles cited; none where it says nothing."""
        judged = _asker_without(self.app, gone).for_calibration(asked)
        if not isinstance(judged.outcome, Answer):
            return judged.confidence, frozenset()
        return judged.confidence, frozenset(judged.cited)


def _asker_without(app: App, gone: frozenset[ArticleId]) -> LabelledAsker:
    asker = app.labelled_asker()
    store = _Without(app.store, gone)

    def find(question: str, scope: Scope) -> SearchResult:
        return search_knowledge(question, scope, app.index, store)

    return replace(asker, ports=replace(asker.ports, find=find))


@dataclass(frozen=True, slots=True)
class _Without:
    """Wrap a store in which some articles were retired a moment ago."""

    store: Store
    gone: frozenset[ArticleId]

    @contextmanager
    def read(self) -> Iterator["_ReadingWithout"]:
        with self.store.read() as reading:
            yield _ReadingWithout(reading, self.gone)


@dataclass(frozen=True, slots=True)
class _ReadingWithout:
    reading: Reading
    gone: frozenset[ArticleId]

    def live_passages(self, refs: Sequence[PassageId]) -> dict[PassageId, Passage]:
        found = self.reading.live_passages(refs)
        return {ref: passage for ref, passage in found.items() if passage.article not in self.gone}

    def standings(self, refs: Sequence[PassageId]) -> dict[PassageId, Standing]:
        found = self.reading.standings(refs)
        return {ref: held for ref, held in found.items() if held.article not in self.gone}

    def contested(self, refs: Sequence[PassageId]) -> dict[PassageId, tuple[Contested, ...]]:
        kept = {
            ref: tuple(one for one in held if self._is_served(one))
            for ref, held in self.reading.contested(refs).items()
        }
        return {ref: held for ref, held in kept.items() if held}

    def _is_served(self, contested: Contested) -> bool:
        return self.gone.isdisjoint(side.passage.article for side in contested.sides)


def _questions(data: Path, centre: str) -> list[LabelledQuestion]:
    rows = (data / "help" / centre / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        LabelledQuestion(
            question=row["question"],
            answerable=True,
            articles=tuple(map(ArticleId, row["articles"])),
        )
        for row in map(json.loads, rows)
    ]


def _verdicts() -> dict[str, Mapping[str, str]]:
    rows = map(json.loads, PRUNED.read_text(encoding="utf-8").splitlines())
    return {row["key"]: row for row in rows}
