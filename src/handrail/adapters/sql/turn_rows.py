"""How messages and records of turns become rows."""

from typing import Any

from handrail.domain.conversation.model import Conversation, Message
from handrail.domain.decision.model import Abstain, HandOff, TurnRecord
from handrail.domain.decision.record_json import outcome_name, record_to_json
from handrail.kernel.canonical import canonical_json


def message_row(message: Message) -> dict[str, Any]:
    """Return a message as a row."""
    return {
        "id": message.id,
        "conversation": message.conversation,
        "sequence": message.sequence,
        "author": message.author.value,
        "text": message.text,
        "at": message.at,
    }


def record_row(conversation: Conversation, record: TurnRecord) -> dict[str, Any]:
    """Return the record of a turn as a row."""
    outcome = record.outcome
    return {
        "id": record.id,
        "conversation": conversation.id,
        "at": record.at,
        "outcome": outcome_name(outcome),
        "reason": outcome.reason.value if isinstance(outcome, Abstain | HandOff) else None,
        "confidence": record.confidence.value if record.confidence else None,
        "calibration": record.calibration,
        "snapshot": record.snapshot,
        "document": canonical_json(record_to_json(record)),
    }
