"""A person says whether a turn was right, what went wrong, and what would have been right.

Leads and admins do: a verdict counts in figures, in cases and against changes. Verdict, task and
audit entry are written together or not at all.
"""

from dataclasses import dataclass, replace

from handrail.domain.actions.model import Role, StaffSession
from handrail.domain.audit.model import Facts
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.knowledge.health.model import (
    STANDING,
    Finding,
    FindingId,
    FindingState,
    KeptFinding,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import (
    FAULTED,
    LONGEST_TEXT,
    Cause,
    ReviewId,
    TurnReview,
    Verdict,
    task_of,
)
from handrail.flow.decide_approval import actor_of
from handrail.flow.review_ports import ReviewPorts, ReviewRead, ReviewWritten
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.errors import BadInput, Forbidden, NotFound

MOST_ARTICLES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """Hold what a reviewer says of a turn."""

    record: RecordId
    verdict: Verdict
    cause: Cause | None = None
    articles: tuple[ArticleId, ...] = ()
    answer: str = ""
    note: str = ""


def review_turn(said: Reviewing, staff: StaffSession, ports: ReviewPorts) -> TurnReview:
    """Keep a verdict and what follows from it; raises Forbidden, BadInput, NotFound."""
    require_reviewer(staff)
    _require_sound(said)
    with ports.store.reviewing() as tx:
        record = tx.record(said.record)
        if record is None:
            raise NotFound(f"There is no turn {said.record!r}, or its customer was erased.")
        _require_known(said.articles, tx)
        review = TurnReview(
            id=ReviewId(ports.ids.new("rev")),
            record=record.id,
            conversation=record.conversation,
            reviewer=actor_of(staff),
            at=ports.clock.now(),
            verdict=said.verdict,
            cause=said.cause,
            articles=said.articles,
            answer=said.answer.strip(),
            note=said.note.strip(),
        )
        task = _task(review, record, staff, tx, ports)
        review = replace(review, finding=task)
        facts = _facts(review)
        tx.keep_review(review, staff_entry("turn.reviewed", record.id, staff, ports.clock, facts))
    return review


def require_reviewer(staff: StaffSession) -> None:
    """Raise Forbidden for who may not review: a verdict on the work that agents do is a lead's."""
    if staff.role is Role.AGENT:
        raise Forbidden("Leads and admins review.", hint="Tell a lead what you found wrong.")


def _require_sound(said: Reviewing) -> None:
    if said.verdict in FAULTED and said.cause is None:
        raise BadInput("Say what went wrong.", hint="Choose one of the causes.")
    if said.verdict not in FAULTED and said.cause is not None:
        raise BadInput("A cause belongs to what is not right.", hint="Leave it out.")
    if max(len(said.answer), len(said.note)) > LONGEST_TEXT:
        raise BadInput(f"A text has more than {LONGEST_TEXT} characters.", hint="Shorten it.")
    if len(said.articles) > MOST_ARTICLES:
        raise BadInput(f"More than {MOST_ARTICLES} articles were named.", hint="Name the best.")


def _require_known(articles: tuple[ArticleId, ...], reading: ReviewRead) -> None:
    unknown = reading.unknown_articles(articles)
    if unknown:
        raise BadInput(
            f"There is no article {unknown[0]!r}.", hint="Copy its id from the knowledge page."
        )


def _task(
    review: TurnReview,
    record: TurnRecord,
    staff: StaffSession,
    tx: ReviewWritten,
    ports: ReviewPorts,
) -> FindingId | None:
    """Give somebody the task that a verdict asks for; open it again where it was closed."""
    found = task_of(review, record)
    if found is None:
        return None
    held = tx.finding(found.id)
    if held is not None and held.state in STANDING:
        return found.id
    owner = tx.owner_of(found.articles) or staff.staff
    kept = _opened(found, owner, review) if held is None else replace(held, finding=found)
    kept = replace(kept, state=FindingState.ACCEPTED, last_seen=review.at)
    entry = staff_entry(
        "knowledge.finding_decided",
        found.id,
        staff,
        ports.clock,
        {"state": kept.state.value, "owner": kept.owner, "record": record.id},
    )
    tx.save_findings((kept,), entry)
    return found.id


def _opened(found: Finding, owner: str, review: TurnReview) -> KeptFinding:
    return KeptFinding(
        finding=found,
        state=FindingState.ACCEPTED,
        owner=owner,
        exposure=0,
        first_seen=review.at,
        last_seen=review.at,
        version=0,
        decided_by=review.reviewer,
        decided_at=review.at,
    )


def _facts(review: TurnReview) -> Facts:
    return {
        "review": review.id,
        "verdict": review.verdict.value,
        "cause": None if review.cause is None else review.cause.value,
        "articles": len(review.articles),
        "finding": review.finding,
    }
