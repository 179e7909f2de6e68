"""What speaks for and against two sentences contradicting each other, each in its own words?

Measured, never decided: how rare what they share is and how much is left over on either side, what
differs in value or denial, for whom each holds. `clash_weights` holds what each is worth.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from handrail.domain.knowledge.health.aligned import Meaning, aligned
from handrail.domain.knowledge.health.blocking import Filed
from handrail.domain.knowledge.health.bounds import bounds
from handrail.domain.knowledge.health.comparing import (
    DifferenceKind,
    Found,
    names_another_thing,
)
from handrail.domain.knowledge.health.condition_words import LIMITING
from handrail.domain.knowledge.health.conditions import (
    Conditions,
    conditions_of,
    differ_for_a_reason,
    named,
)
from handrail.domain.knowledge.health.cues import (
    Cues,
    are_the_same,
    can_stand_against,
    turned,
    weighed,
)
from handrail.domain.knowledge.health.facts import Value
from handrail.domain.knowledge.health.modifiers import modified_otherwise
from handrail.domain.knowledge.health.polarity import Leaning
from handrail.domain.knowledge.health.same_subject import (
    Tie,
    clashing,
    for_others,
    is_placed_elsewhere,
    tie,
)
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.meanings import means_the_same

_FAR = 99.0
_PATTERN = 0.62
"""Likeness in order from which two sentences are one pattern, filled in for two subjects."""
_ELSEWHERE = (
    "another_plan", "another_region", "another_platform", "another_way", "another_time",
    "names_left_in_both",
)  # fmt: skip
_NARROWING = (
    "plan", "region", "platform", "role", "customer", "way", "period", "thing", "name"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Hold two sentences, what they are filed among, and what brought them together."""

    one: Statement
    other: Statement
    mine: Cues
    theirs: Cues
    file: Filed
    names: Mapping[str, bool]
    tied: float
    """In how few statements the rarest phrase stands that both share."""
    rarest: tuple[float, float]
    """The same for the rarest that either shares with any other."""
    measured: float
    """In how few statements the rarest word stands of which both give one measure."""
    is_apart: bool
    """Whether titles name other plans, platforms or customers."""
    are_siblings: bool
    """Whether both articles say much alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """Hold in what two sentences may contradict each other, and what speaks for that."""

    found: Found
    shared: float
    signals: Mapping[str, float]
    leans: tuple[Leaning, Leaning]


def possible(sides: Sides) -> Possible | None:
    """Return in what two sentences may contradict each other, or None."""
    if not can_stand_against(sides.mine, sides.theirs):
        return None
    given = weighed(sides.mine, sides.theirs)
    values = clashing(*given, sides.one, sides.other) if all(given) else None
    if values is None and not (sides.mine.is_plain and sides.theirs.is_plain):
        return None
    if values is None and all(given) and not are_the_same(*given):
        return None
    about = tie(sides.one, sides.other, sides.file)
    if about is None:
        return None
    told = _by_values(sides, about, values) if values else _by_denial(sides, about)
    return None if told is None or _holds_elsewhere(told.signals) else told


def _holds_elsewhere(signals: Mapping[str, float]) -> bool:
    """Tell whether each side says that it holds for others: no conflict to learn from does."""
    named = [name for name in _ELSEWHERE if signals.get(name)]
    # Who keeps a thing to one plan and who grants it on another do contradict each other.
    return bool(named) and not (named == ["another_plan"] and signals.get("kept"))


def _by_values(sides: Sides, about: Tie, values: tuple[Value, Value]) -> Possible:
    mine, theirs = values
    found = (DifferenceKind.VALUE, mine.kind.value, mine.written, theirs.written)
    units = (mine.unit, theirs.unit)
    counts = len(sides.mine.values) + len(sides.theirs.values)
    told = {
        f"of {mine.kind.value}": 1.0,
        "same_unit": float(bool(mine.unit) and mine.unit == theirs.unit),
        "no_unit": float(not (mine.unit and theirs.unit)),
        "alike_unit": float(bool(mine.unit and theirs.unit) and means_the_same(*units)),
        "values": float(counts),
        **bounds(values, (sides.one.text, sides.other.text)),
    }
    return Possible(
        found=found,
        shared=about.shared,
        signals={**told, **_common(sides, about)},
        leans=(sides.mine.leaning, sides.theirs.leaning),
    )


def _by_denial(sides: Sides, about: Tie) -> Possible | None:
    one, other = sides.one, sides.other
    told = turned((one, other), (sides.mine, sides.theirs), about.stems)
    if not told:
        return None
    given = [bool(values) for values in weighed(sides.mine, sides.theirs)]
    if all(given) and not told["plain_parity"]:
        return None  # both give the same value, each in words of its own
    mine, theirs = _conditions(sides, about)
    found = for_others(mine, theirs) if told["kept"] else None
    turn = (DifferenceKind.DENIAL, "denial", "so", "not so")
    signals = {
        **told,
        "others": float(found is not None),
        "values_once": float(any(given) and not all(given)),
        **_common(sides, about),
    }
    leans = (sides.mine.leaning, sides.theirs.leaning)
    return Possible(found=found or turn, shared=about.shared, signals=signals, leans=leans)


def _common(sides: Sides, about: Tie) -> Mapping[str, float]:
    one, other = sides.one, sides.other
    mine, theirs = _conditions(sides, about)
    near = max(min(sides.rarest[0], _FAR), min(sides.rarest[1], _FAR), 1.0)
    tied = min(sides.tied, _FAR)
    return {
        "tie": math.log(tied),
        "tie_of_measure": math.log(max(1.0, min(sides.measured, _FAR))),
        "titles_apart": float(sides.is_apart),
        "siblings": float(sides.are_siblings),
        "loose": math.log(tied / near),
        "tied": math.log(max(about.shared, 0.1)),
        "covered": about.covered,
        "covers": about.covers,
        **_left_over(one, other, sides.file.weights),
        **_subject_left(sides),
        **_named(one, other, sides.names),
        **_reasons(mine, theirs),
        **_shape(one, other),
        **modified_otherwise(one, other),
    }


def _conditions(sides: Sides, about: Tie) -> tuple[Conditions, Conditions]:
    one, other = (
        conditions_of((*side.tokens, *named(side.head, sides.names)), about.stems, sides.names)
        for side in (sides.one, sides.other)
    )
    return one, other


def _left_over(
    one: Statement, other: Statement, weights: Mapping[str, float]
) -> Mapping[str, float]:
    """Return how much the words tell that both have, and those that only one has."""
    exact = one.stems & other.stems
    mine = [weights[stem] for stem in _unmet(one.stems, other.stems)]
    theirs = [weights[stem] for stem in _unmet(other.stems, one.stems)]
    return {
        "exact": sum(weights[stem] for stem in exact),
        "rarest_exact": max((weights[stem] for stem in exact), default=0.0),
        "rarest_left": max([*mine, *theirs], default=0.0),
        "rarest_left_in_both": min(max(mine, default=0.0), max(theirs, default=0.0)),
        "left": sum(mine) + sum(theirs),
        "left_in_both": min(sum(mine), sum(theirs)),
    }


def _subject_left(sides: Sides) -> Mapping[str, float]:
    """Return the same of words that tell what is spoken of, and not what is said of it."""
    one, other, weights = sides.one.stems, sides.other.stems, sides.file.weights
    mine = [weights[stem] for stem in _unmet(one - sides.mine.leaning.saying, other)]
    theirs = [weights[stem] for stem in _unmet(other - sides.theirs.leaning.saying, one)]
    return {
        "subject_left": sum(mine) + sum(theirs),
        "subject_left_in_both": min(sum(mine), sum(theirs)),
        "rarest_subject_left": max([*mine, *theirs], default=0.0),
        "rarest_subject_left_in_both": min(max(mine, default=0.0), max(theirs, default=0.0)),
    }


def _unmet(stems: Collection[str], others: Collection[str]) -> Sequence[str]:
    return [
        stem
        for stem in stems
        if stem not in others and not any(means_the_same(stem, its) for its in others)
    ]


def _named(one: Statement, other: Statement, names: Mapping[str, bool]) -> Mapping[str, float]:
    mine, theirs = (
        {t.form for t in side.tokens if t.is_name or names.get(t.lower)} for side in (one, other)
    )
    left, right = mine - other.stems, theirs - one.stems
    return {
        "names_left": float(len(left | right)),
        "names_left_in_both": float(bool(left and right)),
        "names_shared": float(len(mine & theirs)),
    }


def _reasons(mine: Conditions, theirs: Conditions) -> Mapping[str, float]:
    """Return what says that each holds for others, or at another time."""
    told = {
        f"another_{kind}": float(bool(mine[kind]) and not mine[kind] & theirs[kind])
        for kind in _NARROWING
        if kind in mine and kind in theirs
    }
    one_sided = sum((kind in mine) != (kind in theirs) for kind in _NARROWING if kind != "thing")
    is_timed = "date" in mine or "date" in theirs or mine.get("version") != theirs.get("version")
    return {
        **told,
        "reason": float(differ_for_a_reason(mine, theirs)),
        "another_time": float(is_timed),
        "narrowed_once": float(one_sided),
    }


def _shape(one: Statement, other: Statement) -> Mapping[str, float]:
    mine, theirs = [t.form for t in one.tokens], [t.form for t in other.tokens]
    order = SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
    is_another = names_another_thing(one.tokens, other.tokens)
    limits = [any(t.lower in LIMITING for t in side.tokens) for side in (one, other)]
    return {
        "order": order,
        "another": float(is_another),
        "pattern": float(is_another and order > _PATTERN),
        "placed_elsewhere": float(is_placed_elsewhere(one, other)),
        "length": math.log(len(mine) + len(theirs)),
        "length_gap": abs(math.log(len(mine) / len(theirs))),
        "limited_once": float(limits[0] != limits[1]),
    }


def with_meaning(
    told: Possible, sides: tuple[Statement, Statement], file: Filed, meaning: Meaning
) -> Mapping[str, float]:
    """Return the signals with how alike the sentences are, as a whole and word by word."""
    signals = told.signals
    is_turned = signals.get("turned", 0.0)
    words = aligned(*sides, told.leans, file.weights, meaning)
    cosine = meaning.alike(sides[0].text, sides[1].text)
    kind, _, *values = told.found
    is_value = kind is DifferenceKind.VALUE
    return {
        **signals,
        **words,
        "values_alike": meaning.alike(*values) if is_value else 0.0,
        "alike": cosine,
        "alike_if_turned": cosine * is_turned,
        "alike_and_covered": cosine * signals["covered"],
    }
