"""Keep what was contested with a turn, and return it from there as it was."""

from collections.abc import Iterator, Mapping

from handrail.domain.decision.basis import (
    Basis,
    ContestedThen,
    DisputesThen,
    HitThen,
    LookedThen,
    SideThen,
)
from handrail.domain.decision.contested import ContestedPassages
from handrail.domain.knowledge.health.contested import Contested, Side
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.knowledge.passage_digest import passage_digest
from handrail.flow.last_look import Looked

Passages = Mapping[tuple[PassageId, str], Passage]
"""Passages by id and content."""


def disputes_to_keep(contested: ContestedPassages) -> DisputesThen:
    """Return what was contested as it is kept."""
    return {ref: tuple(map(_kept, disputes)) for ref, disputes in contested.items()}


def contested_then(
    kept: DisputesThen, passages: Passages
) -> dict[PassageId, tuple[Contested, ...]]:
    """Return what was contested; `passages` holds every side."""
    return {ref: tuple(_then(one, passages) for one in disputes) for ref, disputes in kept.items()}


def look_to_keep(looked: Looked | None) -> LookedThen | None:
    """Return what the last look found as it is kept; None where it found nothing."""
    if looked is None or not (looked.gone or looked.contested):
        return None
    return LookedThen(gone=looked.gone, contested=disputes_to_keep(looked.contested))


def looked_then(kept: LookedThen | None, passages: Passages) -> Looked | None:
    """Return what the last look found."""
    if kept is None:
        return None
    return Looked(gone=kept.gone, contested=contested_then(kept.contested, passages))


def stood_on(basis: Basis) -> Iterator[HitThen | SideThen]:
    """Yield every passage that a turn stood on: what was found, and what spoke against it."""
    kept = [found.contested for found in basis.found]
    if basis.looked is not None:
        kept.append(basis.looked.contested)
    for found in basis.found:
        yield from found.hits
    for by_passage in kept:
        for disputes in by_passage.values():
            for dispute in disputes:
                yield from dispute.sides


def _kept(dispute: Contested) -> ContestedThen:
    return ContestedThen(
        finding=dispute.finding,
        why=dispute.why,
        sides=tuple(
            SideThen(
                passage=side.passage.id,
                article=side.passage.article,
                version=side.passage.version,
                digest=passage_digest(side.passage),
                quote=side.quote,
            )
            for side in dispute.sides
        ),
        newer=dispute.newer,
    )


def _then(kept: ContestedThen, passages: Passages) -> Contested:
    return Contested(
        finding=kept.finding,
        why=kept.why,
        sides=tuple(
            Side(passage=passages[side.passage, side.digest], quote=side.quote)
            for side in kept.sides
        ),
        newer=kept.newer,
    )
