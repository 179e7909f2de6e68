"""How does a sentence fall into clauses, and what does each of them deny or depend on?"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from handrail.domain.answering.checks.rewriting import rewritten
from handrail.domain.knowledge.wording.meanings import root_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import Word, WordKind, parts, read_words
from handrail.kernel.patterns import when_used

_BREAK = when_used(r"[.!?](?=\s)|[;\n]")
_COMMA = when_used(r",(?=\s)|\s[-–—]|[()]|:(?=\s)")
_SENTENCE = when_used(r"(?<=[.!?])[\"'”’)\]]*\s+|\n+")
_LONGEST_ITEM = 3  # words: what stands between commas and is no longer is an item of a list
_LOOK_AHEAD = 5

_NEGATORS = word_set(
    "not never no none nobody nothing nowhere neither hardly unable impossible excluded "
    "excludes avoid avoids prohibited forbidden lacks"
)
_NOTS = word_set("not never hardly")
_ADVERBS = word_set("even yet necessarily always ever usually normally currently able possible")
_GRANTS = word_set("possible allowed permitted available able")
_BRIEF = word_set("in on at for to with by from of into onto about through via than as")
_JOINING = word_set("and but whereas while though nor")
_BETWEEN = word_set("then also not never only just even always so")
_HELPING = word_set(
    "is are was were be been has have do does can could may might must shall should will would"
)
_DEEDS = """
open close choose select click press tap go enter type add remove delete create make set save send
get use check see find show hide turn switch move copy paste drag drop scroll upload download
install start stop restart wait connect plug unplug sign log join leave invite share print scan read
write call contact keep put take bring wash wipe clean dry charge pay order buy book cancel change
edit update verify confirm accept allow apply expire end begin last cost cover include work run
arrive ship follow fill pick visit look return exchange ask tell give receive store stay tick agree
submit attach forward register export import enable disable reset replace repair report
"""
DEEDS = frozenset(map(root_of, _DEEDS.split()))
"""Stems of verbs that a step, or a part without a subject, begins with."""
_NO_PREDICATE = _BRIEF | word_set("the a an all every your our their its if when")
_NEGATING_STARTS = word_set("unless without except excluding nor")
_RESTRICTING = word_set(
    "if unless when once until till provided except without only depending before after while "
    "during whenever"
)
_SET_IN = frozenset(["without", "except", "excluding"])
_STARTS = _RESTRICTING | word_set(
    "but because since so although though whereas which who whose otherwise nor excluding whether"
)
_EXAMPLES = word_set("including such like eg")
VERBAL = word_set(
    "is are was were be been has have had do does did can could may might must shall should "
    "will would not never no nobody nothing it they you we i he she isn't aren't"
)


_ENDS_A_REACH = _BRIEF | word_set("is are was were can will must may should")


class Link(StrEnum):
    """How a clause hangs on its sentence."""

    MAIN = "main"
    RESTRICTING = "restricting"
    """It limits what the sentence says: if, unless, until, only when."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Hold a piece of a sentence that says one thing."""

    words: tuple[Word, ...]
    opener: str
    """The word that hangs it on its sentence; empty for the first main clause."""
    link: Link
    segment: int
    """Number of the coordinate part of the sentence that it belongs to."""
    is_denied: bool
    signed: tuple[Word, ...]
    """The content that a denial reaches, or all content where nothing is denied."""
    signed_roots: frozenset[str]
    predicate: tuple[Word, ...]
    """What a `not` denies before all: the word behind it; empty for `no` and `without`."""
    content: tuple[Word, ...]
    """The words that carry meaning."""
    roots: frozenset[str]
    """The stems of the content."""

    @property
    def is_elliptic(self) -> bool:
        """Tell whether what is denied was said in the clause before: `replies are not`."""
        return self.is_denied and self.words[-1].lower in _NOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Hold a sentence with its clauses, in order."""

    text: str
    clauses: tuple[Clause, ...]
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    """The words that carry meaning."""
    roots: frozenset[str]
    """The stems of the content."""


@lru_cache(maxsize=1_024)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, lines counting as sentences."""
    return tuple(_read(piece) for piece in _SENTENCE.split(text) if piece.strip())


def roots_of(words: tuple[Word, ...]) -> frozenset[str]:
    """Return the stems of words, with those of a compound's parts."""
    return frozenset(root for word in words for root in parts(word))


def _read(text: str) -> Sentence:
    text = rewritten(text)
    words = read_words(text)
    starts = [0, *(at for at in range(1, len(words)) if _starts_a_clause(words, at, text))]
    clauses: list[Clause] = []
    segment = 0
    for start, end in pairwise([*starts, len(words)]):
        if start and _is_coordinate(words, start, text):
            segment += 1
        clauses.extend(_clause(piece, segment) for piece in _without_tail(words[start:end]))
    clauses = [_completed(clause, clauses[:at]) for at, clause in enumerate(clauses)]
    content = tuple(word for clause in clauses for word in clause.content)
    return Sentence(
        text=text, clauses=tuple(clauses), words=words, content=content, roots=roots_of(content)
    )


def _completed(clause: Clause, before: list[Clause]) -> Clause:
    """Return a clause that leaves out what it denies with the words before: `replies are not`."""
    is_left_out = clause.is_elliptic or (clause.words[0].lower in _NOTS and not clause.predicate)
    if not before or not is_left_out:
        return clause
    signed = clause.content if clause.is_elliptic else clause.signed
    return replace(clause, signed=signed, signed_roots=roots_of(signed) | before[-1].roots)


