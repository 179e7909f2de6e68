"""Charge every answer that a reviewer found wrong to the stage where the right article was lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from handrail.domain.decision.model import RecordId
from handrail.domain.quality.waterfall import Charged, stage_of
from handrail.domain.quality.worth import Review
from handrail.flow.basis_ports import PastConversations, PastStore
from handrail.flow.rebuild_turn import Recorded, recorded_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Hold the charged answers, and how many could not be: no article named, or nothing kept."""

    charged: tuple[Charged, ...]
    uncharged: int


def charge_stages(since: datetime, until: datetime, store: PastStore) -> Waterfall:
    """Return what was found wrong between two moments, each charged to one stage."""
    with store.past() as past:
        refs = past.found_wrong(since, until)
    charged, uncharged = [], 0
    for ref in refs:
        with store.past() as past:
            reviews = past.reviews(ref)
            wrong = {record: one for record, one in reviews.items() if not one.is_right}
            found = list(_charged(past, wrong, [recorded_turn(t) for t in past.turns(ref)]))
        charged += found
        uncharged += len(wrong) - len(found)
    return Waterfall(charged=tuple(charged), uncharged=uncharged)


def _charged(
    past: PastConversations, wrong: Mapping[RecordId, Review], turns: list[Recorded | None]
) -> Iterator[Charged]:
    for turn in turns:
        review = None if turn is None else wrong.get(turn.record.id)
        if turn is None or review is None or not review.articles:
            continue
        record = turn.record
        served = [p for one in review.articles for p in past.served_then(one, record.at)]
        yield Charged(
            record=record.id,
            at=record.at,
            stage=stage_of(review.articles, served, turn.basis, record.outcome),
            articles=review.articles,
        )
