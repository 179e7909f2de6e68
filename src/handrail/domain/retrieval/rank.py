"""Which passages answer best: the order in which hits are shown, quoted and judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.retrieval.features import FEATURES, feature_table
from handrail.domain.retrieval.model import Candidate, Candidates, Hit
from handrail.domain.retrieval.ranker_weights import WEIGHTS

MOST_OF_ONE_ARTICLE = 3
"""More passages of one article than this make way for other articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Hold a candidate with its score; the passage itself need not have been read."""

    candidate: Candidate
    score: float


def rank(candidates: Candidates, passages: Mapping[PassageId, Passage]) -> tuple[Hit, ...]:
    """Return the live candidates best first, with at most a few passages of each article."""
    ranked = ranked_of(candidates, {ref: passage.article for ref, passage in passages.items()})
    return hits_of(ranked, passages)


def ranked_of(
    candidates: Candidates, articles: Mapping[PassageId, ArticleId]
) -> tuple[Ranked, ...]:
    """Rank those candidates whose articles are named, at most a few passages of each article."""
    live = [item for item in candidates.items if item.passage in articles]
    article_of = [articles[item.passage] for item in live]
    scores = feature_table(live, article_of) @ np.array([WEIGHTS[name] for name in FEATURES])
    taken: dict[ArticleId, int] = {}
    ranked: list[Ranked] = []
    # Equal scores keep the first stage's order, which is the same on every machine.
    for place in np.argsort(-scores, kind="stable").tolist():
        before = taken.get(article_of[place], 0)
        if before < MOST_OF_ONE_ARTICLE:
            taken[article_of[place]] = before + 1
            ranked.append(Ranked(candidate=live[place], score=float(scores[place])))
    return tuple(ranked)


def hits_of(ranked: Sequence[Ranked], passages: Mapping[PassageId, Passage]) -> tuple[Hit, ...]:
    """Return ranked candidates as hits, with their passages."""
    return tuple(
        Hit(
            passage=passages[one.candidate.passage],
            rank=place,
            score=one.score,
            signals=one.candidate.signals,
            unit_scores=one.candidate.unit_scores,
        )
        for place, one in enumerate(ranked, start=1)
    )
