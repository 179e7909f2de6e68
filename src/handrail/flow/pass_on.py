"""Who has a conversation passes it on: to a colleague, or into a queue, with a note for the staff.

The customer is told who answers now only where the one who leaves has spoken, and once: otherwise
they hear of the next person when that person first speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import Author, Conversation, Event, Message
from handrail.domain.handoff.events import passed_on_event
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState, Priority
from handrail.domain.handoff.note import StaffNote
from handrail.domain.handoff.queue import EVERYTHING, Queue
from handrail.flow.desk_ports import DeskPorts, DeskRead
from handrail.flow.handoff_ports import Colleague
from handrail.flow.open_turn import readable_text
from handrail.flow.request_handoff import due_at
from handrail.flow.staff_entry import staff_entry
from handrail.flow.staff_notes import note_now
from handrail.flow.take_over import AtDesk, came_events, held_handoff
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound

_URGENCY = tuple(Priority)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """Say to whom a conversation is passed on: a colleague or a queue, one of the two."""

    to: StaffId | None = None
    queue: str | None = None
    note: str = ""
    """What the staff should know; the customer never sees it."""
    hands: str | None = None
    """In whose hands it was when it was looked at; None passes it on whoever has it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """Hold a handoff that was passed on."""

    handoff: Handoff
    away: StaffId | None = None
    """Who was meant and is away: it waits in the queue instead."""


def pass_on(ref: HandoffId, wanted: PassOn, staff: StaffSession, ports: DeskPorts) -> PassedOn:
    """Pass a conversation on; where the colleague is away it waits in its queue for everybody.

    Raises BadInput, NotFound, Forbidden where a colleague has it, and Conflict where it has ended
    or was passed on meanwhile.
    """
    if (wanted.to is None) == (wanted.queue is None):
        raise BadInput("Name a colleague, or a queue.", hint="One of the two.")
    text = readable_text(wanted.note) if wanted.note.strip() else ""
    with ports.store.decide() as tx:
        at = AtDesk(staff, tx, ports)
        held, handoff = held_handoff(ref, tx)
        _require_theirs(handoff, wanted, at)
        meant = None if wanted.to is None else _colleague(wanted.to, handoff, at)
        is_away = meant is not None and meant.is_away
        queue = _queue(wanted.queue or handoff.queue, at)
        moved = _moved(handoff, meant if not is_away else None, queue, at)
        note = _note(moved, text, at)
        tx.add_note(note, staff_entry("note.added", note.id, staff, ports.clock, _about(held)))
        facts = _about(held) | {"from": handoff.agent, "to": moved.agent, "queue": moved.queue}
        entry = staff_entry("handoff.passed_on", ref, staff, ports.clock, facts)
        events, introduced = _told(held, handoff, moved, at)
        passed = tx.move_handoff(replace(moved, introduced=introduced), entry)
        tx.tell_of(held.id, events)
    return PassedOn(handoff=passed, away=wanted.to if is_away else None)


def queues_of(ports: DeskPorts) -> tuple[Queue, ...]:
    """Return the queues into which a conversation can be put, in the order of the settings."""
    named = ports.handing.queues
    has_rest = any(queue.name == EVERYTHING.name for queue in named)
    return named if has_rest else (*named, EVERYTHING)


def colleagues_of(staff: StaffSession, reading: DeskRead, ports: DeskPorts) -> list[Colleague]:
    """Return to whom somebody can pass a conversation on, those who are there first."""
    now = ports.clock.now()
    found = reading.colleagues(now, now - ports.idle)
    others = [one for one in found if one.staff != staff.staff]
    return sorted(others, key=lambda one: one.is_away)


def _require_theirs(handoff: Handoff, wanted: PassOn, at: AtDesk) -> None:
    if handoff.state not in OPEN:
        raise Conflict("This handoff has ended.", hint="Look at the conversation again.")
    has_it = handoff.agent
    if wanted.hands is not None and wanted.hands != handoff.hands:
        who = "Nobody" if has_it is None else has_it
        raise Conflict(f"Somebody was quicker: {who} has this conversation now.")
    if has_it not in (None, at.staff.staff) and at.staff.role is Role.AGENT:
        raise Forbidden(f"{has_it} has this conversation.", hint="Ask them, or a lead.")


def _colleague(name: StaffId, handoff: Handoff, at: AtDesk) -> Colleague:
    now = at.ports.clock.now()
    for one in at.tx.colleagues(now, now - at.ports.idle):
        if one.staff == name:
            break
    else:
        raise NotFound(f"Nobody of the staff is called {name!r}.", hint="See who there is.")
    if name == handoff.agent:
        raise BadInput(f"{name} has this conversation already.", hint="Name somebody else.")
    if name == at.staff.staff:
        raise BadInput("You cannot pass a conversation on to yourself.", hint="Take it over.")
    return one


def _queue(name: str, at: AtDesk) -> Queue:
    """Return a queue by name; one that the settings do not name any more still holds its work."""
    return next((queue for queue in queues_of(at.ports) if queue.name == name), Queue(name=name))


def _moved(handoff: Handoff, to: Colleague | None, queue: Queue, at: AtDesk) -> Handoff:
    now = at.ports.clock.now()
    passed = replace(handoff, passed_by=at.staff.staff, passed_at=now, queue=queue.name)
    if to is not None:
        return replace(passed, state=HandoffState.TAKEN, agent=to.staff, taken_at=now)
    asked = (handoff.priority, queue.priority or handoff.priority)
    return replace(
        passed,
        state=HandoffState.WAITING,
        agent=None,
        taken_at=None,
        priority=min(asked, key=_URGENCY.index),
        due_at=handoff.due_at if handoff.first_word_at is None else due_at(at.ports.handing, now),
    )


def _note(moved: Handoff, text: str, at: AtDesk) -> StaffNote:
    return note_now(
        moved.conversation, text, at, to=moved.agent, queue=None if moved.agent else moved.queue
    )


def _told(
    held: Conversation, before: Handoff, after: Handoff, at: AtDesk
) -> tuple[tuple[Event, ...], StaffId | None]:
    """Return what the customer is told, and of whom they know then."""
    known = before.introduced
    if known is None or not _has_spoken(before, held.messages, at):
        return (), known
    if after.agent is None:
        return (passed_on_event(at.tx.shown_name(known)),), None
    return came_events(before, after.agent, at.tx), after.agent


def _has_spoken(handoff: Handoff, said: Sequence[Message], at: AtDesk) -> bool:
    """Tell whether whoever has a conversation has said something since it is theirs."""
    if handoff.agent is None or handoff.taken_at is None:
        return False
    name, since = at.tx.shown_name(handoff.agent), handoff.taken_at
    return any(m.author is Author.AGENT and m.by == name and m.at >= since for m in said)


def _about(held: Conversation) -> dict[str, str]:
    return {"conversation": held.id}