def _without_tail(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """Split `without an account | can track a parcel`: the verb belongs to the main clause."""
    is_set_in = len(words) > 1 and words[0].lower in _SET_IN and words[1].lower not in _STARTS
    if not is_set_in:
        return [words] if words else []
    verb = next((at for at in range(2, len(words)) if words[at].lower in VERBAL), len(words))
    return [piece for piece in (words[:verb], words[verb:]) if piece]


def _clause(words: tuple[Word, ...], segment: int) -> Clause:
    opener = next((w.lower for w in words[:2] if w.lower in _STARTS), "")
    opener = opener or (words[0].lower if words[0].lower in ("and", "or") else "")
    if opener in _RESTRICTING or _opens_as_long_as(words):
        link = Link.RESTRICTING
    else:
        link = Link.OTHER if opener in _STARTS else Link.MAIN
    negators = [at for at, word in enumerate(words) if _negates(word.lower)]
    if opener in _NEGATING_STARTS:
        negators = [0, *negators]
    is_denied = len(negators) % 2 == 1
    start, end = _reach(words, negators[-1]) if is_denied else (0, len(words))
    reached = words[start:end]
    content = tuple(word for word in words if word.kind is not WordKind.STOP)
    signed = tuple(word for word in reached if word.kind is not WordKind.STOP)
    if is_denied and all(word.lower in _GRANTS for word in signed):
        signed = content  # `delivery is not possible` denies the delivery
    return Clause(
        words=words,
        opener=opener,
        link=link,
        segment=segment,
        is_denied=is_denied,
        signed=signed,
        signed_roots=roots_of(signed),
        predicate=_predicate(words[negators[-1] : end]) if is_denied else (),
        content=content,
        roots=roots_of(content),
    )


def _negates(lower: str) -> bool:
    return lower in _NEGATORS or lower.endswith("n't")


def _reach(words: tuple[Word, ...], at: int) -> tuple[int, int]:
    """Return how far a denial reaches: to the next preposition, unless it stands right behind."""
    end = at + 2
    while end < len(words) and words[end].lower not in _ENDS_A_REACH:
        end += 1
    return at, min(end, len(words)) if at else len(words)


def _predicate(denied: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the first word of content behind a `not`."""
    if len(denied) < 2 or denied[0].lower not in _NOTS or denied[1].lower in _NO_PREDICATE:
        return ()
    telling = (w for w in denied[1:] if w.kind is not WordKind.STOP and w.lower not in _ADVERBS)
    found = next((w for w in telling if not w.lower.endswith("ly")), None)
    return (found,) if found else ()


def _opens_as_long_as(words: tuple[Word, ...]) -> bool:
    return [word.lower for word in words[:3]] == ["as", "long", "as"]


def _starts_a_clause(words: tuple[Word, ...], at: int, text: str) -> bool:
    gap = text[words[at - 1].end : words[at].start]
    here = words[at].lower
    if _BREAK.search(gap):
        return True
    if here in _STARTS and here != "only" and not _is_adverb_before(words, at):
        return True
    if here == "as" and _opens_as_long_as(words[at : at + 3]):
        return True
    if here in _EXAMPLES:
        return False
    if here == "and" and _joins_clauses(words, at, text):
        return True
    if here == "and" or (_COMMA.search(gap) and here != "or"):
        return _is_verbal_soon(words, at, text)
    return False


def _joins_clauses(words: tuple[Word, ...], at: int, text: str) -> bool:
    """Tell whether enough stands on both sides of an `and` to be clauses, and nothing is denied."""
    start = at
    while start and not _ends_item(text[words[start - 1].end : words[start].start]):
        start -= 1
        if words[start].lower in _STARTS or words[start].lower == "and":
            break
    is_denied = any(_negates(word.lower) for word in words[start:at])
    right = _length_to_break(words, at, text) - 1
    return not is_denied and at - start > _LONGEST_ITEM - 1 < right


def _is_adverb_before(words: tuple[Word, ...], at: int) -> bool:
    """Tell whether the clause has begun one word ago: `only if`, `but only when`."""
    before = words[at - 1].lower
    return (before in ("but", "and", "except") and at >= 2) or before in ("how", "even")


def _is_verbal_soon(words: tuple[Word, ...], at: int, text: str) -> bool:
    """Tell whether what follows is long enough and has a verb: a clause, no item of a list."""
    for ahead in range(at, min(at + _LOOK_AHEAD, len(words))):
        if ahead > at and _BREAK.search(text[words[ahead - 1].end : words[ahead].start]):
            return False
        if (
            ahead > at
            and words[at].lower == "and"
            and _ends_item(text[words[ahead - 1].end : words[ahead].start])
        ):
            return False
        if words[ahead].lower in VERBAL:
            return True
    return _length_to_break(words, at, text) > _LONGEST_ITEM and words[at].lower != "and"


def _length_to_break(words: tuple[Word, ...], at: int, text: str) -> int:
    end = at + 1
    while end < len(words) and not _ends_item(text[words[end - 1].end : words[end].start]):
        end += 1
    return end - at


def _ends_item(gap: str) -> bool:
    return bool(_BREAK.search(gap) or _COMMA.search(gap))


def _is_coordinate(words: tuple[Word, ...], at: int, text: str) -> bool:
    """Tell whether a clause opens another part of the sentence, with conditions of its own."""
    if _BREAK.search(text[words[at - 1].end : words[at].start]):
        return True
    return words[at].lower in _JOINING and not _leans(words, at)


def _leans(words: tuple[Word, ...], at: int) -> bool:
    """Tell whether a part has no subject of its own: `and closes at five`, `then click Save`."""
    follows = (word for word in words[at + 1 : at + 4] if word.lower not in _BETWEEN)
    first = next(follows, None)
    return first is not None and (
        first.lower in _HELPING or first.lower in _BRIEF or root_of(first.stem) in DEEDS
    )
