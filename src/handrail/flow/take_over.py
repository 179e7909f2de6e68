"""A person takes over: from their first word on the assistant is silent, until they give it back.

Whoever speaks moves the conversation on, so a reply that the assistant is writing meanwhile cannot
be stored or told any more (docs/decisions/0054). Each of these locks the conversation first and
reads it then: a customer's message that comes at the same moment is waited for, never lost.
"""

from dataclasses import dataclass, replace

from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    Event,
    Message,
    MessageId,
)
from handrail.domain.handoff.events import (
    agent_event,
    closed_events,
    joined_event,
    left_event,
    returned_events,
)
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState
from handrail.domain.handoff.suggestion import SuggestionId, use_of
from handrail.flow.desk_ports import DeskPorts, DeskWritten
from handrail.flow.handoff_ports import AgentWords
from handrail.flow.open_turn import readable_text
from handrail.flow.request_handoff import brief_of, unasked_handoff
from handrail.flow.staff_entry import staff_entry
from handrail.kernel.errors import Conflict, Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Hold who is acting, and in which transaction."""

    staff: StaffSession
    tx: DeskWritten
    ports: DeskPorts


def take_over(ref: HandoffId, staff: StaffSession, ports: DeskPorts) -> Handoff:
    """Take a handoff that waits, or as a lead one that a colleague has; the same again is fine.

    Raises NotFound, and Conflict where somebody else has it or it has ended.
    """
    with ports.store.decide() as tx:
        held, handoff = held_handoff(ref, tx)
        taken, events = _taken(handoff, AtDesk(staff, tx, ports))
        tx.tell_of(held.id, events)
    return taken


def take_conversation(ref: ConversationId, staff: StaffSession, ports: DeskPorts) -> Handoff:
    """Take over a conversation, whether somebody was asked for or not; raises as `take_over`."""
    with ports.store.decide() as tx:
        held = tx.hold_conversation(ref)
        taken, events = _in_hand(held, AtDesk(staff, tx, ports))
        silenced = replace(held, state=ConversationState.HANDED_OFF)
        facts = {"handoff": taken.id}
        entry = staff_entry("conversation.taken_over", ref, staff, ports.clock, facts)
        tx.move_conversation(silenced, entry, events)
    return taken


def say_as_agent(
    ref: ConversationId,
    text: str,
    staff: StaffSession,
    ports: DeskPorts,
    *,
    suggestion: str | None = None,
) -> Message:
    """Say something to the customer; whoever does so where nobody has the word takes over.

    `suggestion` names the draft that it was made of. Raises BadInput, NotFound, and Conflict where
    a colleague has the word or the conversation is closed.
    """
    readable = readable_text(text)
    with ports.store.decide() as tx:
        at = AtDesk(staff, tx, ports)
        held = tx.hold_conversation(ref)
        handoff, events = _introduced(*_in_hand(held, at), at)
        said = _said(readable, held, events, at)
        if handoff.first_word_at is None:
            entry = staff_entry("handoff.answered", handoff.id, staff, ports.clock)
            tx.move_handoff(replace(handoff, first_word_at=said.at), entry)
        if suggestion is not None:
            _note_use(SuggestionId(suggestion), said, at)
    return said


def return_to_assistant(ref: HandoffId, staff: StaffSession, ports: DeskPorts) -> Handoff:
    """Give a conversation back: the assistant answers again, and the customer may rate.

    Raises NotFound, Forbidden where a colleague has it, Conflict where it has ended.
    """
    with ports.store.decide() as tx:
        held, handoff = held_handoff(ref, tx)
        ended = _ended(handoff, HandoffState.RETURNED, AtDesk(staff, tx, ports))
        entry = staff_entry("conversation.returned", held.id, staff, ports.clock)
        known = handoff.introduced or handoff.agent or staff.staff
        left = returned_events(tx.shown_name(known))
        tx.move_conversation(replace(held, state=ConversationState.OPEN), entry, left)
    return ended


def close_conversation(ref: HandoffId, staff: StaffSession, ports: DeskPorts) -> Handoff:
    """End a conversation and ask its customer how it was; a message of theirs opens it again.

    Raises NotFound, Forbidden where a colleague has it, Conflict where it has ended.
    """
    with ports.store.decide() as tx:
        held, handoff = held_handoff(ref, tx)
        ended = _ended(handoff, HandoffState.CLOSED, AtDesk(staff, tx, ports))
        entry = staff_entry("conversation.closed", held.id, staff, ports.clock)
        tx.move_conversation(replace(held, state=ConversationState.CLOSED), entry, closed_events())
    return ended


def held_handoff(ref: HandoffId, tx: DeskWritten) -> tuple[Conversation, Handoff]:
    """Lock a handoff's conversation and return both as they are then; raises NotFound."""
    found = tx.handoff(ref)
    if found is None:
        raise NotFound(f"There is no handoff {ref!r}.")
    held = tx.hold_conversation(found.conversation)
    handoff = tx.handoff(ref)
    assert handoff is not None, "a handoff is never deleted"
    return held, handoff


