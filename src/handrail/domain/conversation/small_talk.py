"""Whether a message is only a greeting, a thank-you, a goodbye, or the question who answers."""

from enum import StrEnum
from functools import lru_cache

from handrail.domain.conversation import small_talk_words
from handrail.domain.conversation.spelling import Clause, clauses_of


class SmallTalk(StrEnum):
    """What a message says that asks nothing of the help centre."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    WHAT_ARE_YOU = "what_are_you"
    """The reply must say that it is a machine."""


_LISTED = {
    SmallTalk.WHAT_ARE_YOU: small_talk_words.WHAT_ARE_YOU,
    SmallTalk.GOODBYE: small_talk_words.GOODBYES,
    SmallTalk.THANKS: small_talk_words.THANKS,
    SmallTalk.GREETING: small_talk_words.GREETINGS,
}
_MOST_WORDS = 24
_MOST_SIGNS = 400


def small_talk(text: str) -> SmallTalk | None:
    """Recognise small talk where the whole message is nothing else; the weightiest part counts."""
    if len(text) > _MOST_SIGNS:
        return None
    words = tuple(word for clause in clauses_of(text) for word in clause)
    if len(words) > _MOST_WORDS:
        return None
    said = _read(words)
    return next((kind for kind in _LISTED if said is not None and kind in said), None)


def _read(words: Clause) -> frozenset[SmallTalk | None] | None:
    """Return the kinds said, or None where a word says anything else."""
    phrases = _phrases()
    reached: dict[int, frozenset[SmallTalk | None]] = {0: frozenset()}
    for at in range(len(words)):
        if at not in reached:
            continue
        for entry, kind in phrases.get(words[at], ()):
            if words[at : at + len(entry)] == entry:
                end = at + len(entry)
                reached[end] = reached.get(end, frozenset()) | reached[at] | {kind}
    return reached.get(len(words))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[Clause, SmallTalk | None], ...]]:
    found: dict[str, tuple[tuple[Clause, SmallTalk | None], ...]] = {}
    listed: list[tuple[SmallTalk | None, str]] = [*_LISTED.items()]
    for kind, text in [*listed, (None, small_talk_words.COURTESIES)]:
        for phrase in text.split(","):
            entry = tuple(word for clause in clauses_of(phrase) for word in clause)
            found[entry[0]] = (*found.get(entry[0], ()), (entry, kind))
    return found
