"""Pairs of statements that may contradict each other, and whether they do.

From the conflicts to tune on, from the half `tune` of other words, and from centres where hardly
anything that looks like a contradiction is one: those that hold them, and `centres_alone`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.conflicts.injection import Placed, inject
from benchmarks.conflicts.judging import says
from benchmarks.conflicts.model import CENTRES, read_pages, read_pairs
from benchmarks.other_words import (
    BESIDE,
    PER_ARTICLE,
    beside,
    half_of_pair,
    own_pairs,
    placed_pairs,
)
from benchmarks.served import articles_below, knowledge_of
from handrail.domain.knowledge.health.blocking import Filed
from handrail.domain.knowledge.health.contradictions import possible_in
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.signals import Possible
from handrail.domain.knowledge.health.statements import Statement
from handrail.kernel.ids import digest
from training.contradictions.centres_alone import centres_alone
from training.contradictions.lessons import among_siblings

LEFT_OUT = ("help", "bank", "plausible", "travis", "chatwoot", "own", "github_policies")
"""The centres as folds leave them out; `own` are pages that hold pairs of many trades."""
_LESSONS = {
    "lesson-": (("lessons", "more_lessons"), BESIDE),
    "lesson-site-": (("site_lessons",), CENTRES),
}
"""How names of lessons begin, the files that hold them, and beside which centres they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold a pair of statements with what was measured of it."""

    kind: str
    """`conflict`, `alike`, `crossed` (sides of two pairs), `mixed` (one side), or `real`."""
    pair: str
    group: str
    """What is left out together: pairs that one template wrote."""
    sides: tuple[Statement, Statement]
    file: Filed
    found: Possible
    are_siblings: bool
    """Whether both sides are of one pair, or of pairs that say it of other things."""
    centre: str
    """Of which centre the first sentence is, or the file of pairs."""

    @property
    def texts(self) -> tuple[str, str]:
        """Return both sentences as they are written."""
        return self.sides[0].text, self.sides[1].text


def rows_of(data: Path) -> Iterator[Row]:
    """Yield all rows."""
    for centre in CENTRES:
        with TemporaryDirectory(prefix="handrail-rows-") as folder:
            articles = Path(folder) / "articles"
            pairs, pages = read_pairs("tuning", centre), read_pages("tuning", centre)
            placed = inject(pairs, pages, data / "help" / centre / "articles", articles)
            knowledge = knowledge_of([*articles_below(articles, centre)])
        yield from _rows(placed, knowledge, frozenset())
    placed, knowledge = own_pairs(data)
    unseen = frozenset(p.pair.name for p in placed if half_of_pair(p.pair) != "tune")
    yield from _rows(placed, knowledge, unseen)
    for prefix, (names, centres) in _LESSONS.items():
        placed = tuple(among_siblings(placed_pairs(*names), PER_ARTICLE))
        every = _rows(placed, beside(placed, data, centres), frozenset(), prefix)
        # What is real was had just before. Lessons of two pairs may well contradict each other.
        yield from (row for row in every if row.kind != "real" and not _is_of_two(row))
    for knowledge in centres_alone(data):
        yield from _rows((), knowledge, frozenset())


def _rows(
    placed: Sequence[Placed], knowledge: Knowledge, unseen: frozenset[str], prefix: str = ""
) -> Iterator[Row]:
    held = _held(placed)
    for file, one, other, found in possible_in(knowledge):
        mine, theirs = _sides(one, held), _sides(other, held)
        kind, pair = _kind(mine, theirs)
        if unseen.isdisjoint(p.pair.name for p, _ in (*mine, *theirs)):
            yield Row(
                kind=kind,
                pair=f"{prefix}{pair}",
                group=_group(kind, pair, prefix),
                sides=(one, other),
                file=file,
                found=found,
                are_siblings=not _stems(mine).isdisjoint(_stems(theirs)),
                centre=str(one.article).partition("/")[0],
            )


def _stems(sides: Sequence[tuple[Placed, int]]) -> frozenset[str]:
    return frozenset(one.pair.name.partition(".")[0] for one, _ in sides)


def _is_of_two(row: Row) -> bool:
    """Tell whether sides of two lessons meet that are no siblings."""
    return row.kind == "crossed" and not row.are_siblings


def _group(kind: str, pair: str, prefix: str) -> str:
    """Return the template that wrote a pair, or whose sibling it is."""
    if kind == "real" or pair.startswith("own"):
        return prefix + pair.partition(".")[0]
    return pair.rpartition("-")[0]


Held = Mapping[str, Sequence[tuple[Placed, int]]]


def _held(placed: Sequence[Placed]) -> Held:
    found: dict[str, list[tuple[Placed, int]]] = defaultdict(list)
    for one in placed:
        for number, article in enumerate(one.articles):
            found[article].append((one, number))
    return found


def _sides(statement: Statement, held: Held) -> list[tuple[Placed, int]]:
    return [
        (one, number)
        for one, number in held.get(str(statement.article), ())
        if says(statement.text, one.pair.sides[number].sentence)
    ]


def _kind(
    mine: Sequence[tuple[Placed, int]], theirs: Sequence[tuple[Placed, int]]
) -> tuple[str, str]:
    both = [one for one, at in mine for other, its in theirs if one is other and at != its]
    if both:
        return "conflict" if both[0].pair.is_conflict else "alike", both[0].pair.name
    if mine and theirs:
        return "crossed", mine[0][0].pair.name
    if mine or theirs:
        return "mixed", (*mine, *theirs)[0][0].pair.name
    return "real", "real"


def fold_of(row: Row, folds: int) -> int:
    """Return which fold leaves a row out: a real centre whole."""
    if row.kind == "real":
        return LEFT_OUT.index(row.centre) % folds
    return int(digest(row.group)[:8], 16) % folds
