"""What happens to one message, start to finish. Read this file first.

Read, think, write: one short transaction to read, none while thinking, one to write. If the
conversation moved on meanwhile (a person took over, the same message came twice), the write
conflicts and nothing is said. If a part is down, a person is asked for: a customer is never
answered with an error.
"""

from dataclasses import dataclass

from handrail.domain.conversation.model import ConversationState, InboundMessage
from handrail.domain.decision.model import HandOff, HandOffReason, TurnRecord
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.open_turn import OpenTurn, open_turn, readable, said_before
from handrail.flow.ports import Store
from handrail.flow.record_turn import record_of, store_turn
from handrail.flow.telemetry import UNWATCHED, Fact, Span, Tracer, tell_turn, turn_span
from handrail.flow.think import Asked, ThinkPorts, Thought, think
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Conflict, StorageUnavailable, Unavailable
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePorts:
    """Hold what handling a message needs from outside."""

    store: Store
    think: ThinkPorts
    clock: Clock
    ids: Ids
    tracer: Tracer = UNWATCHED


def handle_message(inbound: InboundMessage, ports: MessagePorts) -> TurnRecord:
    """Answer a message, ask back, abstain or hand over; return the record of it.

    The same message sent twice under one idempotency key gets the first one's record. Raises
    BadInput for a message that cannot be read, NotFound for an unknown conversation, Conflict
    where the conversation moved on meanwhile, StorageUnavailable where nothing can be stored.
    """
    with turn_span(inbound, ports.tracer) as span:
        record = _handled(inbound, ports, span)
        tell_turn(record, span)
    return record


def _handled(inbound: InboundMessage, ports: MessagePorts, span: Span) -> TurnRecord:
    started = ports.clock.monotonic()
    text = readable(inbound)
    turn = open_turn(inbound, ports.store, ports.clock, ports.ids)
    span.tell({Fact.CONVERSATION: turn.conversation.id})
    if turn.repeated is not None:
        return turn.repeated

    thought = _think(text, inbound, turn, ports)

    elapsed_ms = (ports.clock.monotonic() - started) * 1000
    record = record_of(thought, turn, ports.clock, ports.ids, elapsed_ms)
    try:
        store_turn(record, inbound, turn, ports.store)
    except Conflict:
        return said_before(inbound, turn, ports.store)
    return record


def _think(text: str, inbound: InboundMessage, turn: OpenTurn, ports: MessagePorts) -> Thought:
    if turn.conversation.state is ConversationState.HANDED_OFF:
        return _stay_silent(text, turn.last)
    asked = Asked(
        text=text,
        history=turn.conversation.questions,
        last=turn.last,
        scope=_scope(inbound, turn),
        wants_person=inbound.wants_person,
        calibration=turn.calibration,
    )
    try:
        return think(asked, ports.think)
    except StorageUnavailable:
        raise
    except Unavailable as fault:
        outcome = HandOff(reason=HandOffReason.MODEL_FAILURE)
        return Thought(question=text, searched="", outcome=outcome, fault=str(fault))


def _stay_silent(text: str, last: TurnRecord | None) -> Thought:
    """Add the message for the person who was asked for, and say nothing over their head."""
    reason = HandOffReason.CUSTOMER_REQUEST
    if last is not None and isinstance(last.outcome, HandOff):
        reason = last.outcome.reason
    return Thought(question=text, searched="", outcome=HandOff(reason=reason), is_silent=True)


def _scope(inbound: InboundMessage, turn: OpenTurn) -> Scope:
    """Customers see public articles only; the rest narrows, whatever a message says."""
    return Scope(
        audiences=PUBLIC.audiences,
        locale=inbound.locale,
        product=inbound.product,
        site=turn.conversation.site,
    )
