"""What a turn leaves for the next one while an action is asked for, and how a reply leaves it.

A form holds no decision: it is thrown away whenever that is the safer thing to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handrail.domain.conversation.spelling import clauses_of

Answers = Mapping[str, str | int | bool]
"""Arguments of which each is one plain value: a list is never asked for."""


class Step(StrEnum):
    """What was asked."""

    WHETHER = "whether"
    """Whether it is to be done at all."""
    WHICH = "which"
    """Which of several actions is meant."""
    ARGUMENT = "argument"
    PERSON = "person"
    """Whether a person should go on, after two answers that did not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Hold what is known of a request, and what was asked of the customer last."""

    step: Step
    actions: tuple[str, ...]
    """The action; several where it is not known which."""
    said: str
    """The message that began it: its question is answered where it was none."""
    arguments: Answers = field(default_factory=dict)
    asked: str = ""
    """Name of the parameter that was asked for."""
    times: int = 1
    """How often it was asked."""
    was_interrupted: bool = False
    """Something else was answered meanwhile; the next time the form is thrown away."""


class Reply(StrEnum):
    """What a short reply says to a question that takes yes or no."""

    YES = "yes"
    NO = "no"
    KNOW = "know"
    """The customer wants to know how it works."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LEAVING = tuple(
    tuple(phrase.split())
    for phrase in (
        "stop", "cancel", "cancel that", "cancel it", "cancel this", "never mind", "nevermind",
        "nvm", "forget it", "forget that", "forget about it", "no", "no thanks", "no thank you",
        "nothing", "leave it", "leave it be", "drop it", "abort", "quit", "exit", "dont", "do not",
        "dont do it", "dont do that", "i dont want that", "i dont want to", "i dont want this",
        "i dont want it anymore", "i changed my mind", "ive changed my mind", "changed my mind",
        "not now", "not anymore", "its ok", "its fine", "let it be", "skip it", "not needed",
        "no longer needed", "no need", "i dont need it anymore", "stop it", "stop that", "wait no",
        "actually no", "rather not", "id rather not", "forget the whole thing", "scrap that",
    )
)  # fmt: skip
_BESIDE = _set(
    "ok okay please pls thanks thank you sorry actually oh ah hm hmm well just then now "
    "again all right alright it that this no wait and"
)
_YES = _set(
    "yes yeah yep yup sure ok okay do please definitely correct right exactly absolutely go "
    "ahead confirm y ja oui si"
)
_NO = _set("no nope nah not dont never neither none n nein")
_KNOW = _set("know how works work explain information info question learn tell read")
_MOST_WORDS = 10


def leaves_form(text: str) -> bool:
    """Tell whether a message says to stop, and nothing else."""
    clauses = clauses_of(text)
    words = tuple(word for clause in clauses for word in clause)
    if not words or len(words) > _MOST_WORDS:
        return False
    return _is_leaving(words) or (len(clauses) > 1 and all(map(_is_leaving_or_nothing, clauses)))


def short_reply(text: str) -> Reply | None:
    """Return what a reply says to `shall I do it, or do you want to know how it works?`."""
    words = [word for clause in clauses_of(text) for word in clause]
    if not words or len(words) > _MOST_WORDS:
        return None
    said = set(words)
    if said & _NO:
        return Reply.NO
    if said & _KNOW:
        return Reply.KNOW
    return Reply.YES if said & _YES else None


def _is_leaving_or_nothing(words: Sequence[str]) -> bool:
    return _is_leaving(words) or _BESIDE.issuperset(words)


def _is_leaving(words: Sequence[str]) -> bool:
    return any(_says(words, phrase) for phrase in _LEAVING)


def _says(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Tell whether the words are a phrase, courtesies before and after it aside."""
    for start in range(len(words) - len(phrase) + 1):
        end = start + len(phrase)
        if tuple(words[start:end]) == phrase:
            beside = (*words[:start], *words[end:])
            return _BESIDE.issuperset(beside)
    return False
