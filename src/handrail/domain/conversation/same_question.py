"""Whether two messages ask the same, by the words that they share.

A paraphrase without a word in common counts as another question: that costs a customer one reply
more, while two questions taken for one would cost them an answer.
"""

from functools import lru_cache

from handrail.domain.conversation.follow_up_words import FUNCTION_WORDS
from handrail.domain.conversation.spelling import clauses_of, is_misspelt

_ALIKE = 0.75  # of the words of the one that says more
_ENDING = 3  # letters that inflection adds: "refund", "refunded"
_SHORTEST = 4
_FEW = 2  # words of a message that says too little to be told from others


def is_same_question(one: str, other: str) -> bool:
    """Tell whether `one` asks what `other` asked, give or take a typo, an ending or the order."""
    words, others = _words(one), _words(other)
    if not words or not others:
        return one.strip().casefold() == other.strip().casefold()
    if _numbers(words) != _numbers(others):
        return False
    needed = 1.0 if min(len(words), len(others)) <= _FEW else _ALIKE
    return min(_shared(words, others), _shared(others, words)) >= needed


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    said = {word for clause in clauses_of(text) for word in clause}
    return frozenset(said - FUNCTION_WORDS) or frozenset(said)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)))


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    return sum(any(_is_like(word, other) for other in others) for word in words) / len(words)


def _is_like(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    is_inflected = (
        len(shorter) >= _SHORTEST
        and len(longer) - len(shorter) <= _ENDING
        and longer.startswith(shorter)
    )
    return is_inflected or is_misspelt(one, other)
