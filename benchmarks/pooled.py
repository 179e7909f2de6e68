"""Pool the real help centres: half of the questions can be answered, half cannot.

`python -m benchmarks.pooled` asks each centre its own questions, its own with the articles that
answer them taken away (less those that another article answers: pruned_unanswerable.jsonl), and
questions of the other centres. It measures whether the confidence knows, what share is answered at
a bound of 5 %, and over 200 random splits whether the bound holds on the other half.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.projects import CENTRES, NOT_SET, data_folder, synced_project
from handrail.app import App
from handrail.domain.decision.calibrate import Case, NoThreshold, choose_threshold
from handrail.domain.decision.calibration import Promise
from handrail.domain.decision.labelled import LabelledQuestion, is_wrong
from handrail.domain.decision.model import Answer
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.quality.figures import auroc_figure
from handrail.domain.retrieval.model import Scope, SearchResult
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.ports import Reading, Store
from handrail.flow.search_knowledge import search_knowledge
from handrail.kernel.ids import digest

ROOT = Path(__file__).parents[1]
PRUNED = ROOT / "evaluations/pruned_unanswerable.jsonl"
PROMISE = Promise(max_wrong=0.05, confidence=0.95)
SPLITS = 200
SEED = 20
_KEY_LENGTH = 16


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

    @property
    def case(self) -> Case:
        """Return what calibration counts."""
        return Case(confidence=self.confidence, is_right=self.is_right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Hold what one random split showed; all shares are of the half that was not calibrated on."""

    is_promised: bool
    answered_share: float
    """Of the answerable questions."""
    wrong_share: float
    """Of the answers given."""
    answers: int

    @property
    def is_broken(self) -> bool:
        """Tell whether the promise did not hold."""
        return self.is_promised and self.wrong_share > PROMISE.max_wrong


