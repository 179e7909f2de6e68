"""Questions with their evidence, and whether answering them right away is right."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.datasets import clapnq, squad2
from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.decision.labelled import GivenPassage
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.answer_question import weigh_answer
from handrail.flow.given_passages import search_given
from handrail.flow.ports import Embedder
from handrail.kernel.ids import digest
from training.confidence.centres import Centre

OWN, REMOVED, OTHER, GIVEN = "own", "removed", "other", "given"
_ASKED_ELSEWHERE = 60
_KEY_LENGTH = 16
_WRITER, _CHECKER = ExtractiveWriter(), QuoteChecker()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold a question and the articles that carry its answer."""

    question: str
    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Hold one question with what would have been said and whether that is right."""

    domain: str
    kind: str
    source: str
    """Where the question is from; `domain` unless it was asked elsewhere."""
    question: str
    evidence: Mapping[str, float]
    is_answerable: bool
    is_right: bool
    is_right_by_hand: bool
    """As `is_right`, counting articles that were found by hand to answer as well."""

    @property
    def key(self) -> str:
        """Return what a verdict on this question is kept under."""
        return key_of(self.domain, self.question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Hold what reading found: questions that another article answers, too."""

    by_key: Mapping[str, Mapping[str, str]]

    def is_pruned(self, example: Example) -> bool:
        """Tell whether a question that should have no answer has one."""
        return example.kind in {REMOVED, OTHER} and example.key in self.by_key

    def also_answering(self, centre: str, question: str) -> frozenset[ArticleId]:
        """Return the articles that answer although the labels do not name them."""
        verdict = self.by_key.get(key_of(centre, question))
        if verdict is None or verdict["verdict"] != "answered":
            return frozenset()
        return frozenset({ArticleId(verdict["article"])})


def key_of(centre: str, question: str) -> str:
    """Return a name for a question that does not hold its words."""
    return digest(centre, question)[:_KEY_LENGTH]


def read_verdicts(path: Path) -> Verdicts:
    """Return the verdicts of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return Verdicts(by_key={row["key"]: row for row in rows})


def read_asked(path: Path) -> tuple[Asked, ...]:
    """Return the questions of a help centre with the articles that answer them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Asked(question=row["question"], articles=tuple(map(ArticleId, row["articles"])))
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigher:
    """Weigh questions exactly as a customer's are weighed."""

    embedder: Embedder
    verdicts: Verdicts

    def of_centres(
        self, centres: Mapping[str, tuple[Centre, tuple[Asked, ...]]], seed: int
    ) -> Iterator[Example]:
        """Yield each question at home, at home without its articles, and a sample elsewhere."""
        rng = random.Random(seed)
        for name, (centre, questions) in centres.items():
            for asked in questions:
                gone = frozenset(asked.articles)
                yield self._asked(centre, asked, OWN, name, centre.find(asked.question))
                yield self._asked(centre, asked, REMOVED, name, centre.find(asked.question, gone))
            for other, (_, theirs) in centres.items():
                if other != name:
                    for asked in rng.sample(theirs, min(_ASKED_ELSEWHERE, len(theirs))):
                        found = centre.find(asked.question)
                        yield self._asked(centre, asked, OTHER, other, found)

    def of_given(self, data: Path) -> Iterator[Example]:
        """Yield questions that bring their passages along."""
        titles = [row["title"] for row in _json_lines(data / "squad2" / "questions.jsonl")]
        for title, row in zip(titles, squad2(data), strict=True):
            yield self._given(f"squad2:{title}", row)
        for place, row in enumerate(clapnq(data)):
            yield self._given(f"clapnq:{place % 5}", row)

    def _asked(
        self, centre: Centre, asked: Asked, kind: str, source: str, result: SearchResult
    ) -> Example:
        evidence, cited = self._weighed(asked.question, result)
        is_answerable = kind == OWN
        also = self.verdicts.also_answering(centre.name, asked.question)
        return Example(
            domain=centre.name,
            kind=kind,
            source=source,
            question=asked.question,
            evidence=evidence,
            is_answerable=is_answerable,
            is_right=is_answerable and not cited.isdisjoint(asked.articles),
            is_right_by_hand=is_answerable and not cited.isdisjoint({*asked.articles, *also}),
        )

    def _given(self, domain: str, row: Mapping[str, Any]) -> Example:
        given = [GivenPassage(title=p["title"], text=p["text"]) for p in row["passages"]]
        result = search_given(row["question"], given, self.embedder)
        evidence, _ = self._weighed(row["question"], result)
        return Example(
            domain=domain,
            kind=GIVEN,
            source=domain,
            question=row["question"],
            evidence=evidence,
            is_answerable=row["answerable"],
            is_right=row["answerable"],
            is_right_by_hand=row["answerable"],
        )

    def _weighed(
        self, question: str, result: SearchResult
    ) -> tuple[Mapping[str, float], frozenset[ArticleId]]:
        weighed = weigh_answer(question, result, _WRITER, _CHECKER, self.embedder)
        said = weighed.grounding.supported
        cited = frozenset(citation.article for claim in said for citation in claim.citations)
        return weighed.confidence.evidence, cited


def _json_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
