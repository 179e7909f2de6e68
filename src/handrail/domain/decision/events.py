"""What a turn tells whoever listens to the conversation, in the order it is told."""

from collections.abc import Iterator

from handrail.domain.conversation.model import Event
from handrail.domain.decision.model import HandOff, TurnRecord
from handrail.domain.decision.reply_json import claim_as_json, claims_of, reply_as_json


def events_of(record: TurnRecord) -> tuple[Event, ...]:
    """Return the events of a turn; a claim is told only after it was checked."""
    return tuple(_events(record))


def _events(record: TurnRecord) -> Iterator[Event]:
    if record.question:
        facts = {"record": record.id, "text": record.question, "at": record.at.isoformat()}
        yield Event(kind="message.received", facts=facts)
    if not record.reply:
        return
    yield Event(kind="reply.started", facts={"record": record.id})
    for claim in claims_of(record.outcome):
        yield Event(kind="reply.claim", facts={"record": record.id, **claim_as_json(claim)})
    yield Event(kind="reply.finished", facts=reply_as_json(record))
    if isinstance(record.outcome, HandOff):
        reason = record.outcome.reason.value
        yield Event(kind="handoff.requested", facts={"record": record.id, "reason": reason})
