"""What happens to one message, start to finish. Read this file first.

Read, think, write: one short transaction to read, none while thinking, one to write, which begins
with a last look at what the answer rests on. If the conversation moved on meanwhile (a person took
over, the same message came twice), the write conflicts and nothing is said. A language model's
claims may be told one by one while it writes, each in a short transaction of its own, once it is
certain that they will be said. If a part is down, a person is asked for: a customer is never
answered with an error.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handrail.domain.answering.model import Claim
from handrail.domain.conversation.model import ConversationState, InboundMessage
from handrail.domain.decision.hand_over import Facts
from handrail.domain.decision.model import HandOff, HandOffReason, RecordId, TurnRecord
from handrail.domain.decision.progress import steps_of
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.act_in_turn import Asking, act_in_turn
from handrail.flow.canary_ports import Arm, Splitting
from handrail.flow.desk_ports import ONE_QUEUE, Handing
from handrail.flow.draft_only import left_to_people, may_tell_early, without_drafted_topics
from handrail.flow.failed_action import has_failed_action
from handrail.flow.judge_action import ActionPorts
from handrail.flow.language_model import Spender
from handrail.flow.last_look import after_look, last_look
from handrail.flow.note_basis import Notes
from handrail.flow.open_turn import OpenTurn, open_turn, readable, said_before
from handrail.flow.ports import Store
from handrail.flow.record_turn import Turned, open_where_new, write_turn
from handrail.flow.telemetry import UNWATCHED, Fact, Span, Tracer, tell_turn, turn_span
from handrail.flow.tell_claims import Hear, Telling
from handrail.flow.thought import Asked, ThinkPorts, Thought
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
    actions: ActionPorts | None = None
    """Rules on what customers want done; None where nothing can be."""
    tracer: Tracer = UNWATCHED
    splitting: Splitting | None = None
    """Sends a share of the conversations through a change, while a canary runs."""
    handing: Handing = ONE_QUEUE


def handle_message(
    inbound: InboundMessage, ports: MessagePorts, hear: Hear | None = None
) -> TurnRecord:
    """Answer a message, ask back, abstain or hand over; return the record of it.

    `hear` hears of claims that are told while the rest is still being written. The same message
    sent twice under one idempotency key gets the first one's record. Raises BadInput for a message
    that cannot be read, NotFound for an unknown conversation, Conflict where the conversation moved
    on meanwhile, StorageUnavailable where nothing can be stored.
    """
    with turn_span(inbound, ports.tracer) as span:
        record = _handled(inbound, ports, span, hear)
        tell_turn(record, span)
    return record


def _handled(
    inbound: InboundMessage, ports: MessagePorts, span: Span, hear: Hear | None
) -> TurnRecord:
    started = ports.clock.monotonic()
    text = readable(inbound)
    turn = open_turn(inbound, ports.store, ports.clock, ports.ids)
    span.tell({Fact.CONVERSATION: turn.conversation.id})
    if turn.repeated is not None:
        return turn.repeated

    telling = Telling(RecordId(ports.ids.new("rec")), text, turn, ports.store, ports.clock)
    notes = Notes()
    arm = _arm(turn, ports)
    if arm is not None and arm.calibration is not None:
        turn = replace(turn, calibration=arm.calibration)
    thinking = ports if arm is None else replace(ports, think=arm.think)
    try:
        thought = _think(text, inbound, turn, thinking, telling.to(hear), notes)

        turned = Turned(
            inbound=inbound,
            turn=turn,
            telling=telling,
            clock=ports.clock,
            ids=ports.ids,
            started=started,
            handing=ports.handing,
            scope=_scope(inbound, turn),
            notes=notes,
            arm=arm,
        )
        return _written(thought, turned, ports)
    except Conflict:
        telling.withdraw()
        return said_before(inbound, turn, ports.store)


def _written(thought: Thought, turned: Turned, ports: MessagePorts) -> TurnRecord:
    """Write the turn; where something is to be done, the gate rules in the same transaction."""
    session = turned.turn.session
    if thought.proposal is not None and session is not None and ports.actions is not None:
        steps = steps_of(turned.turn.recent)
        asking = Asking(proposal=thought.proposal, session=session, steps=steps)
        return act_in_turn(asking, thought, turned, ports.actions)
    with ports.store.write() as writing:
        facts = _facts(thought, turned)
        turned.notes.looked = looked = last_look(thought, writing)
        careful = after_look(thought, looked, facts, turned.scope)
        open_where_new(turned, writing)
        return write_turn(careful, turned, writing)


def _facts(thought: Thought, turned: Turned) -> Facts:
    steps, most = steps_of(turned.turn.recent), turned.notes.most_turns
    return Facts(text=thought.question, steps=steps, most_turns=most)


def _think(
    text: str,
    inbound: InboundMessage,
    turn: OpenTurn,
    ports: MessagePorts,
    tell: Callable[[Claim], None],
    notes: Notes,
) -> Thought:
    if turn.conversation.state is ConversationState.HANDED_OFF:
        return _stay_silent(text, turn)
    if (left := left_to_people(text, inbound, ports.handing)) is not None:
        return left
    asked = Asked(
        text=text,
        history=turn.conversation.questions,
        recent=turn.recent,
        has_failed_action=has_failed_action(turn.recent, ports.actions),
        scope=_scope(inbound, turn),
        wants_person=inbound.wants_person,
        calibration=turn.calibration,
        spender=_spender(inbound, turn),
        is_signed_in=turn.session is not None,
        tell=tell if may_tell_early(ports.handing) else None,
    )
    try:
        thought = notes.thought(asked, ports.think)
    except StorageUnavailable:
        raise
    except Unavailable as fault:
        outcome = HandOff(reason=HandOffReason.MODEL_FAILURE)
        return Thought(question=text, searched="", outcome=outcome, fault=str(fault))
    given = without_drafted_topics(thought, inbound, ports.handing)
    notes.is_given = given is not thought
    return given


def _arm(turn: OpenTurn, ports: MessagePorts) -> Arm | None:
    if ports.splitting is None or turn.canary is None:
        return None
    return ports.splitting.arm_of(turn.canary, turn.conversation, ports.think)


def _stay_silent(text: str, turn: OpenTurn) -> Thought:
    """Add the message for the person who was asked for, and say nothing over their head."""
    reason = turn.why_handed_over or HandOffReason.CUSTOMER_REQUEST
    return Thought(question=text, searched="", outcome=HandOff(reason=reason), is_silent=True)


def _spender(inbound: InboundMessage, turn: OpenTurn) -> Spender:
    """Charge the customer, or the conversation where nobody knows who that is."""
    conversation = turn.conversation.id
    return Spender(conversation=conversation, customer=inbound.customer or conversation)


def _scope(inbound: InboundMessage, turn: OpenTurn) -> Scope:
    """Customers see public articles only; the rest narrows, whatever a message says."""
    return Scope(
        audiences=PUBLIC.audiences,
        locale=inbound.locale,
        product=inbound.product,
        site=turn.conversation.site,
    )
