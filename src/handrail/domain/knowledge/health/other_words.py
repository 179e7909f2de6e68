"""Which statements contradict each other in words of their own?

What two of them may differ in is measured, and weighed by two small forests that learnt from
written conflicts and from real centres: the first without the sentences' vectors, so that few
sentences have to be embedded, the second with them. Of what is left each statement keeps what is
about as likely as its likeliest: a sentence about one thing often looks as if it denied one about
a sibling of it, until the one that it does deny stands beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from handrail.domain.knowledge.health.aligned import Meaning
from handrail.domain.knowledge.health.blocking import Filed, rarest_measured
from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.clash_weights import FIRST, SECOND
from handrail.domain.knowledge.health.comparing import Difference
from handrail.domain.knowledge.health.cues import Cues, cues_of
from handrail.domain.knowledge.health.read_once import ReadOnce
from handrail.domain.knowledge.health.signals import Possible, Sides, possible, with_meaning
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.health.surroundings import Surroundings
from handrail.domain.knowledge.model import PassageId

Pair = tuple[int, int]

WORTH_READING = 0.02
LIKELY = 0.15
_MANY = 10_000
"""Statements up to which a centre is as those that the weights were learnt in."""
_AS_LIKELY = 0.4
"""Share of a statement's likeliest chance that another of its contradictions needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAll:
    """Hold everything that is served, read for comparing."""

    file: Filed
    around: Surroundings
    names: Mapping[str, bool]
    """For each word, whether it is mostly written with a capital."""


def possible_pairs(
    pairs: Iterable[Pair], ties: Mapping[Pair, float], read: ReadAll
) -> Iterator[tuple[Pair, Possible]]:
    """Yield those pairs that may contradict each other, with what speaks for and against."""
    rarest = _rarest_ties(ties)
    known: dict[int, Cues] = {}
    statements = read.file.statements
    for at, its in pairs:
        one, other = statements[at], statements[its]
        for place in (at, its):
            if place not in known:
                known[place] = _cues(statements[place])
        sides = Sides(
            one=one,
            other=other,
            mine=known[at],
            theirs=known[its],
            file=read.file,
            names=read.names,
            tied=ties[at, its],
            rarest=(rarest[at], rarest[its]),
            measured=rarest_measured(read.file, at, its),
            is_apart=read.around.are_apart(one.article, other.article),
            are_siblings=read.around.are_siblings(one.article, other.article),
        )
        found = possible(sides)
        if found is not None:
            yield (at, its), found


def _cues(statement: Statement) -> Cues:
    key = (statement.passage, statement.start)
    return _READ.of(key, statement, partial(cues_of, statement))


_READ = ReadOnce[tuple[PassageId, int], Statement, Cues](25_000)  # about 60 MB


def likely_clashes(
    pairs: Iterable[Pair],
    ties: Mapping[Pair, float],
    read: ReadAll,
    meaning: Meaning | None,
) -> Iterator[Clash]:
    """Yield the pairs that contradict each other likely enough for a centre of any size."""
    for pair, told in possible_pairs(pairs, ties, read):
        chance = _chance(pair, told, read, meaning)
        if chance >= LIKELY:
            one, other = (read.file.statements[place] for place in pair)
            yield Clash(
                one=one,
                other=other,
                difference=_difference(told),
                is_certain=False,
                is_weighed=True,
                chance=chance,
            )


def likeliest(clashes: Collection[Clash], statements: int) -> Iterator[Clash]:
    """Yield what is likely enough among so many statements, and none much less so than its rivals.

    What is not weighed is yielded as it is.
    """
    least = least_chance(statements)
    best: dict[int, float] = defaultdict(float)
    for clash in clashes:
        if clash.is_weighed:
            for side in (clash.one, clash.other):
                best[id(side)] = max(best[id(side)], clash.chance)
    for clash in clashes:
        rival = max(best[id(clash.one)], best[id(clash.other)])
        if not clash.is_weighed or (
            clash.chance >= least and _odds(clash.chance) >= _AS_LIKELY * _odds(rival)
        ):
            yield clash


def least_chance(statements: int) -> float:
    """Return the chance from which something is told, in a centre of so many statements.

    A centre of three times the size has three times as much that looks like a contradiction and is
    none, and its list is read by no more people: what is told there has to be as much likelier.
    """
    odds = _odds(LIKELY) * max(1.0, statements / _MANY)
    return odds / (1.0 + odds)


def _odds(chance: float) -> float:
    return chance / max(1e-9, 1.0 - chance)


def _chance(pair: Pair, told: Possible, read: ReadAll, meaning: Meaning | None) -> float:
    first = FIRST.probability(told.signals)
    if meaning is None or first < WORTH_READING:
        return first
    sides = (read.file.statements[pair[0]], read.file.statements[pair[1]])
    return SECOND.probability(with_meaning(told, sides, read.file, meaning))


def _difference(told: Possible) -> Difference:
    kind, topic, first, second = told.found
    return Difference(
        kind=kind,
        topic=topic,
        first=first,
        second=second,
        shared=told.shared,
        likeness=told.signals["covered"],
    )


def _rarest_ties(ties: Mapping[Pair, float]) -> Mapping[int, float]:
    """Return for each statement in how few others its rarest shared phrase stands."""
    rarest: dict[int, float] = defaultdict(lambda: float("inf"))
    for (at, its), tied in ties.items():
        rarest[at] = min(rarest[at], tied)
        rarest[its] = min(rarest[its], tied)
    return rarest
