"""Whether a customer asks for a person: known before any search and model, never overruled."""

from dataclasses import dataclass

from handrail.domain.conversation.phrases import Phrasebooks
from handrail.domain.conversation.phrases_for_a_person import LANGUAGES
from handrail.domain.conversation.spelling import clauses_of

_BOOKS = Phrasebooks(LANGUAGES)


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
    words = tuple(word for clause in clauses for word in clause)
    for book in _BOOKS.that_know(words):
        for clause in clauses:
            if book.has_phrase(clause):
                return PersonRequest(phrase=" ".join(clause), language=book.language.code)
        if book.is_alone(clauses):
            return PersonRequest(phrase=" ".join(words), language=book.language.code)
    return None
