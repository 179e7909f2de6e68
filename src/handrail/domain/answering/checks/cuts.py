"""Does a quote mislead because of where it was cut out of its sentence?"""

import re
from functools import lru_cache

from handrail.domain.answering.checks.sources import is_word_for_word
from handrail.domain.answering.checks.told import Told, one_spaced
from handrail.domain.knowledge.model import Passage, UnitKind
from handrail.kernel.patterns import when_used

_TURNS = when_used(
    r"\b(?:not|never|no|none|cannot|without|neither|nor|nobody|nothing|unable|except|unless|if|"
    r"when|only|until|before|after|once|false|untrue|myth|wrong|longer|provided|avoid|"
    r"prevent|prevents|refuse|stop|hardly|may|might|would|should|could)\b|n[’']t\b",
    re.IGNORECASE,
)
_LIMITS = when_used(
    r"\b(?:unless|if|only|except|until|when|before|after|once|provided|as long as|within|without|"
    r"but|however|not|never|no|cannot|while|during|depending|up to|at least|at most|where|"
    r"excluding|for|with|on|in|to|from|by|per|than)\b|n[’']t\b",
    re.IGNORECASE,
)
_LEAD_DENIES = when_used(
    r"\b(?:not|never|no|none|cannot|without|neither|nor|unable|except|unless|only|avoid|"
    r"false|myths?|wrong|exclud\w+|don[’']?ts?)\b|n[’']t\b",
    re.IGNORECASE,
)
_LEAD_ASKS = when_used(r"[\W\d]*(?:if|when|once|in case|to)\b", re.IGNORECASE)
_SPACE = when_used(r"\s+")


def misleading_cut(told: Told) -> tuple[str, ...]:
    """Find a quote whose sentence denies or limits it in words that were left out."""
    if len(told.claim.citations) > 1 and is_word_for_word(told) and not _are_whole(told):
        return ("the claim joins pieces of sentences",)
    faults = []
    for number, cited in enumerate(told.claim.citations):
        passage = told.passages.get(cited.passage)
        if passage is None:
            continue
        others = tuple(c.quote for at, c in enumerate(told.claim.citations) if at != number)
        if not _may_stand_alone(one_spaced(cited.quote), passage, others):
            faults.append(f"the quote is cut out of what passage {cited.passage} says")
    return tuple(faults)


def _are_whole(told: Told) -> bool:
    """Tell whether every quote starts and ends where a sentence, step or row does."""
    return all(
        _is_whole(one_spaced(cited.quote), told.passages[cited.passage])
        for cited in told.claim.citations
        if cited.passage in told.passages
    )


def _is_whole(quote: str, passage: Passage) -> bool:
    text, units = _spaced(passage)
    return any(
        not _around(text, units, at, at + len(quote))[0].strip(" -•*–\"'“‘([")
        and not _around(text, units, at, at + len(quote))[1].strip(" .!?:;,…\"'”’)]")
        for at in _places(quote, text)
    )


def _may_stand_alone(quote: str, passage: Passage, others: tuple[str, ...]) -> bool:
    text, units = _spaced(passage)
    places = _places(quote, text)
    return not places or any(
        _is_fair(text, units, at, at + len(quote)) and _has_its_lead(passage, text, at, others)
        for at in places
    )


def _is_fair(text: str, units: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    if _is_inside_a_word(text, start) or _is_inside_a_word(text, end):
        return False
    head, tail = _around(text, units, start, end)
    is_cut_question = tail.strip().endswith("?") and text[end - 1 : end] != "?"
    return not (_TURNS.search(head) or _LIMITS.search(tail) or (is_cut_question and head.strip()))


def _is_inside_a_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    # 1|,000 and 4|.50 are one figure; un|-subscribe is one word
    around = text[at - 1 : at + 2] if text[at - 1].isalnum() else text[max(0, at - 2) : at + 1]
    return (
        len(around) == 3 and around[1] in ".,-'’@/:" and around[0].isalnum() and around[2].isalnum()
    )


def _around(text: str, units: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[str, str]:
    """Return what the first and the last unit that is touched say before and after."""
    touched = [unit for unit in units if unit[0] < end and start < unit[1]]
    if not touched:
        return "", ""
    return text[touched[0][0] : start], text[end : touched[-1][1]]


def _has_its_lead(passage: Passage, text: str, at: int, others: tuple[str, ...]) -> bool:
    """Tell whether a step whose list is introduced by a denial is quoted along with it."""
    _, units = _spaced(passage)
    number = next((n for n, unit in enumerate(units) if unit[0] <= at < unit[1]), None)
    if number is None or passage.units[number].kind is not UnitKind.STEP:
        return True
    while number and passage.units[number].kind is UnitKind.STEP:
        number -= 1
    lead = text[slice(*units[number])].strip()
    if passage.units[number].kind is UnitKind.STEP or not lead.endswith(":"):
        return True
    if _LEAD_ASKS.match(lead):
        return True  # what to do if something does not work is still what to do
    return not _LEAD_DENIES.search(lead) or any(lead in one_spaced(other) for other in others)


def _places(quote: str, text: str) -> list[int]:
    places: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(places) < 20:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


@lru_cache(maxsize=256)
def _spaced(passage: Passage) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a passage with single spaces, and where its units stand in that."""
    places: dict[int, int] = {}
    spaced, done = "", 0
    edges = {edge for unit in passage.units for edge in (unit.start, unit.end)}
    for edge in sorted(edges | {len(passage.text)}):
        piece = _SPACE.sub(" ", passage.text[done:edge])
        spaced += piece.lstrip() if not spaced or spaced[-1] == " " else piece
        places[edge] = len(spaced)
        done = edge
    units = tuple((places[unit.start], places[unit.end]) for unit in passage.units)
    return spaced.rstrip(), units
