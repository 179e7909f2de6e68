"""Whether a customer asks for a person: known before any search and model, never overruled."""

from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.conversation.phrases import Phrasebook
from handrail.domain.conversation.phrases_for_a_person import LANGUAGES
from handrail.domain.conversation.spelling import clauses_of

_KEPT_WORDS = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest:
    """Hold the words with which a person was asked for, folded, and their language."""

    phrase: str
    language: str


def wants_a_person(text: str) -> bool:
    """Tell whether the customer asks to deal with a person."""
    return person_request(text) is not None


def person_request(text: str) -> PersonRequest | None:
    """Find the words with which the customer asks to deal with a person."""
    clauses = clauses_of(text)
    # Most words are none of most languages': nine in ten looks into a phrasebook are spared.
    knowing = {place for clause in clauses for word in clause for place in _that_know(word)}
    for place in sorted(knowing):
        book = _phrasebooks()[place]
        for clause in clauses:
            if book.has_phrase(clause):
                return PersonRequest(phrase=" ".join(clause), language=book.language.code)
        if book.is_alone(clauses):
            whole = " ".join(word for clause in clauses for word in clause)
            return PersonRequest(phrase=whole, language=book.language.code)
    return None


@lru_cache(maxsize=1)
def _phrasebooks() -> tuple[Phrasebook, ...]:
    return tuple(Phrasebook(language) for language in LANGUAGES)


@lru_cache(maxsize=_KEPT_WORDS)
def _that_know(word: str) -> tuple[int, ...]:
    """Return the places of the phrasebooks in which a word means something."""
    return tuple(place for place, book in enumerate(_phrasebooks()) if book.knows(word))
