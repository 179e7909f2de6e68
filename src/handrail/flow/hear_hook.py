"""A helpdesk tells what happened there: an agent answered, or closed the ticket.

All that a webhook says is done in one transaction with the note that it came: it counts once,
however often and in whatever order it comes. An answer is told to the customer as an agent's
message, also where a colleague has the conversation here: it was written to the customer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from handrail.domain.actions.model import StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    Event,
    MessageId,
)
from handrail.domain.handoff.events import agent_event, closed_events, joined_event
from handrail.domain.handoff.model import Handoff, HandoffState
from handrail.flow.deliver import entry_of
from handrail.flow.delivery import Delivery, DeliveryId, DeliveryKind, DeliveryState, SinkName
from handrail.flow.desk_ports import ONE_QUEUE, Handing
from handrail.flow.handoff_ports import AgentWords
from handrail.flow.helpdesk_ports import (
    AgentSaid,
    Helpdesk,
    HookStore,
    HookWritten,
    TicketClosed,
)
from handrail.flow.request_handoff import unasked_handoff
from handrail.kernel.clock import Clock
from handrail.kernel.errors import NotFound
from handrail.kernel.ids import Ids

_LONGEST = 20_000
_LONGEST_NAME = 60
_KEPT = timedelta(days=14)
_NOBODY = "Support"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPorts:
    """Hold what hearing webhooks needs."""

    store: HookStore
    helpdesks: Mapping[SinkName, Helpdesk]
    clock: Clock
    ids: Ids
    handing: Handing = ONE_QUEUE
    on_news: Callable[[ConversationId], None] = lambda _ref: None


@dataclass(frozen=True, slots=True, kw_only=True)
class _At:
    sink: SinkName
    tx: HookWritten
    ports: HookPorts

    @property
    def agent(self) -> StaffId:
        """Return who has a conversation that is answered there."""
        return StaffId(f"helpdesk:{self.sink}")


def hear_hook(sink: str, headers: Mapping[str, str], body: bytes, ports: HookPorts) -> int:
    """Do what a webhook tells; return how many things it changed, 0 where it came before.

    Raises NotFound for a helpdesk that the settings do not name, NotAuthenticated where the
    signature is not right, and BadInput where a signed body cannot be read.
    """
    name = SinkName(sink)
    if name not in ports.helpdesks:
        raise NotFound("There is no such place for webhooks.")
    now = ports.clock.now()
    hook = ports.helpdesks[name].hear(headers, body, now)
    if not hook.happened:
        return 0
    heard: list[ConversationId] = []
    with ports.store.decide() as tx:
        if tx.receive_hook(name, f"hook {hook.id}", now):
            at = _At(sink=name, tx=tx, ports=ports)
            for one in hook.happened:
                heard += _done(one, at)
    for ref in heard:
        ports.on_news(ref)
    return len(heard)


def forget_hooks(ports: HookPorts) -> int:
    """Forget webhooks that are too old to come again; return how many."""
    now = ports.clock.now()
    with ports.store.decide() as tx:
        return tx.forget_hooks(now - _KEPT)


def _done(one: AgentSaid | TicketClosed, at: _At) -> tuple[ConversationId, ...]:
    ref = at.tx.conversation_of_ticket(at.sink, one.ticket)
    if ref is None or at.tx.is_erased(ref):
        return ()  # not our ticket, or nobody's any more
    match one:
        case AgentSaid():
            is_new = at.tx.receive_hook(at.sink, f"message {one.message}", at.ports.clock.now())
            return _say(ref, one, at) if is_new and one.text.strip() else ()
        case TicketClosed():
            return _close(ref, one, at)
        case other:
            assert_never(other)


def _say(ref: ConversationId, said: AgentSaid, at: _At) -> tuple[ConversationId, ...]:
    held = at.tx.hold_conversation(ref)
    name = " ".join(said.by.split())[:_LONGEST_NAME] or _NOBODY
    handoff, events = _in_hand(held, name, said.ticket, at)
    now = at.ports.clock.now()
    words = AgentWords(
        id=MessageId(at.ports.ids.new("msg")), text=said.text.strip()[:_LONGEST], by=name, at=now
    )
    is_closed = held.state is ConversationState.CLOSED  # it was written before, and comes late
    state = held.state if is_closed else ConversationState.HANDED_OFF
    told = agent_event(words.id, words.text, words.by, words.at)
    entry = _entry("agent.said", words.id, at, conversation=ref)
    at.tx.save_agent_message(replace(held, state=state), words, entry, (*events, told))
    _mark(DeliveryKind.MESSAGE, words.id, ref, said.ticket, at)
    if handoff is not None and handoff.first_word_at is None:
        entry = _entry("handoff.answered", handoff.id, at, conversation=ref)
        at.tx.move_handoff(replace(handoff, first_word_at=now), entry)
    return (ref,)


def _in_hand(
    held: Conversation, name: str, ticket: str, at: _At
) -> tuple[Handoff | None, tuple[Event, ...]]:
    """Return the handoff that is answered, taken where nobody had it, and what is told of it."""
    handoff = at.tx.open_handoff_of(held.id)
    if handoff is None:
        if held.state is ConversationState.CLOSED:
            return None, ()
        return _stepped_in(held, name, ticket, at)
    if handoff.state is HandoffState.TAKEN:
        return handoff, ()
    taken = replace(
        handoff,
        state=HandoffState.TAKEN,
        agent=at.agent,
        introduced=at.agent,
        taken_at=at.ports.clock.now(),
    )
    entry = _entry("handoff.taken", handoff.id, at, conversation=held.id)
    return at.tx.move_handoff(taken, entry), (joined_event(name),)


def _stepped_in(
    held: Conversation, name: str, ticket: str, at: _At
) -> tuple[Handoff, tuple[Event, ...]]:
    """Open a handoff for an answer in a conversation that was given back to the assistant."""
    now, handing, ids = at.ports.clock.now(), at.ports.handing, at.ports.ids
    taken = unasked_handoff(held, at.agent, now, at.tx, handing, ids)
    at.tx.add_handoff(taken, _entry("handoff.taken", taken.id, at, conversation=held.id))
    _mark(DeliveryKind.HANDOFF, taken.id, held.id, ticket, at)
    return taken, (joined_event(name),)


def _close(ref: ConversationId, closed: TicketClosed, at: _At) -> tuple[ConversationId, ...]:
    if at.tx.ticket_of(at.sink, ref) != closed.ticket:
        return ()  # an older ticket: the newest one tells how it stands
    held = at.tx.hold_conversation(ref)
    handoff = at.tx.open_handoff_of(ref)
    if handoff is None:
        return ()
    ended = replace(handoff, state=HandoffState.CLOSED, ended_at=at.ports.clock.now())
    at.tx.move_handoff(ended, _entry("handoff.closed", handoff.id, at, conversation=ref))
    entry = _entry("conversation.closed", ref, at, handoff=handoff.id)
    at.tx.move_conversation(replace(held, state=ConversationState.CLOSED), entry, closed_events())
    _mark(DeliveryKind.CLOSING, handoff.id, ref, closed.ticket, at)
    return (ref,)


def _mark(kind: DeliveryKind, about: str, ref: ConversationId, ticket: str, at: _At) -> None:
    """Note that it came from there, so that it is not taken back there."""
    now = at.ports.clock.now()
    known = Delivery(
        id=DeliveryId(at.ports.ids.new("dlv")),
        sink=at.sink,
        kind=kind,
        conversation=ref,
        about=about,
        state=DeliveryState.DELIVERED,
        made_at=now,
        next_at=now,
        ended_at=now,
        remote=ticket,
    )
    at.tx.add_delivery(known, entry_of(known, "delivery.came_from_there", now))


def _entry(kind: str, subject: str, at: _At, **facts: str) -> AuditEntry:
    return AuditEntry(
        kind=kind,
        actor=f"staff:{at.agent}",
        subject=subject,
        at=at.ports.clock.now(),
        facts=facts,
    )
