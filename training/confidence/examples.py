"""Questions with their evidence, and whether answering them right away is right."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.answer_question import weigh_answer
from handrail.flow.ports import Embedder
from handrail.kernel.ids import digest
from training.confidence.posed import GIVEN, OTHER, REMOVED, Posed

_KEY_LENGTH = 16
_WRITER, _CHECKER = ExtractiveWriter(), QuoteChecker()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Hold one question with what would have been said and whether that is right."""

    domain: str
    kind: str
    source: str
    question: str
    evidence: Mapping[str, float]
    is_answerable: bool
    is_right: bool
    is_right_by_hand: bool
    """As `is_right`, counting articles that were found by hand to answer as well."""
    words: int = 0
    """Length of what would be said."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigher:
    """Weigh questions exactly as a customer's are weighed."""

    embedder: Embedder
    verdicts: Verdicts

    def __call__(self, posed: Posed) -> Example:
        """Return the question with what would be said."""
        weighed = weigh_answer(posed.question, posed.found, _WRITER, _CHECKER, self.embedder)
        said = weighed.grounding.supported
        cited = frozenset(citation.article for claim in said for citation in claim.citations)
        also = self.verdicts.also_answering(posed.domain, posed.question)
        is_answerable = posed.is_answerable

        def answers(articles: frozenset[ArticleId]) -> bool:
            given = posed.kind == GIVEN
            return is_answerable and (given or not cited.isdisjoint(articles))

        return Example(
            domain=posed.domain,
            kind=posed.kind,
            source=posed.source,
            question=posed.question,
            evidence=weighed.confidence.evidence,
            is_answerable=is_answerable,
            is_right=answers(frozenset(posed.articles)),
            is_right_by_hand=answers(frozenset(posed.articles) | also),
            words=sum(len(claim.text.split()) for claim in said),
        )
