"""Which passages answer best: the order in which hits are shown, quoted and judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.retrieval.columns import columns_of, picked
from handrail.domain.retrieval.features import FEATURES, feature_table
from handrail.domain.retrieval.model import Candidates, Hit
from handrail.domain.retrieval.ranker_weights import WEIGHTS

MOST_OF_ONE_ARTICLE = 3
"""More passages of one article than this make way for other articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Hold a ranked candidate's place among the candidates; its passage need not have been read."""

    passage: PassageId
    place: int
    score: float


def rank(candidates: Candidates, passages: Mapping[PassageId, Passage]) -> tuple[Hit, ...]:
    """Return the live candidates best first, with at most a few passages of each article."""
    ranked = ranked_of(candidates, {ref: passage.article for ref, passage in passages.items()})
    return hits_of(ranked, candidates, passages)


def ranked_of(
    candidates: Candidates, articles: Mapping[PassageId, ArticleId]
) -> tuple[Ranked, ...]:
    """Rank those candidates whose articles are named, at most a few passages of each article."""
    columns = columns_of(candidates.items)
    places = [place for place, ref in enumerate(columns.passages) if ref in articles]
    live = picked(columns, places)
    article_of = [articles[ref] for ref in live.passages]
    scores = feature_table(live, article_of) @ np.array([WEIGHTS[name] for name in FEATURES])
    taken: dict[ArticleId, int] = {}
    ranked: list[Ranked] = []
    # Equal scores keep the first stage's order, which is the same on every machine.
    order = np.argsort(-scores, kind="stable")
    for at, score in zip(order.tolist(), scores[order].tolist(), strict=True):
        before = taken.get(article_of[at], 0)
        if before < MOST_OF_ONE_ARTICLE:
            taken[article_of[at]] = before + 1
            ranked.append(Ranked(passage=live.passages[at], place=places[at], score=score))
    return tuple(ranked)


def hits_of(
    ranked: Sequence[Ranked], candidates: Candidates, passages: Mapping[PassageId, Passage]
) -> tuple[Hit, ...]:
    """Return ranked candidates as hits, with their passages."""
    found = picked(columns_of(candidates.items), [one.place for one in ranked])
    return tuple(
        Hit(
            passage=passages[one.passage],
            rank=rank,
            score=one.score,
            signals=candidate.signals,
            unit_scores=candidate.unit_scores,
        )
        for rank, (one, candidate) in enumerate(zip(ranked, found, strict=True), start=1)
    )
