"""What handoffs look like to a program that asked: the same over the command line and HTTP."""

from handrail.domain.conversation.model import Message
from handrail.domain.decision.reply_json import claim_as_json, claims_of, public_name, reason_of
from handrail.domain.handoff.model import Handoff
from handrail.domain.handoff.suggestion import Suggestion


def handoff_as_json(handoff: Handoff) -> dict[str, object]:
    """Return where a handoff stands, without what the customer wrote."""
    moments = {
        "requested_at": handoff.requested_at,
        "due_at": handoff.due_at,
        "taken_at": handoff.taken_at,
        "first_word_at": handoff.first_word_at,
        "ended_at": handoff.ended_at,
        "passed_at": handoff.passed_at,
    }
    return {
        "id": handoff.id,
        "conversation": handoff.conversation,
        "state": handoff.state.value,
        "reason": handoff.reason.value,
        "queue": handoff.queue,
        "priority": handoff.priority.value,
        "language": handoff.language,
        "is_staffed": handoff.is_staffed,
        "agent": handoff.agent,
        "passed_by": handoff.passed_by,
        "hands": handoff.hands,
        **{name: None if at is None else at.isoformat() for name, at in moments.items()},
    }


def message_as_json(message: Message) -> dict[str, object]:
    """Return one message of a conversation."""
    return {
        "id": message.id,
        "author": message.author.value,
        "by": message.by,
        "text": message.text,
        "at": message.at.isoformat(),
    }


def suggestion_as_json(suggestion: Suggestion) -> dict[str, object]:
    """Return a draft with the claims and citations that carry it."""
    record = suggestion.record
    confidence = record.confidence
    return {
        "id": suggestion.id,
        "conversation": suggestion.conversation,
        "text": suggestion.text,
        "outcome": public_name(record.outcome),
        "reason": reason_of(record.outcome),
        "claims": [claim_as_json(claim) for claim in claims_of(record.outcome)],
        "confidence": 0.0 if confidence is None else round(confidence.value, 4),
    }
