"""How what was said becomes rows, sealed where the customer is known."""

from typing import Any

from handrail.adapters.sql.sealed_text import SealedText, customer_place, event_place
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    ConversationId,
    Event,
    Message,
    MessageId,
)
from handrail.domain.decision.model import Abstain, HandOff, RecordId, TurnRecord
from handrail.domain.decision.record_json import outcome_name
from handrail.kernel.canonical import canonical_json
from handrail.kernel.ids import digest

_MESSAGE_ID_CHARACTERS = 32  # 128 bits of a hash over the record's unguessable id


def conversation_row(
    conversation: Conversation, person: str | None, texts: SealedText
) -> dict[str, Any]:
    """Return a new conversation as a row."""
    return {
        "id": conversation.id,
        "state": conversation.state.value,
        "version": conversation.version,
        "opened_at": conversation.opened_at,
        "locale": conversation.locale,
        "product": conversation.product,
        "site": conversation.site,
        "channel": conversation.channel,
        "token_digest": conversation.token_digest,
        "person": person,
        "customer": sealed_customer(conversation, person, texts),
        "origin": conversation.origin,
    }


def message_row(message: Message, person: str | None, texts: SealedText) -> dict[str, Any]:
    """Return a message as a row."""
    return {
        "id": message.id,
        "conversation": message.conversation,
        "sequence": message.sequence,
        "author": message.author.value,
        "text": texts.seal(person, message.text, message.id),
        "at": message.at,
        "by": message.by,
    }


def message_id(record: RecordId, author: Author) -> MessageId:
    """Return the id of what was said by one of both sides in the turn of a record."""
    return MessageId(f"msg_{digest(record, author)[:_MESSAGE_ID_CHARACTERS]}")


def record_row(
    record: TurnRecord, spelled: str, ref: ConversationId, person: str | None, texts: SealedText
) -> dict[str, Any]:
    """Return a turn record as a row; `spelled` is its text."""
    outcome = record.outcome
    return {
        "id": record.id,
        "conversation": ref,
        "at": record.at,
        "outcome": outcome_name(outcome),
        "reason": outcome.reason.value if isinstance(outcome, Abstain | HandOff) else None,
        "confidence": record.confidence.value if record.confidence else None,
        "calibration": record.calibration,
        "snapshot": record.snapshot,
        "document": texts.seal(person, spelled, record.id),
    }


def event_row(
    event: Event, ref: ConversationId, sequence: int, person: str | None, texts: SealedText
) -> dict[str, Any]:
    """Return an event as a row."""
    facts = canonical_json(event.facts)
    return {
        "conversation": ref,
        "sequence": sequence,
        "kind": event.kind,
        "facts": texts.seal(person, facts, event_place(ref, sequence)),
    }


def sealed_customer(
    conversation: Conversation, person: str | None, texts: SealedText
) -> str | None:
    """Return who the customer is, as it is stored."""
    if conversation.customer is None:
        return None
    return texts.seal(person, conversation.customer, customer_place(conversation.id))
