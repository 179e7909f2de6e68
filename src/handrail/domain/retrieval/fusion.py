"""Plain fusion of the first stage: words and meaning, half and half, on a scale of their own question."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.domain.retrieval.model import Candidate

FIELD_BOOSTS: Mapping[str, float] = {"title": 0.5, "headings": 0.5, "body": 1.0, "exact": 0.25}
"""How much a word counts by where it stands; the first stage's lexical score is their sum."""


def fused(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates best first, each with its `lexical` and `fusion` scores among its signals."""
    if not candidates:
        return ()
    words = np.array([_lexical(candidate.signals) for candidate in candidates])
    meaning = np.array([candidate.signals["dense"] for candidate in candidates])
    scores = 0.5 * _scaled(words) + 0.5 * _scaled(meaning)
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


def _scaled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = scores.min(), scores.max()
    return np.asarray((scores - low) / (high - low)) if high > low else np.zeros_like(scores)
