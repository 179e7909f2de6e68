"""How handoffs, drafts and ratings become rows, sealed where the customer is known."""

import json
from typing import Any

from handrail.adapters.sql.sealed_text import SealedText
from handrail.domain.actions.model import StaffId
from handrail.domain.decision.model import HandOffReason
from handrail.domain.decision.record_json import record_from_json, record_text
from handrail.domain.handoff.brief_json import brief_from_json, brief_to_json
from handrail.domain.handoff.model import Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId, Used
from handrail.kernel.canonical import canonical_json


def handoff_row(handoff: Handoff, person: str | None, texts: SealedText) -> dict[str, Any]:
    """Return a handoff as a row."""
    return {
        "id": handoff.id,
        "conversation": handoff.conversation,
        "reason": handoff.reason.value,
        "state": handoff.state.value,
        "version": handoff.version,
        "queue": handoff.queue,
        "priority": handoff.priority.value,
        "language": handoff.language,
        "is_staffed": handoff.is_staffed,
        "requested_at": handoff.requested_at,
        "due_at": handoff.due_at,
        "agent": handoff.agent,
        "taken_at": handoff.taken_at,
        "first_word_at": handoff.first_word_at,
        "ended_at": handoff.ended_at,
        "introduced": handoff.introduced,
        "passed_by": handoff.passed_by,
        "passed_at": handoff.passed_at,
        "brief": _sealed_brief(handoff, person, texts),
    }


def handoff_of(row: Any, texts: SealedText, *, is_closed: bool = False) -> Handoff:
    """Return the handoff of a row with its conversation's person; without its brief if closed."""
    held = None if is_closed or not row.brief else texts.open(row.person, row.brief, row.id)
    return Handoff(
        id=HandoffId(row.id),
        conversation=row.conversation,
        reason=HandOffReason(row.reason),
        state=HandoffState(row.state),
        version=row.version,
        requested_at=row.requested_at,
        queue=row.queue,
        priority=Priority(row.priority),
        is_staffed=row.is_staffed,
        due_at=row.due_at,
        language=row.language,
        agent=None if row.agent is None else StaffId(row.agent),
        taken_at=row.taken_at,
        first_word_at=row.first_word_at,
        ended_at=row.ended_at,
        introduced=None if row.introduced is None else StaffId(row.introduced),
        passed_by=None if row.passed_by is None else StaffId(row.passed_by),
        passed_at=row.passed_at,
        brief=None if held is None else brief_from_json(json.loads(held)),
    )


def suggestion_row(suggestion: Suggestion, person: str | None, texts: SealedText) -> dict[str, Any]:
    """Return a draft as a row."""
    document = record_text(suggestion.record)
    return {
        "id": suggestion.id,
        "conversation": suggestion.conversation,
        "at": suggestion.at,
        "document": texts.seal(person, document, suggestion.id),
        "message": suggestion.message,
        "used": None if suggestion.used is None else suggestion.used.value,
    }


def suggestion_of(row: Any, texts: SealedText) -> Suggestion | None:
    """Return the draft of a row, or None where its customer was erased."""
    document = texts.open(row.person, row.document, row.id) if row.document else None
    if document is None:
        return None
    return Suggestion(
        id=SuggestionId(row.id),
        conversation=row.conversation,
        at=row.at,
        record=record_from_json(json.loads(document)),
        message=row.message,
        used=None if row.used is None else Used(row.used),
    )


def rating_row(rating: Rating, person: str | None, texts: SealedText) -> dict[str, Any]:
    """Return a rating as a row."""
    comment = rating.comment
    place = comment_place(rating.conversation)
    return {
        "conversation": rating.conversation,
        "score": rating.score,
        "comment": None if comment is None else texts.seal(person, comment, place),
        "at": rating.at,
    }


def rating_of(row: Any, texts: SealedText) -> Rating:
    """Return the rating of a row; without the comment where its customer was erased."""
    place = comment_place(row.conversation)
    return Rating(
        conversation=row.conversation,
        score=row.score,
        comment=None if row.comment is None else texts.open(row.person, row.comment, place),
        at=row.at,
    )


def comment_place(conversation: str) -> str:
    """Return the place for which the comment of a rating is sealed."""
    return f"{conversation} rating"


def _sealed_brief(handoff: Handoff, person: str | None, texts: SealedText) -> str:
    if handoff.brief is None:
        return ""
    spelled = canonical_json(brief_to_json(handoff.brief))
    return texts.seal(person, spelled, handoff.id)
