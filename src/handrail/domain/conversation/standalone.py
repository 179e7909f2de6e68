"""What to search for, when a message only makes sense after the ones before it.

A question that stands on its own is left exactly as it is: a wrong rewriting costs more than none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handrail.domain.conversation import follow_up_words as words_that

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONG = 24
_LONGEST = 1_000
_PHRASE = 8
_SHORT = 4
_NAMED = 3
_SHORT_UNSPACED = 12
_REMEMBERED = 6
_CARRIED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StandaloneQuestion:
    """Hold what is searched for, and what of it was said earlier."""

    text: str
    is_follow_up: bool
    carried: tuple[str, ...] = ()


def standalone(
    question: str, history: Sequence[str], topic: str | None = None
) -> StandaloneQuestion:
    """Make a follow-up understandable without the customer's earlier messages, oldest first."""
    base = None if len(question) > _LONGEST else _last_subject(history)
    if base is None or not is_follow_up(question, base):
        return StandaloneQuestion(text=question, is_follow_up=False)
    if not _is_english(question, base):
        return StandaloneQuestion(
            text=f"{_bare(base)} {question.strip()}", is_follow_up=True, carried=(base,)
        )
    opening, rest = _opening(question)
    if (rewritten := _substituted(base, opening, rest)) is not None:
        return rewritten
    if _is_fragment(opening, rest):
        return StandaloneQuestion(
            text=f"{_bare(base)} {rest}".strip(), is_follow_up=True, carried=_content(base)
        )
    return _with_missing_words(question, base, topic)


def is_follow_up(question: str, base: str) -> bool:
    """Tell whether `question` leans on `base`, the question before it."""
    asked = _without_reaction(question)
    spoken = _words(asked)
    if not spoken or len(spoken) > _LONG:
        return False
    if not _is_english(question, base):
        return _is_short_elsewhere(question, spoken)
    return (
        _leans_by_opening(asked)
        or _points_back(spoken)
        or _says_no_subject(spoken)
        or _compares(spoken)
    )


def _last_subject(history: Sequence[str]) -> str | None:
    """Return the last question that stands on its own, completed by those that follow it."""
    base: str | None = None
    for earlier in (text[:_LONGEST] for text in history[-_REMEMBERED:]):
        if not _content(earlier):
            continue
        if base is not None and is_follow_up(earlier, base) and len(_words(earlier)) <= _SHORT:
            base = standalone(earlier, (base,)).text
        elif base is not None and is_follow_up(earlier, base):
            base = _with_missing_words(earlier, base, None).text
        else:
            base = earlier
    return base


def _without_reaction(question: str) -> str:
    """Leave out a first sentence that only reacts: "That is fine. Could you ..."."""
    first, end, rest = question.strip().partition(". ")
    spoken = _words(first)
    reacts = len(spoken) <= _PHRASE and (not _subjects(spoken) or spoken[0] in words_that.POINTERS)
    return rest if end and reacts and _content(rest) else question


def _leans_by_opening(question: str) -> bool:
    opening, rest = _opening(question)
    if not opening:
        return False
    left = _words(rest)
    if opening == ("what", "if"):
        return any(w in words_that.PRONOUNS for w in left) or len(left) <= _SHORT
    if opening == ("if",):
        return len(left) <= _SHORT + 1
    if opening[-1] in ("about", "of", "meant", "mean"):
        return len(left) <= _PHRASE
    complete = bool(left) and left[0] in words_that.TELLTALES and len(_content(rest)) > 2
    return len(left) <= _PHRASE and not complete


def _points_back(spoken: Sequence[str]) -> bool:
    """Tell whether a pronoun stands for something that this message does not name."""
    content = _subjects(spoken)
    for at, word in enumerate(spoken):
        if word in words_that.PRONOUNS and not _is_expletive(spoken, at):
            if len(_subjects(spoken[:at])) <= 1 or _is_asked_about(spoken, at):
                return True
        elif word in words_that.POINTERS and len(content) <= _NAMED and _is_pointing(spoken, at):
            return True
    return len(content) <= _NAMED and spoken[-1] in ("there", "one", "ones", "that", "this")


def _is_expletive(spoken: Sequence[str], at: int) -> bool:
    following, later = spoken[at + 1 : at + 2], spoken[at + 2 :]
    return (
        spoken[at] == "it"
        and not words_that.EXPLETIVES.isdisjoint(following)
        and not words_that.AFTER_EXPLETIVE.isdisjoint(later)
    )


def _is_asked_about(spoken: Sequence[str], at: int) -> bool:
    """Tell `what styles did they use` from `how do I cancel a plan before it renews`."""
    return (
        spoken[0] in words_that.ASKING
        and spoken[at - 1] in words_that.AUXILIARIES
        and words_that.AUXILIARIES.isdisjoint(spoken[: at - 1])
    )


def _is_pointing(spoken: Sequence[str], at: int) -> bool:
    following = spoken[at + 1] if at + 1 < len(spoken) else ""
    if following in words_that.OWN_PLACE or len(_subjects(spoken[:at])) > 1:
        return False
    return at == 0 or spoken[at - 1] in words_that.AFTER_WHICH_IT_POINTS


