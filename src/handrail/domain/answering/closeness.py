"""How closely does a quote say what was asked? Word by word, each in the light of its sentence.

Two sentences about the same thing lie near each other as wholes; whether every word of the question
finds its like in the quote tells more. It costs one short pass of the embedder over both.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.domain.answering.model import Grounding
from handrail.domain.knowledge.wording.words import WordKind, rarity, read_words

Vectors = NDArray[np.float32]
Spans = tuple[tuple[int, int], ...]

_LONGEST = 160
_LONGEST_PATH = 60
_STOP_WEIGHT = 0.05


def quote_of(grounding: Grounding) -> str:
    """Return where it stands and how it begins: enough to be compared, short enough to be quick."""
    said = grounding.supported
    cited = said[0].citations[0]
    path = " › ".join((cited.title, *cited.headings))[:_LONGEST_PATH]
    return f"{path}\n" + "\n".join(claim.text for claim in said)[:_LONGEST]


def word_spans(text: str) -> Spans:
    """Return where each word of a text stands."""
    return tuple((word.start, word.end) for word in read_words(text))


def closeness(question: str, wholes: Vectors, asked: Vectors, said: Vectors) -> Mapping[str, float]:
    """Return the signals of question and quote, given both texts' vectors and their words'."""
    whole = {"close_whole": float(wholes[0] @ wholes[1])}
    if not len(asked) or not len(said):
        return whole
    alike = asked @ said.T
    best = alike.max(axis=1)
    weights = _weights(question)
    telling = weights > _STOP_WEIGHT
    return {
        **whole,
        "close_words": float(best.mean()),
        "close_terms": float((best * weights).sum() / weights.sum()),
        "close_first": float(best[0]),
        "close_least": float(best[telling].min()) if telling.any() else 0.0,
        "close_gap": float((weights * (1.0 - best)).max()),
        "close_back": float(alike.max(axis=0).mean()),
    }


def _weights(question: str) -> NDArray[np.float64]:
    weights: Sequence[float] = [
        _STOP_WEIGHT if word.kind is WordKind.STOP else _STOP_WEIGHT + rarity(word.lower)
        for word in read_words(question)
    ]
    return np.array(weights)
