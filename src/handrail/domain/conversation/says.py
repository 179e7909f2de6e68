"""Does a text hold a word or phrase that an operator listed?

A trailing `*` takes every ending: `refund*`, `money back`. Case, accents and punctuation do not
matter; a phrase does not reach across the end of a clause.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from handrail.domain.conversation.spelling import clauses_of

_KEPT = 4_096
_Pattern = tuple[tuple[str, bool], ...]


def says(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether a text holds one of the words or phrases."""
    clauses = clauses_of(text)
    return any(_occurs(_pattern_of(phrase), clause) for phrase in phrases for clause in clauses)


def is_empty_phrase(spelled: str) -> bool:
    """Tell whether a phrase holds no word that could be found."""
    return not _pattern_of(spelled)


@lru_cache(maxsize=_KEPT)
def _pattern_of(spelled: str) -> _Pattern:
    """Split a phrase into words, each with a mark that says whether any ending will do."""
    return tuple(
        (word, piece.endswith("*") and place == len(words) - 1)
        for piece in spelled.split()
        for words in [[word for clause in clauses_of(piece) for word in clause]]
        for place, word in enumerate(words)
    )


def _occurs(pattern: _Pattern, clause: Sequence[str]) -> bool:
    if not pattern:
        return False
    return any(
        all(_fits(*expected, word) for expected, word in zip(pattern, clause[at:], strict=False))
        for at in range(len(clause) - len(pattern) + 1)
    )


def _fits(expected: str, takes_any_ending: bool, word: str) -> bool:  # noqa: FBT001 - unpacked pair
    return word.startswith(expected) if takes_any_ending else word == expected
