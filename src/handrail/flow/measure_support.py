"""How surely does evidence carry a claim? Choose what is nearest, compare word by word."""

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np

from handrail.domain.answering.closeness import word_spans
from handrail.domain.answering.support import Compared, support_probability
from handrail.flow.ports import Embedder

_MOST_WORDS = 150  # of evidence that are compared; the embedder sees 256 tokens at a time
_LONGEST = 600  # characters of a sentence


class SupportMeter:
    """Measure claims; what is asked of one claim in a row rests on one comparison."""

    def __init__(self, embedder: Embedder) -> None:
        self._compare = lru_cache(maxsize=1)(partial(compare, embedder=embedder))

    def support(self, claim: str, evidence: Sequence[str]) -> float:
        """Return the probability, 0 to 1, that the evidence carries all that the claim says."""
        return support_probability(claim, evidence, self._compare(claim, tuple(evidence)))

    def similarity(self, claim: str, evidence: Sequence[str]) -> float:
        """Return the cosine of a claim and the sentences nearest to it: a plain baseline."""
        compared = self._compare(claim, tuple(evidence))
        return float(compared.claim @ compared.evidence)


def compare(claim: str, evidence: Sequence[str], embedder: Embedder) -> Compared:
    """Return the vectors of a claim and of the sentences that are most like it, in their order."""
    sentences = [sentence[:_LONGEST] for sentence in evidence]
    whole, *vectors = embedder.embed([claim, *sentences])
    cosines = np.stack(vectors) @ whole
    chosen = "\n".join(sentences[at] for at in _nearest(sentences, cosines))
    texts = (claim, chosen)
    wholes, words = embedder.embed_with_spans(texts, tuple(map(word_spans, texts)))
    return Compared(
        claim=wholes[0],
        evidence=wholes[1],
        claim_words=words[0],
        evidence_words=words[1],
        nearest=float(cosines.max()),
    )


def _nearest(
    sentences: Sequence[str], cosines: "np.ndarray[tuple[int], np.dtype[np.float32]]"
) -> list[int]:
    taken: list[int] = []
    held = 0
    for at in np.argsort(-cosines, kind="stable").tolist():
        size = len(sentences[at].split())
        if taken and held + size > _MOST_WORDS:
            break
        taken.append(at)
        held += size
    return sorted(taken)
