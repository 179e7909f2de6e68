"""Do two sentences say of one thing, each in its own words, what cannot both be true?

A phrase that hardly any other sentence holds ties them together. They contradict each other where
they give it other values of one kind, or where one says that it is so and the other that it is
not, unless they name other plans, places, platforms, releases or times.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from handrail.domain.knowledge.health.blocking import Filed
from handrail.domain.knowledge.health.comparing import (
    REFERS,
    Difference,
    DifferenceKind,
    Found,
    is_of_its_page,
    names_another_thing,
)
from handrail.domain.knowledge.health.conditions import (
    Conditions,
    conditions_of,
    differ_for_a_reason,
    named,
)
from handrail.domain.knowledge.health.facts import TIMED, Value, ValueKind
from handrail.domain.knowledge.health.polarity import Polarity, polarity_of
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.domain.knowledge.wording.word_set import word_set

_RARE = 8  # statements in which a phrase may stand and still tie two of them together
_LESS_RARE, _MUCH = 30, 0.5  # where they share much besides
_RARE_NAME = 6
_LEAST_TIED = 9.0
_LEAST_COVERS = {True: 0.22, False: 0.38}  # of the longer one: where values clash, and where not
_LEAST_COVERED = {True: 0.32, False: 0.48}
_PATTERN = 0.62
"""Likeness in order from which two sentences are one pattern, filled in for two subjects."""
_MOST_VALUES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Hold what ties two statements together."""

    stems: frozenset[str]
    shared: float
    covered: float
    """The share of the shorter one's words, by weight, that the other has too."""
    covers: float
    """The same of the longer one."""


def tie(one: Statement, other: Statement, file: Filed) -> Tie | None:
    """Return what two statements are both about, or None."""
    same = _same(one.stems, other.stems)
    tied = _weight(same, file)
    mine, theirs = _weight(one.stems, file), _weight(other.stems, file)
    most = _RARE if tied < _MUCH * max(mine, theirs) else _LESS_RARE
    phrases = frozenset(
        phrase for phrase in one.phrases & other.phrases if file.counts[phrase] <= most
    )
    stems = frozenset(stem for phrase in phrases for stem in phrase.split())
    names = {t.form for t in one.tokens if t.is_name} & {t.form for t in other.tokens if t.is_name}
    stems |= {name for name in names if file.counts[name] <= _RARE_NAME}
    if not stems:
        return None
    return Tie(
        stems=stems,
        shared=tied,
        covered=min(1.0, tied / min(mine, theirs)),
        covers=min(1.0, tied / max(mine, theirs)),
    )


def _same(one: Collection[str], other: Collection[str]) -> frozenset[str]:
    direct = frozenset(one) & frozenset(other)
    rest = [stem for stem in other if stem not in direct]
    also = (s for s in one if s not in direct and any(means_the_same(s, o) for o in rest))
    return direct | frozenset(also)


def _weight(stems: Collection[str], file: Filed) -> float:
    return sum(file.weights[stem] for stem in stems)


def told_otherwise(one: Statement, other: Statement, laid: "_Both") -> Found | None:
    """Return in what two statements of one thing contradict each other."""
    values = _clashing(one, other)
    if values is not None:
        if differ_for_a_reason(laid.mine, laid.theirs):
            return None
        mine, theirs = values
        return DifferenceKind.VALUE, mine.kind.value, mine.written, theirs.written
    if _facts(one) or _facts(other) or _is_long(one) or _is_long(other):
        return None
    first, second = polarity_of(one, laid.about), polarity_of(other, laid.about)
    if {first, second} == {Polarity.SO, Polarity.NOT_SO}:
        if differ_for_a_reason(laid.mine, laid.theirs) or _is_placed_elsewhere(one, other):
            return None
        return DifferenceKind.DENIAL, "denial", first.value, second.value
    if {first, second} == {Polarity.SO, Polarity.FOR_SOME}:
        return _for_others(laid)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """Hold what narrows each of two statements."""

    mine: Conditions
    theirs: Conditions
    about: frozenset[str]
    """The stems of what ties them together."""


_WHO = ("role", "customer", "plan", "thing")


