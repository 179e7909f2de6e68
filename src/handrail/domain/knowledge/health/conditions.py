"""For whom, where and when does a statement hold? By its own words and the heading above it."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from handrail.domain.knowledge.health.condition_words import kinds_of
from handrail.domain.knowledge.health.facts import TIMED, Value, ValueKind
from handrail.domain.knowledge.health.statements import Statement, Token

Conditions = Mapping[str, frozenset[str]]
"""Words that narrow, by what they narrow."""
_CONDITIONS = ("plan", "region", "platform", "way", "period", "customer", "role")
_KEPT = (*_CONDITIONS, "thing")


def conditions_of(
    tokens: Collection[Token], about: frozenset[str], names: Mapping[str, bool]
) -> Conditions:
    """Return what words narrow the sense, by what they narrow; not those that it is about."""
    found: dict[str, set[str]] = {}
    for token in tokens:
        if token.value is not None:
            if token.value.kind in TIMED:
                found.setdefault(token.value.kind.value, set()).add(_spelled(token.value))
            continue
        if token.form in about:
            continue
        for kind in kinds_of(token.lower):
            if kind in _KEPT:
                found.setdefault(kind, set()).add(token.form)
        if token.is_name or names.get(token.lower, False):
            found.setdefault("name", set()).add(token.form)
    return {kind: frozenset(words) for kind, words in found.items()}


def _spelled(value: Value) -> str:
    return f"{value.unit}{value.low}"


def named(head: Collection[Token], names: Mapping[str, bool]) -> list[Token]:
    """Return a heading's words; its capitals make a name of a word that is else written so."""
    return [replace(t, is_name=t.is_name and names.get(t.lower, True)) for t in head]


def differ_for_a_reason(one: Conditions, other: Conditions, *, but: Collection[str] = ()) -> bool:
    """Tell whether two statements hold for others, or at another time."""
    if ValueKind.DATE.value in one or ValueKind.DATE.value in other:
        return True
    if one.get(ValueKind.VERSION.value) != other.get(ValueKind.VERSION.value):
        return True
    mine, theirs = _all(one, but), _all(other, but)
    if mine and theirs and not mine & theirs:
        return True
    return any(
        kind not in but and not one[kind] & other[kind]
        for kind in (*_CONDITIONS, "name")
        if kind in one and kind in other
    )


def head_conditions_differ(one: Statement, other: Statement, names: Mapping[str, bool]) -> bool:
    """Tell whether the headings above two statements say that they hold for others."""
    if not one.head or not other.head:
        return False
    shared = one.stems & other.stems
    return differ_for_a_reason(
        conditions_of(named(one.head, names), shared, names),
        conditions_of(named(other.head, names), shared, names),
    )


def _all(conditions: Conditions, but: Collection[str]) -> frozenset[str]:
    kinds = [kind for kind in (*_CONDITIONS, "name") if kind in conditions and kind not in but]
    return frozenset(word for kind in kinds for word in conditions[kind])
