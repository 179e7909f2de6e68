"""Do many articles give each a value of its own for one thing? Then it is one question, told once.

Nine pages that give nine prices for *Monthly fee* are nine products whose pages do not say so, far
likelier than thirty-six contradictions; and where they are not, one look shows it. So it is with
one range, and a value within it on each of many pages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handrail.domain.knowledge.health.clash import Clash, Family
from handrail.domain.knowledge.health.comparing import TELLING, DifferenceKind
from handrail.domain.knowledge.health.statements import Statement

_FROM = 5
"""Articles, and values that no range holds, from which it is one: fewer are worth a look each."""
_WORDS = 3
"""Of the words that most of its sentences have, how many name a family."""
_Member = tuple[int, str, bool]
"""A statement, a kind of value, and whether it was weighed: only alike clashes make a family."""


def told_once(clashes: Sequence[Clash]) -> Iterator[Clash]:
    """Yield clashes as they are, of each family one, which says what articles it is of.

    It is the one of the first articles by name, so that it stays the same when others are edited.
    """
    families = _Families()
    for clash in filter(_may_be_of_many, clashes):
        families.join(clash)
    first: dict[_Member, Clash] = {}
    for clash in clashes:
        head = families.head_of(clash)
        if _may_be_of_many(clash) and families.is_large(head):
            first[head] = min(first.get(head, clash), clash, key=_by_name)
        else:
            yield clash
    for head, clash in first.items():
        yield replace(clash, is_certain=False, family=families.family(head))


def _may_be_of_many(clash: Clash) -> bool:
    found = clash.difference
    return found.kind is DifferenceKind.VALUE and found.shared < TELLING


def _by_name(clash: Clash) -> list[tuple[str, int, str]]:
    return sorted((side.article, side.start, side.passage) for side in (clash.one, clash.other))


class _Families:
    """Hold which statements are linked by values of one kind that differ."""

    def __init__(self) -> None:
        self._heads: dict[_Member, _Member] = {}
        self._apart: set[_Member] = set()
        self._statements: dict[_Member, dict[int, Statement]] = defaultdict(dict)
        self._values: dict[_Member, set[str]] = defaultdict(set)

    def head_of(self, clash: Clash) -> _Member:
        """Return by what the family of a clash is known here."""
        return self._find(_member(clash, clash.one))

    def is_large(self, head: _Member) -> bool:
        """Tell whether so many articles give values, all of their own or all in one range."""
        is_of_many_values = len(self._values[head]) >= _FROM or head not in self._apart
        articles = {one.article for one in self._statements[head].values()}
        return len(articles) >= _FROM and is_of_many_values

    def family(self, head: _Member) -> Family:
        """Return the articles of a family, and the words that name it."""
        statements = self._statements[head].values()
        said = Counter(stem for one in statements for stem in one.stems)
        words = sorted(said, key=lambda stem: (-said[stem], stem))[:_WORDS]
        return Family(
            articles=tuple(sorted({one.article for one in statements})), words=tuple(sorted(words))
        )

    def join(self, clash: Clash) -> None:
        """Make the statements of a clash, and all that are linked to them, one family."""
        one, other = (self._find(_member(clash, side)) for side in (clash.one, clash.other))
        self._heads[other] = one
        if one != other:
            self._statements[one] |= self._statements.pop(other, {})
            self._values[one] |= self._values.pop(other, set())
            self._apart |= {one} if other in self._apart else set()
        if clash.is_certain or clash.is_weighed:
            self._apart.add(one)
        self._statements[one] |= {id(side): side for side in (clash.one, clash.other)}
        self._values[one] |= {_bare(clash.difference.first), _bare(clash.difference.second)}

    def _find(self, member: _Member) -> _Member:
        while self._heads.setdefault(member, member) != member:
            self._heads[member] = self._heads[self._heads[member]]
            member = self._heads[member]
        return member


def _member(clash: Clash, side: Statement) -> _Member:
    return id(side), clash.difference.topic, clash.is_weighed


def _bare(written: str) -> str:
    """Return a value without what only its writing differs in: `2 - 15`, `2–15`."""
    return "".join(
        char for char in written.casefold().replace("–", "-") if char.isalnum() or char in "-."
    )
