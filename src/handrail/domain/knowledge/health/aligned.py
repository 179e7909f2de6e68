"""Has each word of one sentence a counterpart in the other, by what words mean there?

Words are compared by the vectors that an embedder gives them within their sentence. A word that
tells and has nothing like it on the other side is mostly what makes it another subject.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from handrail.domain.knowledge.health.polarity import Leaning
from handrail.domain.knowledge.health.statements import Statement

Vectors = NDArray[np.float32]
_FEW = 2


class Meaning(Protocol):
    """Tell what sentences mean."""

    def alike(self, one: str, other: str) -> float:
        """Return the cosine between what two sentences mean."""
        ...

    def words(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        """Return a vector of length one, or zeros, for each word, coloured by its sentence."""
        ...


def aligned(
    one: Statement,
    other: Statement,
    leans: tuple[Leaning, Leaning],
    weights: Mapping[str, float],
    meaning: Meaning,
) -> Mapping[str, float]:
    """Return how well the words that tell meet those of the other sentence."""
    mine, theirs = _vectors(one, meaning), _vectors(other, meaning)
    if not len(mine) or not len(theirs):
        return {}
    met = mine @ theirs.T
    sides = ((met.max(axis=1), one, leans[0]), (met.max(axis=0), other, leans[1]))
    ends = [_ends(best, side, weights) for best, side, _ in sides]
    subjects = [_of_subject(best, side, lean, weights) for best, side, lean in sides]
    denied = [_denied(best, side, lean) for best, side, lean in sides]
    return {
        "worst_met": min(end[0] for end in ends),
        "worst_met_in_both": max(end[0] for end in ends),
        "few_worst_met": min(end[1] for end in ends),
        "met": min(end[2] for end in ends),
        "met_in_both": max(end[2] for end in ends),
        "weighted_gap": max(end[3] for end in ends),
        "weighted_gap_in_both": min(end[3] for end in ends),
        "subject_met": min(end[0] for end in subjects),
        "subject_met_in_both": max(end[0] for end in subjects),
        "subject_gap": max(end[1] for end in subjects),
        "subject_gap_in_both": min(end[1] for end in subjects),
        "denied_met": max(denied),
        "denied_unmet": min(found for found in denied if found) if any(denied) else 0.0,
    }


def _vectors(statement: Statement, meaning: Meaning) -> Vectors:
    spans = [(token.start, token.end) for token in statement.tokens if token.tells]
    return meaning.words(statement.text, spans)


def _ends(
    best: Vectors, statement: Statement, weights: Mapping[str, float]
) -> tuple[float, float, float, float]:
    told = np.array([weights[token.form] for token in statement.tokens if token.tells])
    worst = np.sort(best)
    return (
        float(worst[0]),
        float(worst[:_FEW].mean()),
        float((best * told).sum() / max(1e-9, float(told.sum()))),
        float((told * (1.0 - best)).max()),
    )


def _of_subject(
    best: Vectors, statement: Statement, lean: Leaning, weights: Mapping[str, float]
) -> tuple[float, float]:
    """Return the worst met and the largest gap among words that tell what is spoken of."""
    told = [token.form for token in statement.tokens if token.tells]
    kept = [
        (float(met), weights[form] * (1.0 - float(met)))
        for met, form in zip(best, told, strict=True)
        if form not in lean.saying
    ]
    return min((met for met, _ in kept), default=1.0), max((gap for _, gap in kept), default=0.0)


def _denied(best: Vectors, statement: Statement, lean: Leaning) -> float:
    """Return how well the best met word stands behind a denial; 0 without one."""
    spans = {span for one in lean.denied for span in one.spans}
    told = [(token.start, token.end) for token in statement.tokens if token.tells]
    found = [float(met) for met, span in zip(best, told, strict=True) if span in spans]
    return max(found, default=0.0)
