"""Do two sentences say of one thing, each in its own words, what cannot both be true?

A phrase that hardly any other sentence holds ties them together. They contradict each other where
they give it other values of one kind, or where one says that it is so and the other that it is
not, unless they name other plans, places, platforms, releases or times.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from handrail.domain.knowledge.health.blocking import Filed, phrases_of
from handrail.domain.knowledge.health.comparing import Difference, DifferenceKind
from handrail.domain.knowledge.health.condition_words import kinds_of
from handrail.domain.knowledge.health.facts import Value, ValueKind
from handrail.domain.knowledge.health.polarity import Polarity, polarity_of
from handrail.domain.knowledge.health.statements import Statement, Token
from handrail.domain.knowledge.wording.meanings import means_the_same
from handrail.domain.knowledge.wording.word_set import word_set

_RARE = 10  # statements in which a phrase may stand and still tie two of them together
_RARE_NAME = 12
_LEAST_COVERED = 0.38
_LEAST_TIED = 9.0
_CONDITIONS = ("plan", "region", "platform", "way", "period", "customer", "role")
_TIMED = (ValueKind.DATE, ValueKind.VERSION)
_MOST_VALUES = 2
_GRANTING = word_set("can may able allowed permitted free eligible entitled access welcome")

Conditions = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Hold what ties two statements together."""

    phrases: frozenset[str]
    stems: frozenset[str]
    shared: float
    covered: float


def tie(one: Statement, other: Statement, file: Filed) -> Tie | None:
    """Return what two statements are both about, or None."""
    phrases = frozenset(
        phrase for phrase in phrases_of(one) & phrases_of(other) if file.counts[phrase] <= _RARE
    )
    stems = frozenset(stem for phrase in phrases for stem in phrase.split())
    names = {t.form for t in one.tokens if t.is_name} & {t.form for t in other.tokens if t.is_name}
    stems |= {name for name in names if file.counts[name] <= _RARE_NAME}
    if not stems:
        return None
    same = _same(one.stems, other.stems)
    tied = sum(file.weights[stem] for stem in same)
    least = min(_weight(one.stems, file), _weight(other.stems, file))
    if tied < _LEAST_TIED or tied < _LEAST_COVERED * least:
        return None
    return Tie(phrases=phrases, stems=stems, shared=tied, covered=tied / least)


def _same(one: Collection[str], other: Collection[str]) -> frozenset[str]:
    direct = frozenset(one) & frozenset(other)
    rest = [stem for stem in other if stem not in direct]
    also = (s for s in one if s not in direct and any(means_the_same(s, o) for o in rest))
    return direct | frozenset(also)


def _weight(stems: Collection[str], file: Filed) -> float:
    return sum(file.weights[stem] for stem in stems)


def conditions_of(
    tokens: Collection[Token], about: frozenset[str], names: Collection[str]
) -> Conditions:
    """Return what words narrow the sense, by what they narrow; not those that it is about."""
    found: dict[str, set[str]] = {}
    for token in tokens:
        if token.value is not None:
            if token.value.kind in _TIMED:
                found.setdefault(token.value.kind.value, set()).add(_spelled(token.value))
            continue
        if token.form in about:
            continue
        for kind in kinds_of(token.lower):
            if kind in _CONDITIONS:
                found.setdefault(kind, set()).add(token.form)
        if token.is_name or token.lower in names:
            found.setdefault("name", set()).add(token.form)
    return {kind: frozenset(words) for kind, words in found.items()}


def _spelled(value: Value) -> str:
    return f"{value.unit}{value.low}"


def differ_for_a_reason(one: Conditions, other: Conditions, *, but: Collection[str] = ()) -> bool:
    """Tell whether two statements hold for others, or at another time."""
    if any(kind.value in one or kind.value in other for kind in _TIMED):
        mine = {kind: one.get(kind.value) for kind in _TIMED}
        theirs = {kind: other.get(kind.value) for kind in _TIMED}
        if mine != theirs:
            return True
    shared = any(one[kind] & other[kind] for kind in one.keys() & other.keys())
    for kind in one.keys() & other.keys():
        if kind not in but and not one[kind] & other[kind] and not shared:
            return True
    return False


def told_otherwise(
    one: Statement, other: Statement, about: Tie
) -> tuple[DifferenceKind, str, str, str] | None:
    """Return in what two statements of one thing contradict each other."""
    values = _clashing(one, other, about)
    if values is not None:
        mine, theirs = values
        return DifferenceKind.VALUE, mine.kind.value, mine.written, theirs.written
    if _facts(one) or _facts(other):
        return None
    first, second = polarity_of(one), polarity_of(other)
    if {first, second} == {Polarity.SO, Polarity.NOT_SO}:
        return DifferenceKind.DENIAL, "denial", first.value, second.value
    return None


def _facts(statement: Statement) -> list[Value]:
    return [value for value in statement.values if value.kind not in _TIMED]


def _clashing(one: Statement, other: Statement, about: Tie) -> tuple[Value, Value] | None:
    pairs = list(_comparable(one, other))
    if not pairs or any(mine.equals(theirs) for mine, theirs in pairs):
        return None
    if len({m.start for m, _ in pairs}) > _MOST_VALUES:
        return None
    return pairs[0]


def _comparable(one: Statement, other: Statement) -> Iterator[tuple[Value, Value]]:
    for mine in _facts(one):
        for theirs in _facts(other):
            if mine.kind is not theirs.kind:
                continue
            if mine.kind is ValueKind.COUNT and not _counts_alike(mine, theirs, one, other):
                continue
            if mine.kind is ValueKind.PRICE and mine.unit != theirs.unit:
                continue
            yield mine, theirs


def _counts_alike(mine: Value, theirs: Value, one: Statement, other: Statement) -> bool:
    if mine.unit == theirs.unit or not mine.unit or not theirs.unit:
        return True
    return mine.unit in other.stems or theirs.unit in one.stems


def contradiction(
    one: Statement,
    other: Statement,
    file: Filed,
    heads: tuple[Collection[Token], Collection[Token]],
    names: Collection[str],
) -> Difference | None:
    """Return in what two statements contradict each other, or None."""
    about = tie(one, other, file)
    if about is None:
        return None
    found = told_otherwise(one, other, about)
    if found is None:
        return None
    mine = conditions_of((*one.tokens, *heads[0]), about.stems, names)
    theirs = conditions_of((*other.tokens, *heads[1]), about.stems, names)
    if differ_for_a_reason(mine, theirs):
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
