"""What happens to one message, start to finish. Read this file first.

Read, think, write: one short transaction to read, none while thinking, one to write. If the conversation
moved on meanwhile (a person took over, the same message came twice), the write conflicts and nothing is said.
"""

import unicodedata
from dataclasses import dataclass

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    InboundMessage,
)
from handrail.domain.decision.model import HandOff, RecordId, TurnRecord
from handrail.domain.decision.record_json import outcome_name
from handrail.domain.decision.wording import worded
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.ports import Reading, Store
from handrail.flow.think import Asked, ThinkPorts, Thought, think
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict, NotFound
from handrail.kernel.ids import Ids

LONGEST_MESSAGE = 4_000
"""Characters; a longer message is refused with a clear word rather than cut in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePorts:
    """Hold what handling a message needs from outside."""

    store: Store
    think: ThinkPorts
    clock: Clock
    ids: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenTurn:
    """Hold what one reading transaction found."""

    conversation: Conversation
    is_new: bool
    last: TurnRecord | None
    repeated: TurnRecord | None
    """The record of this very message, where it came before."""


def handle_message(inbound: InboundMessage, ports: MessagePorts) -> TurnRecord:
    """Answer a message, ask back, abstain or hand over; return the record of what was decided and said."""
    started = ports.clock.monotonic()
    text = readable(inbound.text)
    turn = _open_turn(inbound, ports)
    if turn.repeated is not None:
        return turn.repeated

    if turn.conversation.state is ConversationState.HANDED_OFF:
        thought = _stay_silent(text, turn.last)
    else:
        asked = Asked(
            text=text,
            history=turn.conversation.questions,
            last=turn.last,
            scope=_scope(inbound, turn.conversation),
        )
        thought = think(asked, ports.think)

    record = _recorded(thought, inbound, turn, ports, started)
    try:
        _write(record, inbound, turn, ports)
    except Conflict:
        return _said_before(inbound, turn, ports)
    return record


def readable(text: str) -> str:
    """Return a customer's text in one normal form; raises BadInput where it cannot be read."""
    clean = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    clean = "".join(c for c in clean if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
    if not clean:
        raise BadInput("The message is empty.", hint="Write a question.")
    if len(clean) > LONGEST_MESSAGE:
        raise BadInput(
            f"The message has {len(clean)} characters; at most {LONGEST_MESSAGE} are read.",
            hint="Ask in fewer words.",
        )
    return clean


def _open_turn(inbound: InboundMessage, ports: MessagePorts) -> _OpenTurn:
    if inbound.conversation is None:
        return _OpenTurn(conversation=_fresh(inbound, ports), is_new=True, last=None, repeated=None)
    with ports.store.read() as reading:
        found = reading.conversation(inbound.conversation)
        if found is None:
            raise NotFound(
                f"There is no conversation {inbound.conversation!r}.", hint="Open a new one."
            )
        return _OpenTurn(
            conversation=found,
            is_new=False,
            last=reading.latest_record(found.id),
            repeated=_repeated(inbound, found.id, reading),
        )


def _repeated(
    inbound: InboundMessage, conversation: ConversationId, reading: Reading
) -> TurnRecord | None:
    if inbound.idempotency_key is None:
        return None
    return reading.record_of_key(conversation, inbound.idempotency_key)


def _fresh(inbound: InboundMessage, ports: MessagePorts) -> Conversation:
    return Conversation(
        id=ConversationId(ports.ids.new("conv")),
        state=ConversationState.OPEN,
        version=0,
        opened_at=ports.clock.now(),
        site=inbound.site,
        channel=inbound.channel,
    )


def _scope(inbound: InboundMessage, conversation: Conversation) -> Scope:
    return Scope(
        audiences=PUBLIC.audiences,
        locale=inbound.locale,
        product=inbound.product,
        site=conversation.site,
    )


def _stay_silent(text: str, last: TurnRecord | None) -> Thought:
    """Add the message for the person who was asked for, and say nothing over their head."""
    outcome = last.outcome if last is not None else None
    assert isinstance(outcome, HandOff), "a conversation is handed over by a turn that says why"
    return Thought(question=text, searched="", outcome=outcome, is_silent=True)


def _recorded(
    thought: Thought, inbound: InboundMessage, turn: _OpenTurn, ports: MessagePorts, started: float
) -> TurnRecord:
    total = (ports.clock.monotonic() - started) * 1000
    return TurnRecord(
        id=RecordId(ports.ids.new("rec")),
        conversation=turn.conversation.id,
        at=ports.clock.now(),
        question=thought.question,
        searched=thought.searched,
        outcome=thought.outcome,
        reply="" if thought.is_silent else worded(thought.outcome),
        confidence=thought.confidence,
        evidence=thought.evidence,
        grounding=thought.grounding,
        threshold=thought.threshold,
        calibration=thought.calibration,
        snapshot=thought.snapshot,
        models=thought.models,
        timings_ms={**thought.timings_ms, "think": total},
    )


def _write(
    record: TurnRecord, inbound: InboundMessage, turn: _OpenTurn, ports: MessagePorts
) -> None:
    entry = AuditEntry(
        kind="turn.recorded",
        actor="assistant",
        subject=record.id,
        at=record.at,
        facts={"conversation": record.conversation, "outcome": outcome_name(record.outcome)},
    )
    with ports.store.write() as writing:
        if turn.is_new:
            opened = AuditEntry(
                kind="conversation.opened",
                actor="customer",
                subject=turn.conversation.id,
                at=record.at,
                facts={"channel": inbound.channel},
            )
            writing.open_conversation(turn.conversation, opened)
        writing.save_turn(turn.conversation, inbound, record, entry)


def _said_before(inbound: InboundMessage, turn: _OpenTurn, ports: MessagePorts) -> TurnRecord:
    """Return what was said to the same message sent twice at once; anything else stays a conflict."""
    with ports.store.read() as reading:
        repeated = _repeated(inbound, turn.conversation.id, reading)
    if repeated is None:
        raise Conflict(
            "The conversation moved on while the reply was being written.",
            hint="Nothing was said; send the message again.",
        )
    return repeated
