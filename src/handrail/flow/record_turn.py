"""The writing part of a turn: message, reply, record, events and audit entry in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.conversation.model import (
    ConversationId,
    ConversationState,
    Event,
    InboundMessage,
)
from handrail.domain.decision.commitment import basis_text, commitment
from handrail.domain.decision.message_language import message_language
from handrail.domain.decision.model import HandOff, RecordId, TurnRecord
from handrail.domain.decision.presence import SOMEBODY, Presence
from handrail.domain.decision.record_json import outcome_name, record_text
from handrail.domain.decision.wording import worded
from handrail.domain.handoff.events import requested_event
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.basis_ports import TurnTexts
from handrail.flow.canary_ports import Arm
from handrail.flow.desk_ports import ONE_QUEUE, Handing
from handrail.flow.note_basis import Notes
from handrail.flow.open_turn import OpenTurn
from handrail.flow.ports import Reading, Writing
from handrail.flow.request_handoff import (
    PersonAsked,
    Requested,
    handoff_to_keep,
    keep_handoff,
    presence_at,
)
from handrail.flow.tell_claims import Telling
from handrail.flow.thought import Thought
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids

_UNCALIBRATED = frozenset({"default", "given"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Hold what writing a turn takes, besides what was decided in it."""

    inbound: InboundMessage
    turn: OpenTurn
    telling: Telling
    clock: Clock
    ids: Ids
    started: float
    """By the monotonic clock."""
    handing: Handing = ONE_QUEUE
    scope: Scope = PUBLIC
    """What this customer may see."""
    notes: Notes = field(default_factory=Notes)
    arm: Arm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Hold what a record says beside what was thought."""

    id: RecordId
    conversation: ConversationId
    at: datetime
    elapsed_ms: float
    reply: str


def recorded(thought: Thought, noted: Noted) -> TurnRecord:
    """Return the record of a thought, whether it is said or only suggested."""
    threshold = thought.threshold
    source = None if threshold is None else threshold.source
    return TurnRecord(
        id=noted.id,
        conversation=noted.conversation,
        at=noted.at,
        question=thought.question,
        searched=thought.searched,
        outcome=thought.outcome,
        reply=noted.reply,
        confidence=thought.confidence,
        evidence=thought.evidence,
        grounding=thought.grounding,
        threshold=None if threshold is None else threshold.value,
        calibration=None if source in _UNCALIBRATED else source,
        snapshot=thought.snapshot,
        models=thought.models,
        timings_ms={**thought.timings_ms, "total": noted.elapsed_ms},
        fault=thought.fault,
        warning=None if threshold is None else threshold.warning,
        calls=thought.calls,
        form=thought.form,
        understood=thought.understood,
    )


def said(thought: Thought, presence: Presence = SOMEBODY) -> str:
    """Return the words in which a thought is said; none where the assistant is silent."""
    if thought.is_silent:
        return ""
    language = message_language(thought.question)
    reply = worded(thought.outcome, thought.titles, presence, language)
    return "\n\n".join(filter(None, (reply, thought.afterwards)))


def open_where_new(turned: Turned, writing: Writing) -> None:
    """Store the conversation of a first message, so that the rest can refer to it."""
    if not turned.turn.is_new:
        return
    entry = AuditEntry(
        kind="conversation.opened",
        actor="customer",
        subject=turned.turn.conversation.id,
        at=turned.clock.now(),
        facts={"channel": turned.inbound.channel},
    )
    writing.open_conversation(turned.turn.conversation, entry)


def write_turn(
    thought: Thought, turned: Turned, writing: Writing, more: Sequence[Event] = ()
) -> TurnRecord:
    """Write a turn with the events still to be told, and return its record.

    Raises Conflict where the conversation moved on.
    """
    now = turned.clock.now()
    asked = _person_asked(thought, turned, now, writing)
    record = _record_of(thought, turned, now, asked)
    texts, committed = _texts(record, turned)
    entry = AuditEntry(
        kind="turn.recorded",
        actor="assistant",
        subject=record.id,
        at=record.at,
        facts={
            "conversation": record.conversation,
            "outcome": outcome_name(record.outcome),
            **committed,
        },
    )
    told = () if asked is None else (requested_event(asked.handoff, record.id, asked.wait),)
    moved = replace(turned.turn.conversation, state=_state_after(record))
    events = (*turned.telling.rest_of(record), *more, *told)
    writing.save_turn(moved, turned.inbound, record, entry, events, texts)
    if turned.arm is not None:
        arm = turned.arm
        writing.keep_arm(record.conversation, arm.canary, is_changed=arm.is_changed)
    if asked is not None:
        keep_handoff(asked, writing, turned.handing)
    return record


def _texts(record: TurnRecord, turned: Turned) -> tuple[TurnTexts | None, Facts]:
    """Return record and basis as they are stored, and the hash that vouches for both of them."""
    basis = turned.notes.basis(turned.ids.new("salt"))
    if basis is None:
        return None, {}
    texts = TurnTexts(record=record_text(record), basis=basis_text(basis))
    return texts, {"commitment": commitment(basis.salt, texts.record, texts.basis)}


def _person_asked(
    thought: Thought, turned: Turned, now: datetime, reading: Reading
) -> Requested | None:
    """Return the handoff that a turn asks for; None where it asks for none, or one is open."""
    if not isinstance(thought.outcome, HandOff):
        return None
    asked = PersonAsked(
        conversation=turned.turn.conversation.id,
        reason=thought.outcome.reason,
        said=(*turned.turn.conversation.questions, thought.question),
        at=now,
        language=thought.outcome.language,
    )
    return handoff_to_keep(asked, reading, turned.handing, turned.ids)


def _record_of(
    thought: Thought, turned: Turned, now: datetime, asked: Requested | None
) -> TurnRecord:
    """Return the record of a turn: what was decided, why, and in which words it is said."""
    presence = SOMEBODY
    if asked is not None:
        presence = presence_at(now, asked.wait, turned.handing, is_drafted=thought.is_drafted)
        turned.notes.presence = presence
    noted = Noted(
        id=turned.telling.record,
        conversation=turned.turn.conversation.id,
        at=now,
        elapsed_ms=(turned.clock.monotonic() - turned.started) * 1000,
        reply=said(thought, presence),
    )
    return recorded(thought, noted)


def _state_after(record: TurnRecord) -> ConversationState:
    """A message that needs no person opens a closed conversation again."""
    is_handed_off = isinstance(record.outcome, HandOff)
    return ConversationState.HANDED_OFF if is_handed_off else ConversationState.OPEN
