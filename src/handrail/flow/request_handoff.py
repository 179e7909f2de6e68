"""A conversation is handed over: in the transaction of the turn that says so, or not at all.

Whose work it becomes, how soon somebody is to look and whether somebody is there now are decided
with the words that tell the customer; the brief is written from the turn as it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from handrail.domain.actions.model import StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.domain.decision.model import HandOffReason
from handrail.domain.decision.presence import Presence
from handrail.domain.handoff.bare_brief import bare_brief
from handrail.domain.handoff.hours import after_open_time, is_open, next_opening
from handrail.domain.handoff.model import Brief, Handoff, HandoffId, HandoffState
from handrail.domain.handoff.queue import priority_of, queue_for
from handrail.domain.handoff.waiting import LATELY, Wait, expected_wait
from handrail.flow.desk_ports import Handing
from handrail.flow.ports import Reading, Writing
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsked:
    """Hold why a person is asked for in a conversation, and what was said until then."""

    conversation: ConversationId
    reason: HandOffReason
    said: Sequence[str]
    at: datetime
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """Hold a handoff that is about to be kept, and what may be told of how long it takes."""

    handoff: Handoff
    wait: Wait


def handoff_to_keep(
    asked: PersonAsked, reading: Reading, handing: Handing, ids: Ids
) -> Requested | None:
    """Return the handoff that begins where a person is asked for; None where one is open."""
    if reading.open_handoff_of(asked.conversation) is not None:
        return None
    handoff = new_handoff(asked, HandoffId(ids.new("hand")), handing)
    return Requested(handoff=handoff, wait=wait_for(handoff, reading, handing))


def keep_handoff(requested: Requested, writing: Writing, handing: Handing) -> None:
    """Store a handoff with its brief; the turn that asked for it is stored already."""
    handoff = requested.handoff
    brief = brief_of(handoff.conversation, writing, handing)
    facts = {
        "conversation": handoff.conversation,
        "reason": handoff.reason.value,
        "queue": handoff.queue,
        "priority": handoff.priority.value,
        "staffed": handoff.is_staffed,
    }
    entry = AuditEntry(
        kind="handoff.requested",
        actor="assistant",
        subject=handoff.id,
        at=handoff.requested_at,
        facts=facts,
    )
    writing.add_handoff(replace(handoff, brief=brief), entry)


def new_handoff(asked: PersonAsked, ref: HandoffId, handing: Handing) -> Handoff:
    """Return a handoff that begins to wait; its brief is still to be written."""
    queue = queue_for(asked.said, asked.reason, asked.language, handing.queues)
    return Handoff(
        id=ref,
        conversation=asked.conversation,
        reason=asked.reason,
        state=HandoffState.WAITING,
        version=0,
        requested_at=asked.at,
        queue=queue.name,
        priority=priority_of(asked.reason, queue),
        is_staffed=is_staffed(handing, asked.at),
        due_at=due_at(handing, asked.at),
        language=asked.language,
    )


def unasked_handoff(
    held: Conversation, agent: StaffId, at: datetime, reading: Reading, handing: Handing, ids: Ids
) -> Handoff:
    """Return a handoff for which nobody asked, in the hands of one who speaks up by themselves."""
    asked = PersonAsked(
        conversation=held.id, reason=HandOffReason.STAFF_DECISION, said=held.questions, at=at
    )
    return replace(
        new_handoff(asked, HandoffId(ids.new("hand")), handing),
        state=HandoffState.TAKEN,
        agent=agent,
        introduced=agent,
        taken_at=at,
        brief=brief_of(held.id, reading, handing),
    )


def is_staffed(handing: Handing, at: datetime) -> bool:
    """Tell whether somebody is there; where the operator named no hours, somebody always is."""
    return handing.hours is None or is_open(handing.hours, at)


def wait_for(handoff: Handoff, reading: Reading, handing: Handing) -> Wait:
    """Return what may be told of how long a handoff that begins to wait will take."""
    now = handoff.requested_at
    return expected_wait(
        reading.waited(handoff.queue, now - LATELY),
        reading.count_waiting(handoff.queue, handoff.priority),
        now,
        UTC if handing.hours is None else handing.hours.zone,
        is_staffed=handoff.is_staffed,
    )


def presence_at(now: datetime, wait: Wait, handing: Handing, *, is_drafted: bool) -> Presence:
    """Return what the customer may be told of who is there."""
    back_at = None if handing.hours is None else next_opening(handing.hours, now)
    return Presence(
        is_staffed=is_staffed(handing, now),
        now=now,
        back_at=back_at,
        place=handing.place,
        wait_seconds=wait.seconds,
        is_drafted=is_drafted,
    )


def brief_of(conversation: ConversationId, reading: Reading, handing: Handing) -> Brief | None:
    """Return what a person starts with, from the conversation as it is stored."""
    held = reading.conversation(conversation)
    if held is None:
        return None
    return bare_brief(held) if handing.brief is None else handing.brief(held, reading)


def due_at(handing: Handing, at: datetime) -> datetime | None:
    """Return until when somebody is to speak who is asked for now; None: nothing is promised."""
    wait: timedelta | None = handing.first_response
    if wait is None:
        return None
    return at + wait if handing.hours is None else after_open_time(handing.hours, at, wait)
