"""The queue of the worst, how much of it was read, and one turn with all that it rested on."""

from dataclasses import dataclass
from datetime import timedelta

from handrail.domain.actions.model import StaffSession
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.figures import ExactInterval, share_figure
from handrail.domain.quality.model import Figure
from handrail.domain.quality.review import TurnReview, counting
from handrail.domain.quality.reviewers import reviewer_agreement
from handrail.domain.quality.waterfall import Stage, stage_of
from handrail.flow.basis_ports import PastStore
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.explain_record import Explanation, explain_record
from handrail.flow.ports import Store
from handrail.flow.read_conversation import ShownConversation, read_conversation
from handrail.flow.rebuild_turn import recorded_turn
from handrail.flow.review_ports import Asking, Covered, Queued, ReviewPorts
from handrail.flow.review_turn import require_reviewer
from handrail.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Hold how much was read, and whether readers agree."""

    days: int
    read: Figure
    """Of all turns that can have gone wrong."""
    worst_read: Figure
    """Of the worst twentieth of them."""
    agreement: Figure | None
    """Krippendorff's alpha; None while too few turns were read by two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """Hold the queue with how much of it was read."""

    turns: tuple[Queued, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingPorts:
    """Hold what looking at the queue and at one turn needs."""

    reviews: ReviewPorts
    desk: DeskPorts
    past: PastStore
    store: Store
    interval: ExactInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTurn:
    """Hold one turn as a reviewer sees it."""

    queued: Queued | None
    """None where it was not ranked yet."""
    explanation: Explanation
    shown: ShownConversation
    reviews: tuple[TurnReview, ...]
    stage: Stage | None
    """Where the right article was lost, once a reviewer has named it."""


def worst_turns(
    staff: StaffSession,
    ports: LookingPorts,
    *,
    days: int = 28,
    most: int = 50,
    reviewed: bool = False,
    simulated: bool = False,
) -> Worst:
    """Return the worst turns first, without a word of what customers wrote; raises Forbidden."""
    require_reviewer(staff)
    since = ports.reviews.clock.now() - timedelta(days=days)
    asked = Asking(since=since, most=most, reviewed=reviewed, simulated=simulated)
    with ports.reviews.store.reading() as reading:
        turns, covered = reading.queue(asked), reading.covered(since)
    return Worst(turns=turns, coverage=_coverage(covered, days, ports.interval))


def _coverage(seen: Covered, days: int, interval: ExactInterval) -> Coverage:
    return Coverage(
        days=days,
        read=share_figure(seen.read, seen.turns, interval),
        worst_read=share_figure(seen.worst_read, seen.worst, interval),
        agreement=reviewer_agreement(seen.readings),
    )


def turn_to_review(ref: RecordId, staff: StaffSession, ports: LookingPorts) -> ShownTurn:
    """Return one turn with its conversation, and note who read it; raises Forbidden, NotFound."""
    require_reviewer(staff)
    with ports.reviews.store.reading() as reading:
        record = reading.record(ref)
        queued, reviews = reading.risk_of(ref), reading.reviews_of(ref)
    if record is None:
        raise NotFound(f"There is no turn {ref!r}, or its customer was erased.")
    return ShownTurn(
        queued=queued,
        explanation=explain_record(ref, ports.store),
        shown=read_conversation(record.conversation, staff, ports.desk),
        reviews=reviews,
        stage=_stage(ref, reviews, ports.past),
    )


def _stage(ref: RecordId, reviews: tuple[TurnReview, ...], store: PastStore) -> Stage | None:
    review = counting(reviews)
    if review is None or not review.articles:
        return None
    with store.past() as past:
        kept = past.kept_turn(ref)
        turn = None if kept is None else recorded_turn(kept)
        if turn is None:
            return None
        served = [p for one in review.articles for p in past.served_then(one, turn.record.at)]
    return stage_of(review.articles, served, turn.basis, turn.record.outcome)
