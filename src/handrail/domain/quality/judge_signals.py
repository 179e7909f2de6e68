"""What speaks for an answer, measured without a language model: support, shared words, closeness.

Which signals, and how much each weighs, was settled on the half `tune` of the labelled answers.
"""

from collections.abc import Mapping

from handrail.domain.answering.question import read_question
from handrail.domain.answering.support import overlap
from handrail.domain.knowledge.wording.words import likeness, rarity, stems_in
from handrail.domain.quality.judges import AnsweredTurn

LONGEST = 400
"""Characters of a reply that are compared with the question."""
_STOP_WEIGHT = 0.05


def signals(turn: AnsweredTurn, support: float, close: Mapping[str, float]) -> Mapping[str, float]:
    """Return the signals of a turn.

    `support` is how surely the sources carry what is carried least; `close` holds the signals of
    `closeness`, measured on question and reply.
    """
    return {
        "sure": 0.0 if turn.confidence is None else turn.confidence - 0.5,
        "support": support,
        "overlap": min((overlap(one.text, one.quotes) for one in turn.said), default=0.0),
        "close_words": close.get("close_words", 0.0),
        "asked_in_sources": _share_found(turn.question, "\n".join(turn.sources)),
    }


def _share_found(question: str, text: str) -> float:
    """Return which share of a question's words, the rarer the heavier, stands in a text."""
    stems = stems_in(text)
    terms = read_question(question).terms
    weights = [rarity(term.lower) + _STOP_WEIGHT for term in terms]
    found = [any(likeness(term.stem, stem) for stem in stems) for term in terms]
    total = sum(weights)
    if not total:
        return 0.0
    return sum(w for w, is_found in zip(weights, found, strict=True) if is_found) / total
