"""Whether a message asks several things, each of which deserves an answer of its own."""

import re

from handrail.domain.conversation import follow_up_words as words_that

_SENTENCE = re.compile(r"[^.!?。！？؟।\n]+[.!?。！？؟।]*")
_JOINT = re.compile(r",?\s+(?:and also|and|also|plus)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FEWEST_WORDS = 4
_MOST_PARTS = 4
_LONGEST = 600


def asks_several(text: str) -> tuple[str, ...]:
    """Split `text` into its questions; a single question, or a doubtful case, stays whole."""
    if len(text) > _LONGEST:
        return (text,)
    sentences = [s.strip() for s in _SENTENCE.findall(text)]
    asked = [s for s in sentences if s.endswith(("?", "？", "؟")) or _starts_asking(s)]
    parts = [part for sentence in asked for part in _halves(sentence)]
    whole = len(parts) < 2 or len(parts) > _MOST_PARTS or len(asked) != len(sentences)
    if whole or any(_leans(part) for part in parts[1:]) or not _are_full(parts):
        return (text,)
    return tuple(parts)


def _halves(sentence: str) -> tuple[str, ...]:
    """Split at the first "and" that is followed by a question of its own."""
    for joint in _JOINT.finditer(sentence):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if _starts_asking(first) and _starts_asking(second):
            return (f"{first.rstrip(' ,')}?", second)
    return (sentence,)


def _starts_asking(part: str) -> bool:
    words = _words(part)
    if len(words) < _FEWEST_WORDS or words[0] not in words_that.OPEN_A_QUESTION:
        return False
    return words[1] in words_that.FOLLOW_THE_OPENING or words[0] in ("what", "which", "how", "why")


def _leans(part: str) -> bool:
    """Tell whether `part` needs the question before it to be understood."""
    return not words_that.LEAN_ON_A_SENTENCE.isdisjoint(_words(part))


def _are_full(parts: list[str]) -> bool:
    return all(len(_words(part)) >= _FEWEST_WORDS or not part.isascii() for part in parts)


def _words(part: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(part)]
