"""In which mood a customer is, and which message shows it: told to whoever takes over."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.conversation.distress import Level, distress_of
from handrail.domain.conversation.model import Author, Message, MessageId
from handrail.domain.conversation.reply_heard import is_unhelped

_LOOKED_AT = 6  # what was said long before may be over
_SHOUTED = 3
_CAPITALS = 0.7


class Feeling(StrEnum):
    """How a customer seems, the mildest first."""

    CALM = "calm"
    IMPATIENT = "impatient"
    UPSET = "upset"
    DISTRESSED = "distressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """Hold how a customer seems, with the message that shows it; none shows that one is calm."""

    feeling: Feeling
    message: MessageId | None = None


def mood_of(messages: Sequence[Message]) -> Mood:
    """Return the strongest feeling that the customer's latest messages show, in the last such."""
    order = tuple(Feeling)
    mood = Mood(feeling=Feeling.CALM)
    theirs = [message for message in messages if message.author is Author.CUSTOMER]
    for message in theirs[-_LOOKED_AT:]:
        feeling = feeling_in(message.text)
        if feeling is not Feeling.CALM and order.index(feeling) >= order.index(mood.feeling):
            mood = Mood(feeling=feeling, message=message.id)
    return mood


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
