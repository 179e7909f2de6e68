"""Do many articles give each a value of its own for one thing? Then it is one question, told once.

Nine pages that give nine prices for *Monthly fee* are nine products whose pages do not say so, far
likelier than thirty-six contradictions; and where they are not, one look shows it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.comparing import TELLING, DifferenceKind

_FROM = 5
"""Articles, and values, from which it is a family: of fewer, each pair is worth a look."""


def told_once(clashes: Sequence[Clash]) -> Iterator[Clash]:
    """Yield clashes as they are, of each family one, which says how many articles it is of."""
    families = _Families()
    for clash in clashes:
        if clash.difference.kind is DifferenceKind.VALUE and clash.difference.shared < TELLING:
            families.join(clash)
    told: set[int] = set()
    for clash in clashes:
        family = families.of(clash)
        articles = families.articles[family]
        if min(len(articles), len(families.values[family])) < _FROM:
            yield clash
        elif family not in told:
            told.add(family)
            yield replace(clash, is_certain=False, among=len(articles))


class _Families:
    """Hold which statements are linked by values that differ."""

    def __init__(self) -> None:
        self._head: dict[int, int] = {}
        self.articles: dict[int, set[str]] = defaultdict(set)
        self.values: dict[int, set[str]] = defaultdict(set)

    def of(self, clash: Clash) -> int:
        """Return the family of a clash."""
        return self._find(id(clash.one))

    def join(self, clash: Clash) -> None:
        """Make the statements of a clash, and all that are linked to them, one family."""
        one, other = self._find(id(clash.one)), self._find(id(clash.other))
        self._head[other] = one
        if one != other:
            self.articles[one] |= self.articles.pop(other, set())
            self.values[one] |= self.values.pop(other, set())
        self.articles[one] |= {clash.one.article, clash.other.article}
        self.values[one] |= {_bare(clash.difference.first), _bare(clash.difference.second)}

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
