"""Plain fusion of the first stage: words and meaning, half and half."""

from collections.abc import Mapping

import numpy as np

from handrail.domain.retrieval.features import Floats, scaled_to_one

FIELD_BOOSTS: Mapping[str, float] = {"title": 0.5, "headings": 0.5, "body": 1.0, "exact": 0.25}
"""How much a word counts by where it stands; the first stage's lexical score is their sum."""


def lexical_score(fields: Mapping[str, Floats]) -> Floats:
    """Return the sum of the fields' scores, each as much as it counts."""
    scores = [boost * fields[field] for field, boost in FIELD_BOOSTS.items()]
    return np.asarray(np.sum(scores, axis=0))


def fused(lexical: Floats, dense: Floats) -> Floats:
    """Return the mean of both scores, each stretched over the candidates of its question."""
    return 0.5 * scaled_to_one(lexical) + 0.5 * scaled_to_one(dense)
