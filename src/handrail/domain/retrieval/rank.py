"""Which passages answer best: the order in which hits are shown, quoted and judged."""

from collections.abc import Mapping

from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.retrieval.model import Candidates, Hit

MOST_OF_ONE_ARTICLE = 3
"""More passages of one article than this make way for other articles."""


def rank(candidates: Candidates, passages: Mapping[PassageId, Passage]) -> tuple[Hit, ...]:
    """Return the live candidates best first, with at most a few passages of each article."""
    taken: dict[ArticleId, int] = {}
    hits: list[Hit] = []
    for candidate in candidates.items:
        passage = passages.get(candidate.passage)
        if passage is None or taken.get(passage.article, 0) == MOST_OF_ONE_ARTICLE:
            continue
        taken[passage.article] = taken.get(passage.article, 0) + 1
        hits.append(
            Hit(
                passage=passage,
                rank=len(hits) + 1,
                score=candidate.signals["fusion"],
                signals=candidate.signals,
                unit_scores=candidate.unit_scores,
            )
        )
    return tuple(hits)
