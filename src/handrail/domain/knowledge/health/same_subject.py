"""What ties two sentences together, and which of their values measure one thing?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.blocking import Filed, is_of_little
from handrail.domain.knowledge.health.comparing import DifferenceKind, Found
from handrail.domain.knowledge.health.conditions import Conditions, differ_for_a_reason
from handrail.domain.knowledge.health.facts import Value, ValueKind
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.meanings import means_the_same, root_of
from handrail.domain.knowledge.wording.word_set import word_set

_RARE = 30  # statements in which a phrase may stand and still tie two of them together
_RARE_NAME = 6
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
    phrases = (phrase for phrase in one.phrases & other.phrases if file.counts[phrase] <= _RARE)
    roots = frozenset(root for phrase in phrases for root in phrase.split())
    names = {t.form for t in one.tokens if t.is_name} & {t.form for t in other.tokens if t.is_name}
    named = frozenset(name for name in names if file.counts[name] <= _RARE_NAME)
    roots |= _measured_in_both(one, other, file)
    loose = frozenset[str]() if roots or named else _rare_in_both(one, other, file)
    if not roots and not named and not loose:
        return None
    tied = _weight(_same(one.stems, other.stems), file)
    mine, theirs = _weight(one.stems, file), _weight(other.stems, file)
    return Tie(
        stems=named | loose | {s for s in one.stems | other.stems if root_of(s) in roots},
        shared=tied,
        covered=min(1.0, tied / min(mine, theirs)),
        covers=min(1.0, tied / max(mine, theirs)),
    )


def _measured_in_both(one: Statement, other: Statement, file: Filed) -> frozenset[str]:
    shared = (key for key in one.measured & other.measured if file.counts[key] <= _RARE)
    return frozenset(key.partition(" ")[0] for key in shared)


def _rare_in_both(one: Statement, other: Statement, file: Filed) -> frozenset[str]:
    """Return words that both have and few others, if they tell enough: they may stand far apart.

    Two do, or one where it is a third of all that a sentence is about.
    """
    rare = frozenset(stem for stem in one.stems & other.stems if file.counts[stem] <= _RARE)
    return rare if len(rare) > 1 or is_of_little(one, other) else frozenset()


def _same(one: Collection[str], other: Collection[str]) -> frozenset[str]:
    direct = frozenset(one) & frozenset(other)
    rest = [stem for stem in other if stem not in direct]
    also = (s for s in one if s not in direct and any(means_the_same(s, o) for o in rest))
    return direct | frozenset(also)


def _weight(stems: Collection[str], file: Filed) -> float:
    return sum(file.weights[stem] for stem in stems)


_WHO = ("role", "customer", "plan", "thing")


def for_others(mine: Conditions, theirs: Conditions) -> Found | None:
    """Return who may by the one statement and by the other, where they name different ones."""
    for kind in _WHO:
        one, other = mine.get(kind), theirs.get(kind)
        if one and other and not one & other:
            if differ_for_a_reason(mine, theirs, but=(*_WHO, "name")):
                return None
            named = (" ".join(sorted(one)), " ".join(sorted(other)))
            return DifferenceKind.ELIGIBILITY, kind, *named
    return None


_PLACING = word_set("from on in for at with to")


def is_placed_elsewhere(one: Statement, other: Statement) -> bool:
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


def clashing(
    mine: Sequence[Value], theirs: Sequence[Value], one: Statement, other: Statement
) -> tuple[Value, Value] | None:
    """Return two values of one measure that differ, where all others are the same in both."""
    left = [v for v in mine if not any(_is_same(v, w) for w in theirs)]
    right = [w for w in theirs if not any(_is_same(v, w) for v in mine)]
    if not 0 < len(left) <= _MOST_VALUES or not 0 < len(right) <= _MOST_VALUES:
        return None
    is_single = len(left) == len(right) == 1
    for value in left:
        for its in right:
            if value.kind is its.kind and (
                (is_single and value.kind is ValueKind.COUNT)
                or _measures_alike(value, its, one, other)
            ):
                return value, its
    return None


def _is_same(one: Value, other: Value) -> bool:
    return one.kind is other.kind and one.equals(other)


def _measures_alike(mine: Value, theirs: Value, one: Statement, other: Statement) -> bool:
    if mine.kind is not ValueKind.COUNT:
        return mine.kind is not ValueKind.PRICE or mine.unit == theirs.unit
    if mine.unit == theirs.unit or not mine.unit or not theirs.unit:
        return True
    return mine.unit in other.stems or theirs.unit in one.stems
