"""What a message makes of the reply before it: it did not help, or a machine reads it."""

from collections.abc import Iterator
from functools import lru_cache

from handrail.domain.conversation.phrases import Phrasebook
from handrail.domain.conversation.reply_phrases import REPLIES
from handrail.domain.conversation.spelling import clauses_of


def is_unhelped(text: str) -> bool:
    """Tell whether a customer says that the last reply was not what they asked for, or no use."""
    return "unhelped" in _said(text)


def is_automatic(text: str) -> bool:
    """Tell whether no person wrote a message: an out-of-office note, or another company's bot."""
    return "automatic" in _said(text)


@lru_cache(maxsize=64)
def _said(text: str) -> frozenset[str]:
    return frozenset(_groups(text))


def _groups(text: str) -> Iterator[str]:
    for clause in clauses_of(text):
        for place in sorted({place for word in clause for place in _that_know(word)}):
            yield from _phrasebooks()[place].groups_in(clause)


@lru_cache(maxsize=1)
def _phrasebooks() -> tuple[Phrasebook, ...]:
    return tuple(Phrasebook(language) for language in REPLIES)


@lru_cache(maxsize=4_096)
def _that_know(word: str) -> tuple[int, ...]:
    return tuple(place for place, book in enumerate(_phrasebooks()) if book.knows(word))
