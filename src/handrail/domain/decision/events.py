"""What a turn tells whoever listens to the conversation, in the order it is told."""

from collections.abc import Iterator
from datetime import datetime

from handrail.domain.answering.model import Claim
from handrail.domain.conversation.model import Event
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.decision.reply_json import claim_as_json, claims_of, reply_as_json


def events_of(record: TurnRecord) -> tuple[Event, ...]:
    """Return the events of a turn; a claim is told only after it was checked."""
    return tuple(_events(record))


def received_event(record: RecordId, text: str, at: datetime) -> Event:
    """Return what tells that a message came in."""
    facts = {"record": record, "text": text, "at": at.isoformat()}
    return Event(kind="message.received", facts=facts)


def started_event(record: RecordId) -> Event:
    """Return what tells that a reply begins."""
    return Event(kind="reply.started", facts={"record": record})


def claim_event(record: RecordId, claim: Claim) -> Event:
    """Return what tells one claim of a reply."""
    return Event(kind="reply.claim", facts={"record": record, **claim_as_json(claim)})


def withdrawn_event(record: RecordId) -> Event:
    """Return what takes back the claims of a reply that was never finished."""
    return Event(kind="reply.withdrawn", facts={"record": record})


def _events(record: TurnRecord) -> Iterator[Event]:
    if record.question:
        yield received_event(record.id, record.question, record.at)
    if not record.reply:
        return
    yield started_event(record.id)
    for claim in claims_of(record.outcome):
        yield claim_event(record.id, claim)
    yield Event(kind="reply.finished", facts=reply_as_json(record))
