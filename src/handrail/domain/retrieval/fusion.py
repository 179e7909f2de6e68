"""Plain fusion of the first stage: words and meaning, half and half."""

from collections.abc import Mapping, Sequence

import numpy as np

from handrail.domain.retrieval.features import scaled_to_one
from handrail.domain.retrieval.model import Candidate

FIELD_BOOSTS: Mapping[str, float] = {"title": 0.5, "headings": 0.5, "body": 1.0, "exact": 0.25}
"""How much a word counts by where it stands; the first stage's lexical score is their sum."""


def fused(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates best first, with `lexical` and `fusion` among their signals."""
    if not candidates:
        return ()
    words = np.array([_lexical(candidate.signals) for candidate in candidates])
    meaning = np.array([candidate.signals["dense"] for candidate in candidates])
    scores = 0.5 * scaled_to_one(words) + 0.5 * scaled_to_one(meaning)
    order = sorted(range(len(candidates)), key=lambda i: (-scores[i], candidates[i].passage))
    return tuple(
        Candidate(
            passage=candidates[i].passage,
            signals={
                **candidates[i].signals,
                "lexical": float(words[i]),
                "fusion": float(scores[i]),
            },
            unit_scores=candidates[i].unit_scores,
        )
        for i in order
    )


def _lexical(signals: Mapping[str, float]) -> float:
    return sum(boost * signals[field] for field, boost in FIELD_BOOSTS.items())