def _for_others(laid: _Both) -> Found | None:
    """Return who may by the one statement and by the other, where the one says: nobody else."""
    for kind in _WHO:
        mine, theirs = laid.mine.get(kind), laid.theirs.get(kind)
        if mine and theirs and not mine & theirs:
            if differ_for_a_reason(laid.mine, laid.theirs, but=(*_WHO, "name")):
                return None
            return (
                DifferenceKind.ELIGIBILITY,
                kind,
                " ".join(sorted(mine)),
                " ".join(sorted(theirs)),
            )
    return None


_PLACING = word_set("from on in for at with to")


def _is_placed_elsewhere(one: Statement, other: Statement) -> bool:
    """Tell whether both narrow by one preposition and name different things behind it."""
    mine, theirs = _placed(one), _placed(other)
    return any(
        not any(means_the_same(a, b) for a in mine[opener] for b in theirs[opener])
        and not mine[opener] & other.stems
        and not theirs[opener] & one.stems
        for opener in mine.keys() & theirs.keys()
    )


def _placed(statement: Statement) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    tokens = statement.tokens
    for at, token in enumerate(tokens):
        if token.lower in _PLACING and token.value is None:
            told = frozenset(t.form for t in tokens[at + 1 : at + 4] if t.tells)
            found[token.lower] = found.get(token.lower, frozenset()) | told
    return {opener: told for opener, told in found.items() if told}


def _is_long(statement: Statement) -> bool:
    return len(statement.tokens) > _LONGEST or statement.text.rstrip().endswith("?")


_LONGEST = 26


def _is_one_pattern(one: Statement, other: Statement) -> bool:
    mine, theirs = ([token.form for token in side.tokens] for side in (one, other))
    if SequenceMatcher(None, mine, theirs, autojunk=False).ratio() <= _PATTERN:
        return False
    return names_another_thing(one.tokens, other.tokens)


def _facts(statement: Statement) -> list[Value]:
    before = ("", *(token.lower for token in statement.tokens))
    return [
        token.value
        for token, word in zip(statement.tokens, before, strict=False)
        if token.value is not None and token.value.kind not in TIMED and word not in REFERS
    ]


def _clashing(one: Statement, other: Statement) -> tuple[Value, Value] | None:
    mine, theirs = _facts(one), _facts(other)
    left = [v for v in mine if not any(_is_same(v, w) for w in theirs)]
    right = [w for w in theirs if not any(_is_same(v, w) for v in mine)]
    if not 0 < len(left) <= _MOST_VALUES or not 0 < len(right) <= _MOST_VALUES:
        return None
    is_single = len(left) == len(right) == 1
    for value in left:
        for its in right:
            if value.kind is its.kind and _measures_alike(value, its, one, other, is_single):
                return value, its
    return None


def _is_same(one: Value, other: Value) -> bool:
    return one.kind is other.kind and one.equals(other)


def _measures_alike(
    mine: Value,
    theirs: Value,
    one: Statement,
    other: Statement,
    is_single: bool,  # noqa: FBT001
) -> bool:
    if mine.kind is ValueKind.COUNT:
        return is_single or _counts_alike(mine, theirs, one, other)
    return mine.kind is not ValueKind.PRICE or mine.unit == theirs.unit


def _counts_alike(mine: Value, theirs: Value, one: Statement, other: Statement) -> bool:
    if mine.unit == theirs.unit or not mine.unit or not theirs.unit:
        return True
    return mine.unit in other.stems or theirs.unit in one.stems


def contradiction(
    one: Statement,
    other: Statement,
    file: Filed,
    names: Mapping[str, bool],
) -> Difference | None:
    """Return in what two statements contradict each other, or None."""
    about = tie(one, other, file)
    if is_of_its_page(one) or is_of_its_page(other):
        return None
    if about is None or about.shared < _LEAST_TIED or _is_one_pattern(one, other):
        return None
    both = _Both(
        about=about.stems,
        mine=conditions_of((*one.tokens, *named(one.head, names)), about.stems, names),
        theirs=conditions_of((*other.tokens, *named(other.head, names)), about.stems, names),
    )
    found = told_otherwise(one, other, both)
    if found is None:
        return None
    has_values = found[0] is DifferenceKind.VALUE
    if about.covers < _LEAST_COVERS[has_values] or about.covered < _LEAST_COVERED[has_values]:
        return None
    kind, topic, first, second = found
    return Difference(
        kind=kind,
        topic=topic,
        first=first,
        second=second,
        shared=about.shared,
        likeness=about.covered,
    )