def _says_no_subject(spoken: Sequence[str]) -> bool:
    if spoken[0] in words_that.PREPOSITIONS:
        return len(spoken) <= _SHORT
    return not _subjects(spoken) and len(spoken) <= _PHRASE


def _compares(spoken: Sequence[str]) -> bool:
    fresh = [w for w in _subjects(spoken) if w not in words_that.MORE_OF_THE_SAME]
    return len(fresh) <= 1 and any(w in words_that.MORE_OF_THE_SAME for w in spoken)


def _is_short_elsewhere(question: str, spoken: Sequence[str]) -> bool:
    if any("\u3040" <= c <= "\u9fff" for c in question):
        return len(question.strip()) <= _SHORT_UNSPACED
    return len(spoken) <= _SHORT


def _opening(question: str) -> tuple[tuple[str, ...], str]:
    """Split off how the message starts, if it starts as one that continues."""
    found = list(_WORD.finditer(question))
    lowered = [m.group().casefold() for m in found]
    for opening in words_that.OPENINGS:
        size = len(opening)
        if tuple(lowered[:size]) == opening:
            return opening, _bare(question[found[size - 1].end() :].lstrip(" ,:")).strip()
    return (), _bare(question).strip()


def _is_fragment(opening: tuple[str, ...], rest: str) -> bool:
    """Tell whether what is said is no sentence: it completes the question before."""
    left = _words(rest)
    if not left or left[0] in words_that.TELLTALES - words_that.PREPOSITIONS - {
        "the",
        "my",
        "your",
    }:
        return False
    return bool(opening) or left[0] in words_that.PREPOSITIONS


def _substituted(base: str, opening: tuple[str, ...], rest: str) -> StandaloneQuestion | None:
    """Put what is asked now in the place of its counterpart, where that place is evident."""
    left = _words(rest)
    if not left or len(left) > _SHORT:
        return None
    if left[0] in words_that.PREPOSITIONS:
        return _replaced(base, _phrase_after(base, left[0]), rest)
    if opening and _is_name(rest):
        names = _names(base)
        return _replaced(base, names[0] if len(names) == 1 else None, rest)
    return None


def _replaced(base: str, place: tuple[int, int] | None, rest: str) -> StandaloneQuestion | None:
    if place is None:
        return None
    start, end = place
    text = f"{base[:start]}{rest}{base[end:]}".strip()
    return StandaloneQuestion(
        text=text, is_follow_up=True, carried=_content(f"{base[:start]} {base[end:]}")
    )


def _phrase_after(base: str, preposition: str) -> tuple[int, int] | None:
    """Find the only phrase of `base` that starts with `preposition` and closes the question."""
    found = list(_WORD.finditer(base))
    at = [i for i, m in enumerate(found) if m.group().casefold() == preposition]
    if len(at) != 1 or not 1 <= len(found) - 1 - at[0] <= 3:
        return None
    inside = [m.group().casefold() for m in found[at[0] + 1 :]]
    if any(w in words_that.PREPOSITIONS or w in ("is", "are", "do", "does") for w in inside):
        return None
    return found[at[0]].start(), found[-1].end()


def _is_name(rest: str) -> bool:
    return all(m.group()[0].isupper() for m in _WORD.finditer(rest))


def _names(base: str) -> list[tuple[int, int]]:
    """Find runs of capitalised words, the first word of the question aside."""
    runs: list[tuple[int, int]] = []
    for at, found in enumerate(_WORD.finditer(base)):
        word = found.group()
        if at == 0 or not word[0].isupper() or word in ("I", "I'm", "I've"):
            continue
        if runs and base[runs[-1][1] : found.start()] == " ":
            runs[-1] = (runs[-1][0], found.end())
        else:
            runs.append((found.start(), found.end()))
    return runs


def _with_missing_words(question: str, base: str, topic: str | None) -> StandaloneQuestion:
    said = set(_words(question))
    missing = [w for w in _content(base) if w.casefold() not in said]
    said.update(w.casefold() for w in missing)
    missing += [w for w in _content(topic or "") if w.casefold() not in said]
    carried = tuple(missing[:_CARRIED])
    text = " ".join((_bare(question), *carried)) if carried else question
    return StandaloneQuestion(text=text, is_follow_up=True, carried=carried)


def _content(text: str) -> tuple[str, ...]:
    found: Iterable[str] = (m.group() for m in _WORD.finditer(text))
    return tuple(dict.fromkeys(w for w in found if w.casefold() not in words_that.FUNCTION_WORDS))


def _subjects(spoken: Sequence[str]) -> list[str]:
    return [w for w in spoken if w not in words_that.FUNCTION_WORDS]


def _words(text: str) -> tuple[str, ...]:
    return tuple(m.group().casefold().replace("’", "'") for m in _WORD.finditer(text))


def _bare(text: str) -> str:
    return text.strip().rstrip("?!.。？！؟ ")


def _is_english(question: str, base: str) -> bool:
    """Tell whether the message is English; a fragment is in the language spoken so far."""
    if any(ord(c) > 0x24F and c.isalpha() for c in question):
        return False
    spoken = _words(question)
    telling = sum(w in words_that.TELLTALES for w in spoken)
    before = _words(base)
    return (
        telling > 0
        or any(w in words_that.TELLTALES for w in before)
        or (base.isascii() and len(before) < 3)
    )
