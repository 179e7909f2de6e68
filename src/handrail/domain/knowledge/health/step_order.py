"""Do two articles tell the same steps in another order?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from handrail.domain.knowledge.health.comparing import Difference, DifferenceKind
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.model import ArticleId, PassageId

Place = tuple[ArticleId, PassageId]
_FEWEST = 3  # steps that both tell
_MOST_SHARING = 20  # articles: a step on more pages than this belongs to no one procedure
_LEAST_STEMS = 2
_MOST_OTHERS = 2
"""Steps that only one of them tells: with more it is another procedure."""


def orders_that_differ(
    statements: Sequence[Statement],
) -> Iterator[tuple[Statement, Statement, Difference]]:
    """Yield two steps of each pair of lists that change places, with the first list's order."""
    lists = _lists(statements)
    for mine, theirs in _pairs(lists):
        one = {step.stems: at for at, step in enumerate(mine)}
        other = {step.stems: at for at, step in enumerate(theirs)}
        common = sorted(one.keys() & other.keys(), key=lambda stems: one[stems])
        most = max(len(one), len(other))
        if len(common) < _FEWEST or most - len(common) > _MOST_OTHERS:
            continue
        for before, after in pairwise(common):
            if other[before] > other[after]:
                first, second = mine[one[before]], mine[one[after]]
                found = Difference(
                    kind=DifferenceKind.ORDER,
                    topic="order",
                    first=first.text,
                    second=second.text,
                    shared=float(len(common)),
                    likeness=len(common) / most,
                )
                yield first, theirs[other[before]], found
                break


def _lists(statements: Sequence[Statement]) -> Mapping[Place, list[Statement]]:
    """Return the steps of each passage, in order; a step that is told twice has no one place."""
    found: dict[Place, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.is_step and len(statement.stems) >= _LEAST_STEMS and _tells(statement):
            found[statement.article, statement.passage].append(statement)
    return {
        key: steps
        for key, steps in found.items()
        if len(steps) >= _FEWEST and len({step.stems for step in steps}) == len(steps)
    }


def _tells(statement: Statement) -> bool:
    """Tell a step from a name in code (`extras;android;m2repository`), which has no order."""
    return len(statement.text.split()) > 1


def _pairs(
    lists: Mapping[Place, list[Statement]],
) -> Iterator[tuple[list[Statement], list[Statement]]]:
    places: dict[frozenset[str], list[Place]] = defaultdict(list)
    for key, steps in lists.items():
        for step in steps:
            places[step.stems].append(key)
    seen: set[tuple[Place, Place]] = set()
    for sharing in places.values():
        if len(sharing) > _MOST_SHARING:
            continue
        for at, one in enumerate(sharing):
            for other in sharing[at + 1 :]:
                pair = (one, other) if one < other else (other, one)
                if one[0] != other[0] and pair not in seen:
                    seen.add(pair)
                    yield lists[pair[0]], lists[pair[1]]
