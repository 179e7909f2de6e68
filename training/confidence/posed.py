"""Questions with what a search finds for them, at home and where nothing answers them."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.datasets import clapnq, squad2
from handrail.domain.conversation.standalone import standalone
from handrail.domain.decision.labelled import GivenPassage
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.given_passages import search_given
from handrail.flow.ports import Embedder
from training.confidence.centres import Centre
from training.confidence.near_misses import near_miss, stems_by_article, word_pools

OWN, REMOVED, OTHER, NEAR, HARD, GIVEN = "own", "removed", "other", "near", "hard", "given"
_ASKED_ELSEWHERE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold a question and the articles that carry its answer; none where nothing answers."""

    question: str
    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """Hold one question with what was found and what would answer."""

    domain: str
    kind: str
    source: str
    """Where the question is from; `domain` unless it was asked elsewhere."""
    question: str
    articles: tuple[ArticleId, ...]
    is_answerable: bool
    found: SearchResult


Asking = Mapping[str, tuple[Centre, tuple[Asked, ...]]]


def read_asked(path: Path) -> tuple[Asked, ...]:
    """Return the questions of a file, read as they would be understood in their conversation."""
    rows = _json_lines(path)
    return tuple(
        Asked(
            question=standalone(row["question"], row.get("history", ())).text,
            articles=tuple(map(ArticleId, row.get("articles", ()))),
        )
        for row in rows
    )


def posed(asking: Asking, seed: int) -> Iterator[Posed]:
    """Yield each question at home, without its articles, and almost; and a sample elsewhere."""
    rng = random.Random(seed)
    for name, (centre, questions) in asking.items():
        passages = centre.passages.values()
        pools, stems = word_pools(passages), stems_by_article(passages)
        for asked in questions:
            if not asked.articles:
                yield _posed(centre, asked, HARD, name)
                continue
            yield _posed(centre, asked, OWN, name)
            yield _posed(centre, asked, REMOVED, name)
            known = [stems.get(article, frozenset()) for article in asked.articles]
            other = near_miss(asked.question, frozenset[str]().union(*known), pools, rng)
            if other:
                yield _posed(centre, Asked(question=other, articles=()), NEAR, name)
        for other_name, (_, theirs) in asking.items():
            if other_name != name:
                for asked in rng.sample(theirs, min(_ASKED_ELSEWHERE, len(theirs))):
                    yield _posed(centre, asked, OTHER, other_name)


def _posed(centre: Centre, asked: Asked, kind: str, source: str) -> Posed:
    without = frozenset(asked.articles) if kind == REMOVED else frozenset()
    return Posed(
        domain=centre.name,
        kind=kind,
        source=source,
        question=asked.question,
        articles=asked.articles,
        is_answerable=kind == OWN,
        found=centre.find(asked.question, without),
    )


def posed_given(data: Path, embedder: Embedder) -> Iterator[Posed]:
    """Yield questions that bring their passages along."""
    titles = [row["title"] for row in _json_lines(data / "squad2" / "questions.jsonl")]
    for title, row in zip(titles, squad2(data), strict=True):
        yield _given(f"squad2:{title}", row, embedder)
    for place, row in enumerate(clapnq(data)):
        yield _given(f"clapnq:{place % 5}", row, embedder)


def _given(domain: str, row: Mapping[str, Any], embedder: Embedder) -> Posed:
    given = [GivenPassage(title=p["title"], text=p["text"]) for p in row["passages"]]
    return Posed(
        domain=domain,
        kind=GIVEN,
        source=domain,
        question=row["question"],
        articles=(),
        is_answerable=row["answerable"],
        found=search_given(row["question"], given, embedder),
    )


def _json_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
