"""What a message makes of the reply before it: it did not help, or a machine reads it."""

from functools import lru_cache

from handrail.domain.conversation.phrases import Phrasebooks
from handrail.domain.conversation.reply_phrases import REPLIES
from handrail.domain.conversation.spelling import clauses_of

_BOOKS = Phrasebooks(REPLIES)


def is_unhelped(text: str) -> bool:
    """Tell whether a customer says that the last reply was not what they asked for, or no use."""
    return "unhelped" in _said(text)


def is_automatic(text: str) -> bool:
    """Tell whether no person wrote a message: an out-of-office note, or another company's bot."""
    return "automatic" in _said(text)


@lru_cache(maxsize=64)  # a message is looked at again as long as it is among the last ones
def _said(text: str) -> frozenset[str]:
    return frozenset(name for clause in clauses_of(text) for name, _ in _BOOKS.groups_in(clause))
