"""Does a customer say, in words, that the reply before helped?

"Thanks" alone does not say so: people thank for an answer that they have not tried yet, and for an
apology. A message that asks something goes on, whatever it says of the reply before.
"""

from handrail.domain.conversation.helped_phrases import HELPED
from handrail.domain.conversation.phrases import Phrasebooks
from handrail.domain.conversation.reply_heard import is_unhelped
from handrail.domain.conversation.spelling import clauses_of

_BOOKS = Phrasebooks(HELPED)
_MOST_WORDS = 40
_ASKS = frozenset("?？؟")
_TURNS = frozenset({"but", "however", "aber", "mais", "pero", "ma", "mas", "maar", "except"})


def is_helped(text: str) -> bool:
    """Tell whether a message says that the reply before helped, and nothing else is open."""
    clauses = clauses_of(text)
    words = [word for clause in clauses for word in clause]
    if not words or len(words) > _MOST_WORDS or not _ASKS.isdisjoint(text):
        return False
    if not _TURNS.isdisjoint(words) or is_unhelped(text):
        return False
    return any(book.has_phrase(clause) for clause in clauses for book in _BOOKS.that_know(clause))
