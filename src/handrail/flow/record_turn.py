"""The writing part of a turn: message, reply, record, events and audit entry in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationState, Event, InboundMessage
from handrail.domain.decision.model import HandOff, RecordId, TurnRecord
from handrail.domain.decision.record_json import outcome_name
from handrail.domain.decision.wording import worded
from handrail.flow.open_turn import OpenTurn
from handrail.flow.ports import Store
from handrail.flow.think import Thought
from handrail.kernel.clock import Clock

_UNCALIBRATED = frozenset({"default", "given"})


def record_of(
    ref: RecordId, thought: Thought, turn: OpenTurn, clock: Clock, elapsed_ms: float
) -> TurnRecord:
    """Return the record of a turn: what was decided, why, and in which words it is said."""
    threshold = thought.threshold
    source = None if threshold is None else threshold.source
    return TurnRecord(
        id=ref,
        conversation=turn.conversation.id,
        at=clock.now(),
        question=thought.question,
        searched=thought.searched,
        outcome=thought.outcome,
        reply="" if thought.is_silent else worded(thought.outcome, thought.titles),
        confidence=thought.confidence,
        evidence=thought.evidence,
        grounding=thought.grounding,
        threshold=None if threshold is None else threshold.value,
        calibration=None if source in _UNCALIBRATED else source,
        snapshot=thought.snapshot,
        models=thought.models,
        timings_ms={**thought.timings_ms, "total": elapsed_ms},
        fault=thought.fault,
        warning=None if threshold is None else threshold.warning,
        calls=thought.calls,
        understood=thought.understood,
    )


def store_turn(
    record: TurnRecord,
    inbound: InboundMessage,
    turn: OpenTurn,
    store: Store,
    events: Sequence[Event],
) -> None:
    """Store a turn with the events still to be told; raises Conflict where it moved on."""
    entry = AuditEntry(
        kind="turn.recorded",
        actor="assistant",
        subject=record.id,
        at=record.at,
        facts={"conversation": record.conversation, "outcome": outcome_name(record.outcome)},
    )
    with store.write() as writing:
        if turn.is_new:
            opened = AuditEntry(
                kind="conversation.opened",
                actor="customer",
                subject=turn.conversation.id,
                at=record.at,
                facts={"channel": inbound.channel},
            )
            writing.open_conversation(turn.conversation, opened)
        moved = replace(turn.conversation, state=_state_after(record, turn.conversation.state))
        writing.save_turn(moved, inbound, record, entry, events)


def _state_after(record: TurnRecord, before: ConversationState) -> ConversationState:
    return ConversationState.HANDED_OFF if isinstance(record.outcome, HandOff) else before
