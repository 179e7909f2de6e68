"""Which sentences of one article say of the same thing what cannot both be true?

An article repeats itself with other values for good reasons: it lists plans, counts steps, tells a
story. So only nearly equal sentences are compared that stand apart from each other, and what is
said three times with three values is a list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from handrail.domain.knowledge.health.comparing import Difference, DifferenceKind, difference
from handrail.domain.knowledge.health.conditions import head_conditions_differ
from handrail.domain.knowledge.health.facts import TIMED
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.model import ArticleId

_MOST = 60
"""Sentences with values up to which an article is compared with itself: beyond, it is a table."""
_LEAST_ALIKE = 0.75
_LEAST_STEMS = 3
_LEAST_BETWEEN = 250
"""Characters between two sentences of one passage; what stands nearer is one train of thought."""

Within = tuple[Statement, Statement, Difference]


def within_articles(
    statements: Sequence[Statement],
    changed: Set[ArticleId] | None,
    weights: Mapping[str, float],
    names: Mapping[str, bool],
) -> Iterator[Within]:
    """Yield pairs of sentences of one article that give other values for the same thing."""
    held: dict[ArticleId, list[Statement]] = defaultdict(list)
    for statement in statements:
        if (changed is None or statement.article in changed) and _may_be_compared(statement):
            held[statement.article].append(statement)
    for own in held.values():
        if len(own) <= _MOST:
            yield from _within(own, weights, names)


def _within(
    own: Sequence[Statement], weights: Mapping[str, float], names: Mapping[str, bool]
) -> Iterator[Within]:
    found = list(_differing(own, weights))
    told = Counter(id(side) for *sides, _ in found for side in sides)
    for one, other, told_by in found:
        is_a_list = told[id(one)] > 1 or told[id(other)] > 1
        is_apart = one.passage != other.passage or other.start - one.end > _LEAST_BETWEEN
        if not is_a_list and is_apart and not head_conditions_differ(one, other, names):
            yield one, other, told_by


def _differing(own: Sequence[Statement], weights: Mapping[str, float]) -> Iterator[Within]:
    for one, other in combinations(own, 2):
        if not one.measured.isdisjoint(other.measured) and one.text != other.text:
            found = difference(one, other, weights)
            if found is not None and _is_plain(found):
                yield one, other, found


def _is_plain(found: Difference) -> bool:
    return (
        found.kind is DifferenceKind.VALUE
        and found.is_certain
        and found.topic not in TIMED
        and found.likeness >= _LEAST_ALIKE
    )


def _may_be_compared(statement: Statement) -> bool:
    return (
        bool(statement.measured)
        and not statement.is_step
        and " | " not in statement.text
        and len(statement.stems) >= _LEAST_STEMS
    )
