"""What was compared, and what came of it, in a form that outlives the process.

Held are the article versions that were served then, and what was found of their sentences. The
sentences are read again: those that are still served, and of the articles that were edited since
those that stood there before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.knowledge.health.carried_on import Carried
from handrail.domain.knowledge.health.clash import Clash
from handrail.domain.knowledge.health.clash_weights import FIRST, SECOND
from handrail.domain.knowledge.health.comparing import Difference
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.health.statements import Statement, statements_in
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, VersionId
from handrail.kernel.ids import digest

Place = tuple[PassageId, int]
"""Where a sentence stands: its passage, and from which character on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptClash:
    """Hold two sentences that cannot both be true by where they stand."""

    one: Place
    other: Place
    difference: Difference
    is_certain: bool
    is_weighed: bool
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Hold what was found when all that was served had been compared."""

    by: str
    """By which software, weights and embedder."""
    versions: Mapping[ArticleId, VersionId]
    """What was served of each article that says anything."""
    passages: str
    """A hash over what was served of them: what is read again has to be the same."""
    clashes: tuple[KeptClash, ...]


def compared_by(software: str, embedder: str) -> str:
    """Return a name for how sentences are compared; what another found is not carried on."""
    return digest(software, embedder, repr(FIRST), repr(SECOND))


def comparison_of(carried: Carried, knowledge: Knowledge, by: str) -> Comparison | None:
    """Return what is to be kept; None where not everything was compared."""
    if not carried.is_whole:
        return None
    return Comparison(
        by=by,
        versions={passage.article: passage.version for passage in knowledge.passages},
        passages=_digest(knowledge.passages),
        clashes=tuple(_kept(clash) for clash in carried.clashes),
    )


def versions_gone(kept: Comparison, knowledge: Knowledge) -> Mapping[ArticleId, VersionId]:
    """Return the article versions that were compared and are not served any more."""
    served = {passage.article: passage.version for passage in knowledge.passages}
    return {ref: then for ref, then in kept.versions.items() if served.get(ref) != then}


def read_back(
    kept: Comparison,
    gone: Iterable[Passage],
    knowledge: Knowledge,
    statements: Sequence[Statement],
) -> Carried:
    """Return what was known then; `gone` are the passages of what is not served any more.

    Nothing is known where these and what is still served are not what was served then.
    """
    stay = (one for one in knowledge.passages if kept.versions.get(one.article) == one.version)
    then = (*stay, *gone)
    if _digest(then) != kept.passages:
        return Carried()
    served = {_form(passage) for passage in knowledge.passages}
    standing = {passage.id for passage in then if _form(passage) in served}
    still = [one for one in statements if one.passage in standing]
    went = [one for old in then if old.id not in standing for one in statements_in(old)]
    seen = {id(one): one for one in (*still, *went)}
    return Carried(
        seen=seen, compared=frozenset(seen), clashes=tuple(_clashes(kept.clashes, still))
    )


def _clashes(kept: Iterable[KeptClash], still: Iterable[Statement]) -> Iterator[Clash]:
    """Yield those of which both sides are still there."""
    by_place = {_place(one): one for one in still}
    for clash in kept:
        one, other = by_place.get(clash.one), by_place.get(clash.other)
        if one is not None and other is not None:
            yield Clash(
                one=one,
                other=other,
                difference=clash.difference,
                is_certain=clash.is_certain,
                is_weighed=clash.is_weighed,
                chance=clash.chance,
            )


def _kept(clash: Clash) -> KeptClash:
    return KeptClash(
        one=_place(clash.one),
        other=_place(clash.other),
        difference=clash.difference,
        is_certain=clash.is_certain,
        is_weighed=clash.is_weighed,
        chance=clash.chance,
    )


def _place(statement: Statement) -> Place:
    return statement.passage, statement.start


def _form(passage: Passage) -> tuple[str, str, str]:
    """Return what a passage's sentences are read from: its id tells its headings and its text."""
    return passage.id, passage.title, passage.locale


def _digest(passages: Iterable[Passage]) -> str:
    return digest(repr(sorted(map(_form, passages))))
