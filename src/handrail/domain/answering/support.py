"""Does evidence carry a claim? Measured signals, word by word, and a fitted probability.

Vectors come from outside: one of the claim, one of the evidence that is nearest to it, and one for
each word of both, coloured by its sentence. After BERTScore (Zhang et al., 2020), which compares
token vectors in the same way, with what does harm if it is wrong counted apart.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handrail.domain.answering.details import details_of
from handrail.domain.answering.question import is_negated
from handrail.domain.answering.support_weights import SUPPORT
from handrail.domain.knowledge.wording.words import (
    Word,
    WordKind,
    likeness,
    rarity,
    read_words,
    stems_in,
)

Vectors = NDArray[np.float32]

SUPPORTED_FROM = 0.5
"""Probability from which a claim counts as carried."""
_FEW, _SOME = 2, 4  # worst words that are looked at together


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold the vectors of a claim beside those of the evidence that is nearest to it."""

    claim: Vectors
    """One vector of length one."""
    evidence: Vectors
    claim_words: Vectors
    """A row per word of the claim; zeros where a word was beyond what the embedder reads."""
    evidence_words: Vectors
    nearest: float
    """Cosine of the claim and the single sentence that is most like it."""


def support_probability(claim: str, evidence: Sequence[str], compared: Compared) -> float:
    """Return the probability that the evidence carries all that the claim says."""
    return SUPPORT.probability(support_signals(claim, evidence, compared))


def support_signals(claim: str, evidence: Sequence[str], compared: Compared) -> Mapping[str, float]:
    """Return what speaks for and against; `evidence` is all of it, not only what was compared."""
    words = read_words(claim)
    whole = "\n".join(evidence)
    details = details_of(claim)
    return {
        "whole": float(compared.claim @ compared.evidence),
        "nearest": compared.nearest,
        **_closeness(words, compared),
        **_missing(words, stems_in(whole)),
        "details": float(len(details)),
        "lost_details": float(len(details - details_of(whole))),
        "denies": float(is_negated(claim)),
        "length": math.log1p(len(words)),
    }


def _closeness(words: Sequence[Word], compared: Compared) -> Mapping[str, float]:
    found = compared.evidence_words[np.linalg.norm(compared.evidence_words, axis=1) > 0.0]
    if not len(words) or not len(found):
        return {}
    best = (compared.claim_words @ found.T).max(axis=1)
    telling = np.array([word.kind is not WordKind.STOP for word in words])
    worst = np.sort(best[telling]) if telling.any() else best[:1]
    weights = np.array([rarity(word.lower) for word in words])
    return {
        "words": float(best.mean()),
        "worst_word": float(worst[0]),
        "few_worst": float(worst[:_FEW].mean()),
        "some_worst": float(worst[:_SOME].mean()),
        "rarest_gap": float((weights * (1.0 - best)).max()),
    }


def _missing(words: Sequence[Word], stems: frozenset[str]) -> Mapping[str, float]:
    telling = [word for word in words if word.kind is not WordKind.STOP]
    missing = [w for w in telling if not any(likeness(w.stem, stem) for stem in stems)]
    return {
        "missing": len(missing) / max(1, len(telling)),
        "missing_count": float(len(missing)),
        "missing_names": float(sum(word.kind is WordKind.NAME for word in missing)),
        "missing_numbers": float(sum(word.kind is WordKind.NUMBER for word in missing)),
    }


def overlap(claim: str, evidence: Sequence[str]) -> float:
    """Return the share of a claim's telling words that stand in the evidence: a plain baseline."""
    return 1.0 - _missing(read_words(claim), stems_in("\n".join(evidence)))["missing"]