def _in_hand(held: Conversation, at: AtDesk) -> tuple[Handoff, tuple[Event, ...]]:
    """Return the conversation's handoff in the hands of who is acting, and what is told of it."""
    if held.state is ConversationState.CLOSED:
        raise Conflict("This conversation is closed.", hint="Its customer can open it again.")
    handoff = at.tx.open_handoff_of(held.id)
    return _stepped_in(held, at) if handoff is None else _taken(handoff, at)


def _taken(handoff: Handoff, at: AtDesk) -> tuple[Handoff, tuple[Event, ...]]:
    if handoff.state not in OPEN:
        raise Conflict("This handoff has ended.", hint="Look at the conversation again.")
    if handoff.agent == at.staff.staff:
        return handoff, ()
    before = handoff.agent
    if before is not None and at.staff.role is Role.AGENT:
        raise Conflict(f"{before} has this conversation.", hint="Ask them, or a lead.")
    taken = replace(
        handoff,
        state=HandoffState.TAKEN,
        agent=at.staff.staff,
        introduced=at.staff.staff,
        taken_at=at.ports.clock.now(),
        brief=handoff.brief or brief_of(handoff.conversation, at.tx, at.ports.handing),
    )
    facts = {"conversation": handoff.conversation, "from": before}
    entry = staff_entry("handoff.taken", handoff.id, at.staff, at.ports.clock, facts)
    return at.tx.move_handoff(taken, entry), came_events(handoff, at.staff.staff, at.tx)


def came_events(handoff: Handoff, who: StaffId, tx: DeskWritten) -> tuple[Event, ...]:
    """Return what tells the customer who has the word now; nothing where they know."""
    known = handoff.introduced
    if known == who:
        return ()
    came = tx.shown_name(who)
    left = () if known is None else (left_event(tx.shown_name(known), after=came),)
    return (*left, joined_event(came))


def _introduced(
    handoff: Handoff, events: tuple[Event, ...], at: AtDesk
) -> tuple[Handoff, tuple[Event, ...]]:
    """Tell the customer who speaks now, where it was passed on to them without a word."""
    me = at.staff.staff
    if handoff.introduced == me:
        return handoff, events
    told = came_events(handoff, me, at.tx)
    entry = staff_entry("handoff.introduced", handoff.id, at.staff, at.ports.clock)
    return at.tx.move_handoff(replace(handoff, introduced=me), entry), (*events, *told)


def _stepped_in(held: Conversation, at: AtDesk) -> tuple[Handoff, tuple[Event, ...]]:
    """Open a handoff for which nobody asked, in the hands of who is acting."""
    clock, handing, ids = at.ports.clock, at.ports.handing, at.ports.ids
    taken = unasked_handoff(held, at.staff.staff, clock.now(), at.tx, handing, ids)
    facts = {"conversation": held.id, "reason": taken.reason.value}
    at.tx.add_handoff(taken, staff_entry("handoff.taken", taken.id, at.staff, clock, facts))
    return taken, (joined_event(_shown(at)),)


def _said(text: str, held: Conversation, events: tuple[Event, ...], at: AtDesk) -> Message:
    words = AgentWords(
        id=MessageId(at.ports.ids.new("msg")), text=text, by=_shown(at), at=at.ports.clock.now()
    )
    entry = staff_entry("agent.said", words.id, at.staff, at.ports.clock, {"conversation": held.id})
    told = agent_event(words.id, words.text, words.by, words.at)
    silenced = replace(held, state=ConversationState.HANDED_OFF)
    return at.tx.save_agent_message(silenced, words, entry, (*events, told))


def _note_use(ref: SuggestionId, said: Message, at: AtDesk) -> None:
    found = at.tx.suggestion(ref)
    if found is None or found.conversation != said.conversation:
        raise NotFound(f"There is no draft {ref!r} in this conversation.")
    used = replace(found, message=said.id, used=use_of(found, said.text))
    facts = {"message": said.id, "used": None if used.used is None else used.used.value}
    at.tx.use_suggestion(used, staff_entry("suggestion.used", ref, at.staff, at.ports.clock, facts))


def _ended(handoff: Handoff, state: HandoffState, at: AtDesk) -> Handoff:
    if handoff.state not in OPEN:
        raise Conflict("This handoff has ended already.", hint="Look at the conversation again.")
    if handoff.agent != at.staff.staff and at.staff.role is Role.AGENT:
        raise Forbidden("Only who has a conversation ends it, or a lead.", hint="Take it first.")
    ended = replace(handoff, state=state, ended_at=at.ports.clock.now())
    facts = {"conversation": handoff.conversation}
    entry = staff_entry(f"handoff.{state.value}", handoff.id, at.staff, at.ports.clock, facts)
    return at.tx.move_handoff(ended, entry)


def _shown(at: AtDesk) -> str:
    return at.tx.shown_name(StaffId(at.staff.staff))
