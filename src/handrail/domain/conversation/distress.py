"""How badly somebody may need a person who did not ask for one: known by rules, before any search.

What counts is what the customer says of themselves, here and now. A question about such things, a
joke, and an idiom ("this bug is killing me") count for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.conversation.distress_phrases import LANGUAGES
from handrail.domain.conversation.distress_signs import Sign
from handrail.domain.conversation.phrases import Phrasebooks
from handrail.domain.conversation.spelling import Clause, clauses_of
from handrail.kernel.patterns import when_used


class Level(StrEnum):
    """How somebody is."""

    NONE = "none"
    UPSET = "upset"
    """Very angry or afraid; the assistant goes on, and whoever takes over is told."""
    DISTRESS = "distress"
    """Somebody is in need, in danger or a danger: a person is called at once."""


class Concern(StrEnum):
    """What the distress is about; it decides what is said."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    DANGER = "danger"
    HARDSHIP = "hardship"
    DESPAIR = "despair"
    BEREAVEMENT = "bereavement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distress:
    """Hold how somebody is, what it is about, and the words that show it, folded."""

    level: Level
    concern: Concern | None = None
    phrase: str = ""
    language: str = "en"


CALM = Distress(level=Level.NONE)
_BOOKS = Phrasebooks(LANGUAGES)

# The gravest first. Signs that stand together must all be there, in any part of the message.
_DISTRESS: tuple[tuple[frozenset[Sign], Concern], ...] = (
    (frozenset({Sign.SELF_HARM}), Concern.SELF_HARM),
    (frozenset({Sign.THREAT}), Concern.THREAT),
    (frozenset({Sign.DANGER}), Concern.DANGER),
    (frozenset({Sign.PURSUED, Sign.FEAR}), Concern.DANGER),
    (frozenset({Sign.HARDSHIP}), Concern.HARDSHIP),
    (frozenset({Sign.LOSS, Sign.PANIC}), Concern.HARDSHIP),
    (frozenset({Sign.LOSS, Sign.FEAR}), Concern.HARDSHIP),
    (frozenset({Sign.BEREAVED}), Concern.BEREAVEMENT),
    (frozenset({Sign.DESPAIR}), Concern.DESPAIR),
)
_UPSET = (Sign.ANGER, Sign.FEAR)
# Who laughs is not threatening anybody. What they say of harming themselves is still believed.
_NOT_WITH_A_LAUGH = frozenset({Sign.THREAT, Sign.DESPAIR, Sign.ANGER})
_LAUGH = when_used(
    r"(?i)\b(?:lo+l|lmao|rofl|(?:ha|ja|je|he|хa|ха){2,}h?|k{4,}|(?:rs){2,}|(?:wk){2,}|jk)\b"
    r"|哈哈|笑死|ههه|हाहा|হাহা|[😂🤣😆😅😜]"
)


def distress_of(text: str) -> Distress:
    """Return how the writer of a message is, by what they say."""
    found = _signs(clauses_of(text))
    if not found:
        return CALM
    if _LAUGH.search(text):
        found = {sign: where for sign, where in found.items() if sign not in _NOT_WITH_A_LAUGH}
    for signs, concern in _DISTRESS:
        if signs <= found.keys():
            return _with_words(Level.DISTRESS, concern, [found[sign] for sign in sorted(signs)])
    upset = [found[sign] for sign in _UPSET if sign in found]
    return _with_words(Level.UPSET, None, upset[:1]) if upset else CALM


def _with_words(level: Level, concern: Concern | None, where: list[tuple[Clause, str]]) -> Distress:
    said = " … ".join(dict.fromkeys(" ".join(clause) for clause, _ in where))
    return Distress(level=level, concern=concern, phrase=said, language=where[0][1])


def _signs(clauses: Iterable[Clause]) -> Mapping[Sign, tuple[Clause, str]]:
    """Return what is said, with the first clause that says it and its language."""
    found: dict[Sign, tuple[Clause, str]] = {}
    for clause in clauses:
        for name, language in _BOOKS.groups_in(clause):
            found.setdefault(Sign(name), (clause, language))
    return found