@dataclass(frozen=True, slots=True)
class Without:
    """Wrap a store in which some articles were never written."""

    store: Store
    gone: frozenset[ArticleId]

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Open a reading transaction."""
        with self.store.read() as reading:
            yield _ReadingWithout(reading, self.gone)  # type: ignore[misc] # one method is enough

    def write(self) -> None:
        """Refuse: nothing is written while measuring."""
        raise AssertionError


@dataclass(frozen=True, slots=True)
class _ReadingWithout:
    reading: Reading
    gone: frozenset[ArticleId]

    def live_passages(self, refs: Sequence[PassageId]) -> dict[PassageId, Passage]:
        found = self.reading.live_passages(refs)
        return {ref: passage for ref, passage in found.items() if passage.article not in self.gone}


def pooled(data: Path) -> list[Pooled]:
    """Return the pool: as many questions without an answer as with, drawn with a fixed seed."""
    questions = {centre: _questions(data, centre) for centre in CENTRES}
    pruned = _pruned()
    own: list[Pooled] = []
    removed: list[Pooled] = []
    other: list[Pooled] = []
    rng = random.Random(SEED)
    for centre in CENTRES:
        theirs = [q for name in CENTRES if name != centre for q in questions[name]]
        with synced_project(centre, data / "help" / centre / "articles_eval") as app:
            own += [_asked(app, centre, "own", q) for q in questions[centre]]
            kept = [q for q in questions[centre] if _key(centre, q) not in pruned]
            removed += [_asked(app, centre, "removed", q) for q in kept]
            strangers = rng.sample(theirs, min(len(theirs), len(questions[centre])))
            kept = [q for q in strangers if _key(centre, q) not in pruned]
            other += [_asked(app, centre, "other", q) for q in kept]
    half = len(own) // 2
    return [*own, *rng.sample(removed, half), *rng.sample(other, len(own) - half)]


def split_once(pool: Sequence[Pooled], rng: random.Random, bound: Callable[..., float]) -> Split:
    """Calibrate on a random half and measure on the other."""
    drawn = list(pool)
    rng.shuffle(drawn)
    half = len(drawn) // 2
    cases = [item.case for item in drawn[:half] if item.is_answer]
    found = choose_threshold(cases, PROMISE, bound)
    rest = drawn[half:]
    if isinstance(found, NoThreshold):
        return Split(is_promised=False, answered_share=0.0, wrong_share=0.0, answers=0)
    given = [item for item in rest if item.is_answer and item.confidence >= found.value]
    answerable = [item for item in rest if item.is_answerable]
    return Split(
        is_promised=True,
        answered_share=sum(item.is_answerable for item in given) / len(answerable),
        wrong_share=sum(not item.is_right for item in given) / max(1, len(given)),
        answers=len(given),
    )


def split_often(pool: Sequence[Pooled], bound: Callable[..., float]) -> list[Split]:
    """Return what 200 random splits show, drawn with a fixed seed."""
    rng = random.Random(SEED)
    return [split_once(pool, rng, bound) for _ in range(SPLITS)]


def answered_at(pool: Sequence[Pooled], most_wrong: float) -> float:
    """Return the largest share of answerable questions answered with so few wrong, in hindsight."""
    answers = sorted((i for i in pool if i.is_answer), key=lambda i: -i.confidence)
    answerable = sum(item.is_answerable for item in pool)
    best, wrong, served = 0.0, 0, 0
    for given, item in enumerate(answers, start=1):
        wrong += not item.is_right
        served += item.is_answerable
        if wrong <= most_wrong * given:
            best = max(best, served / answerable)
    return best


def main() -> int:
    """Measure and print."""
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    pool = pooled(data)
    with synced_project("help", ROOT / "src/handrail/sample/help") as app:
        bound = app.upper_bound
    _print(pool, split_often(pool, bound))
    return 0


def _print(pool: Sequence[Pooled], splits: Sequence[Split]) -> None:
    scores = [item.confidence for item in pool]
    for kind in ("own", "removed", "other"):
        print(f"questions, {kind}: {sum(item.kind == kind for item in pool)}")
    for name, positive in (
        ("answerable", [item.is_answerable for item in pool]),
        ("right", [item.is_right for item in pool]),
    ):
        found = auroc_figure(scores, positive)
        print(f"AUROC, {name}: {found.value:.3f} ({found.low:.3f} to {found.high:.3f})")
    print(f"answered with at most 5 % wrong, in hindsight: {answered_at(pool, 0.05):.3f}")
    mean = sum(split.answered_share for split in splits) / len(splits)
    print(f"splits: {len(splits)}, promised in {sum(split.is_promised for split in splits)}")
    print(f"bound broken in {sum(split.is_broken for split in splits)}")
    print(f"answered share of the answerable, mean over splits: {mean:.3f}")


def _asked(app: App, centre: str, kind: str, labelled: LabelledQuestion) -> Pooled:
    gone = frozenset(labelled.articles) if kind == "removed" else frozenset()
    is_own = kind == "own"
    asked = LabelledQuestion(
        question=labelled.question,
        answerable=is_own,
        articles=labelled.articles if is_own else (),
    )
    judged = _asker(app, gone).for_calibration(asked)
    return Pooled(
        centre=centre,
        kind=kind,
        question=labelled.question,
        is_answerable=is_own,
        confidence=judged.confidence,
        is_answer=isinstance(judged.outcome, Answer),
        is_right=is_own and not is_wrong(asked, judged.outcome),
    )


def _asker(app: App, gone: frozenset[ArticleId]) -> LabelledAsker:
    asker = app.labelled_asker()
    store = Without(app.store, gone)

    def find(question: str, scope: Scope) -> SearchResult:
        return search_knowledge(question, scope, app.index, store)  # type: ignore[arg-type] # read-only

    return replace(asker, ports=replace(asker.ports, find=find))


def _questions(data: Path, centre: str) -> list[LabelledQuestion]:
    rows = (data / "help" / centre / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    read = map(json.loads, rows)
    return [
        LabelledQuestion(
            question=row["question"],
            answerable=True,
            articles=tuple(map(ArticleId, row["articles"])),
        )
        for row in read
    ]


def _pruned() -> frozenset[str]:
    rows = PRUNED.read_text(encoding="utf-8").splitlines()
    return frozenset(json.loads(row)["key"] for row in rows)


def _key(centre: str, labelled: LabelledQuestion) -> str:
    return digest(centre, labelled.question)[:_KEY_LENGTH]


if __name__ == "__main__":
    sys.exit(main())
