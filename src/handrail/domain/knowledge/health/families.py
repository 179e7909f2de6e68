"""Do many articles give each a value of its own for one thing? Then it is one question, told once.

Nine pages that give nine prices for *Monthly fee* are nine products whose pages do not say so, far
likelier than thirty-six contradictions; and where they are not, one look shows it. So it is with
one range, and a value within it on each of many pages.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.comparing import TELLING, DifferenceKind

_FROM = 5
"""Articles, and values that no range holds, from which it is one: fewer are worth a look each."""


def told_once(clashes: Sequence[Clash]) -> Iterator[Clash]:
    """Yield clashes as they are, of each family one, which says how many articles it is of.

    It is the one of the first articles by name, so that it stays the same when others are edited.
    """
    families = _Families()
    for clash in filter(_may_be_of_many, clashes):
        families.join(clash)
    first: dict[int, Clash] = {}
    for clash in clashes:
        family = families.of(clash)
        if _may_be_of_many(clash) and families.is_large(family):
            first[family] = min(first.get(family, clash), clash, key=_by_name)
        else:
            yield clash
    for family, clash in first.items():
        yield replace(clash, is_certain=False, among=len(families.articles[family]))


def _may_be_of_many(clash: Clash) -> bool:
    found = clash.difference
    return found.kind is DifferenceKind.VALUE and found.shared < TELLING


def _by_name(clash: Clash) -> list[tuple[str, int, str]]:
    return sorted((side.article, side.start, side.passage) for side in (clash.one, clash.other))


class _Families:
    """Hold which statements are linked by values that differ."""

    def __init__(self) -> None:
        self._head: dict[int, int] = {}
        self._apart: set[int] = set()
        self.articles: dict[int, set[str]] = defaultdict(set)
        self._values: dict[int, set[str]] = defaultdict(set)

    def is_large(self, family: int) -> bool:
        """Tell whether so many articles give values, all of their own or all in one range."""
        is_of_many_values = len(self._values[family]) >= _FROM or family not in self._apart
        return len(self.articles[family]) >= _FROM and is_of_many_values

    def of(self, clash: Clash) -> int:
        """Return the family of a clash."""
        return self._find(id(clash.one))

    def join(self, clash: Clash) -> None:
        """Make the statements of a clash, and all that are linked to them, one family."""
        one, other = self._find(id(clash.one)), self._find(id(clash.other))
        self._head[other] = one
        if one != other:
            self.articles[one] |= self.articles.pop(other, set())
            self._values[one] |= self._values.pop(other, set())
            self._apart |= {one} if other in self._apart else set()
        if clash.is_certain or clash.is_weighed:
            self._apart.add(one)
        self.articles[one] |= {clash.one.article, clash.other.article}
        self._values[one] |= {_bare(clash.difference.first), _bare(clash.difference.second)}

    def _find(self, statement: int) -> int:
        while self._head.setdefault(statement, statement) != statement:
            self._head[statement] = self._head[self._head[statement]]
            statement = self._head[statement]
        return statement


def _bare(written: str) -> str:
    """Return a value without what only its writing differs in: `2 - 15`, `2–15`."""
    return "".join(
        char for char in written.casefold().replace("–", "-") if char.isalnum() or char in "-."
    )
