"""Which feeling a message shows: told to whoever takes over."""

from enum import StrEnum

from handrail.domain.conversation.distress import Level, distress_of
from handrail.domain.conversation.reply_heard import is_unhelped

_SHOUTED = 3
_CAPITALS = 0.7


class Feeling(StrEnum):
    """How a customer seems, the mildest first."""

    CALM = "calm"
    IMPATIENT = "impatient"
    UPSET = "upset"
    DISTRESSED = "distressed"


def feeling_in(text: str) -> Feeling:
    """Return the feeling that one message shows."""
    match distress_of(text).level:
        case Level.DISTRESS:
            return Feeling.DISTRESSED
        case Level.UPSET:
            return Feeling.UPSET
        case Level.NONE:
            is_impatient = is_unhelped(text) or _is_shouted(text)
            return Feeling.IMPATIENT if is_impatient else Feeling.CALM


def _is_shouted(text: str) -> bool:
    """Tell whether a message is written in capitals, or ends its sentences with a row of marks."""
    words = [word for word in text.split() if word.isalpha() and len(word) > 1]
    loud = sum(word.isupper() for word in words)
    in_capitals = len(words) >= _SHOUTED and loud >= _CAPITALS * len(words)
    return in_capitals or any(
        mark in text for mark in ("!!", "??", "?!", "!?", "！！", "؟؟", "？？")
    )
