"""What is told in a conversation about the people who take part in it."""

from datetime import datetime

from handrail.domain.conversation.model import Event, MessageId
from handrail.domain.decision.model import RecordId
from handrail.domain.handoff.model import Handoff
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.waiting import Wait


def requested_event(handoff: Handoff, record: RecordId, wait: Wait) -> Event:
    """Return what tells that a person was asked for, and what is known of how long it takes."""
    facts = {
        "record": record,
        "reason": handoff.reason.value,
        "handoff": handoff.id,
        "is_staffed": handoff.is_staffed,
        "wait_seconds": wait.seconds,
        "position": wait.position,
    }
    return Event(kind="handoff.requested", facts=facts)


def joined_event(agent: str) -> Event:
    """Return what tells that a person has the word now."""
    return Event(kind="agent.joined", facts={"agent": agent})


def agent_event(ref: MessageId, text: str, agent: str, at: datetime) -> Event:
    """Return what tells what a person said."""
    facts = {"id": ref, "text": text, "agent": agent, "at": at.isoformat()}
    return Event(kind="agent.message", facts=facts)


def left_event(agent: str, after: str | None = None) -> Event:
    """Return what tells that a person has left.

    `after` is the colleague who has the word now; without one, the assistant has it.
    """
    told = {} if after is None else {"after": after}
    return Event(kind="agent.left", facts={"agent": agent, **told})


def passed_on_event(agent: str) -> Event:
    """Return what tells that a person has left and that a colleague of theirs will come."""
    return Event(kind="agent.passed_on", facts={"agent": agent})


def returned_events(agent: str) -> tuple[Event, ...]:
    """Return what tells that a person gave the word back and would like to hear how it was."""
    return (left_event(agent), Event(kind="rating.requested"))


def closed_events() -> tuple[Event, ...]:
    """Return what tells that a person ended the conversation and would like to hear how it was."""
    return (Event(kind="conversation.closed"), Event(kind="rating.requested"))


def rated_event(rating: Rating) -> Event:
    """Return what tells that the customer has rated the conversation."""
    return Event(kind="rating.given", facts={"score": rating.score})
