"""Which passages answer best: the order in which hits are shown, quoted and judged."""

from collections.abc import Mapping

import numpy as np

from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.retrieval.features import FEATURES, feature_table
from handrail.domain.retrieval.model import Candidates, Hit
from handrail.domain.retrieval.ranker_weights import WEIGHTS

MOST_OF_ONE_ARTICLE = 3
"""More passages of one article than this make way for other articles."""


def rank(candidates: Candidates, passages: Mapping[PassageId, Passage]) -> tuple[Hit, ...]:
    """Return the live candidates best first, with at most a few passages of each article."""
    live = [item for item in candidates.items if item.passage in passages]
    table = feature_table(live, [passages[item.passage].article for item in live])
    scores = table @ np.array([WEIGHTS[name] for name in FEATURES])
    taken: dict[ArticleId, int] = {}
    hits: list[Hit] = []
    # Equal scores keep the first stage's order, which is the same on every machine.
    for place in np.argsort(-scores, kind="stable"):
        candidate = live[place]
        passage = passages[candidate.passage]
        if taken.get(passage.article, 0) == MOST_OF_ONE_ARTICLE:
            continue
        taken[passage.article] = taken.get(passage.article, 0) + 1
        hits.append(
            Hit(
                passage=passage,
                rank=len(hits) + 1,
                score=float(scores[place]),
                signals=candidate.signals,
                unit_scores=candidate.unit_scores,
            )
        )
    return tuple(hits)
