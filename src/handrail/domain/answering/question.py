"""What does a question ask for: which words matter, and what would an answer have to hold?"""

import re
from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.answering.answer_kinds import ASKS, HOLDS, AnswerKind
from handrail.domain.knowledge.wording.words import Word, WordKind, read_words

_NEGATION = re.compile(
    r"\b(?:not|never|no|none|cannot|without|neither|nor|nobody|nothing|unable|except)\b|n[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold a question as it is matched against evidence."""

    text: str
    words: tuple[Word, ...]
    terms: tuple[Word, ...]
    """Words that carry meaning; all words where none does."""
    kind: AnswerKind
    is_negated: bool


@lru_cache(maxsize=1_024)
def read_question(text: str) -> Question:
    """Return what a question asks for."""
    words = read_words(text)
    terms = tuple(word for word in words if word.kind is not WordKind.STOP)
    return Question(
        text=text,
        words=words,
        terms=terms or words,
        kind=kind_of(text),
        is_negated=is_negated(text),
    )


def kind_of(text: str) -> AnswerKind:
    """Return what an answer to the question would have to hold."""
    return next((kind for kind, asks in ASKS.items() if asks.search(text)), AnswerKind.OTHER)


def holds_answer(kind: AnswerKind, text: str) -> bool:
    """Tell whether a text holds anything of the kind asked for; any text holds OTHER."""
    pattern = HOLDS.get(kind)
    return pattern is None or bool(pattern.search(text))


def is_negated(text: str) -> bool:
    """Tell whether a text denies something."""
    return bool(_NEGATION.search(text))
