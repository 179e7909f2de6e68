"""The inbox: who waits for a person, who is looked after, and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from starlette.responses import Response

from handrail.domain.actions.model import ActionState, StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.model import Handoff, HandoffState, Priority, Slot
from handrail.flow.action_ports import ActionsRead
from handrail.flow.log_in import session_of_cookie
from handrail.flow.ports import Reading
from handrail.kernel.errors import VaultUnavailable
from handrail.kernel.ids import digest
from handrail.web.console.cookies import SESSION
from handrail.web.console.parts import ConsoleParts, Visit
from handrail.web.console.pulse import LiveStream, Look, Mark

VIEWS = ("waiting", "mine", "taken", "all")
_STATES = {
    "waiting": frozenset({HandoffState.WAITING}),
    "mine": frozenset({HandoffState.TAKEN}),
    "taken": frozenset({HandoffState.TAKEN}),
    "all": frozenset(HandoffState),
}
_OPEN = frozenset({HandoffState.WAITING, HandoffState.TAKEN})
_SOON = timedelta(minutes=10)
_SHOWN = 100
_INBOX, _LONGEST_NAME = "inbox", 100
WAITING_FOR_STAFF = (ActionState.AWAITING_STAFF, ActionState.NEEDS_PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one line of the inbox."""

    handoff: Handoff
    wants: str
    service: str
    """`late`, `soon`, `fine`, or nothing where nothing is promised."""
    channel: str
    site: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Hold what the inbox shows."""

    rows: tuple[Row, ...]
    counts: dict[str, int]
    queues: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hold which handoffs somebody wants to see."""

    view: str
    queue: str | None
    priority: str | None


async def show_inbox(visit: Visit) -> Response:
    """Show the handoffs that are asked for."""
    query = visit.request.query_params
    view = query.get("view", "waiting")
    wanted = Wanted(
        view=view if view in VIEWS else "waiting",
        queue=query.get("queue") or None,
        priority=query.get("priority") or None,
    )
    found = await visit.run(partial(_read, wanted, visit.staff.staff, visit.parts))
    values = {"inbox": found, "mark": found.mark, "wanted": wanted, "priorities": tuple(Priority)}
    return visit.page("inbox.html", values)


async def show_live(visit: Visit) -> Response:
    """Tell an open page when to look again."""
    query, parts = visit.request.query_params, visit.parts
    name = query.get("of", _INBOX)[:_LONGEST_NAME]
    require = partial(
        session_of_cookie, visit.cookies.get(SESSION), visit.app.console.logins, is_used=False
    )
    look = Look(
        name=name,
        read=partial(_marked, name, parts),
        require_session=require,
        seen=query.get("seen") or None,
    )
    return LiveStream(parts.pulse, parts.work, look)


def mark_of(reading: ActionsRead) -> Mark:
    """Return what differs when the inbox, or what waits for approval, has changed."""
    handed = [f"{h.id}.{h.version}" for h in reading.handoffs(_OPEN)]
    waiting = [f"{a.id}.{a.version}" for a in reading.actions(WAITING_FOR_STAFF)]
    return digest(*handed, "", *waiting)[:16]


def talk_mark(ref: ConversationId, reading: Reading) -> Mark:
    """Return what differs when something happened in a conversation."""
    return str(reading.newest_events((ref,)).get(ref, 0))


def _marked(name: str, parts: ConsoleParts) -> Mark:
    with parts.app.store.read() as reading:
        return mark_of(reading) if name == _INBOX else talk_mark(ConversationId(name), reading)


def _read(wanted: Wanted, me: StaffId, parts: ConsoleParts) -> Inbox:
    now = parts.app.clock.now()
    with parts.app.store.read() as reading:
        alive = reading.handoffs(_OPEN)
        states = _STATES[wanted.view]
        agent = me if wanted.view == "mine" else None
        found = reading.handoffs(states, queue=wanted.queue, agent=agent, limit=_SHOWN)
        chosen = [h for h in found if wanted.priority in (None, h.priority.value)]
        rows = tuple(_row(h, reading, now) for h in chosen)
        approvals = len(reading.actions(WAITING_FOR_STAFF))
        mark = mark_of(reading)
    return Inbox(
        rows=rows,
        counts=_counts(alive, me) | {"approvals": approvals},
        queues=tuple(sorted({h.queue for h in (*alive, *found)})),
        mark=mark,
    )


def _counts(alive: Iterable[Handoff], me: StaffId) -> dict[str, int]:
    held = tuple(alive)
    taken = [h for h in held if h.state is HandoffState.TAKEN]
    return {
        "waiting": len(held) - len(taken),
        "mine": sum(h.agent == me for h in taken),
        "taken": len(taken),
    }


def _row(handoff: Handoff, reading: Reading, now: datetime) -> Row:
    try:
        held = reading.conversation(handoff.conversation)
    except VaultUnavailable:
        held = None
    lines = () if handoff.brief is None else handoff.brief.of(Slot.WANTS)
    last = held.questions[-1] if held is not None and held.questions else ""
    return Row(
        handoff=handoff,
        wants=next((line.text for line in lines if not line.is_unknown), last),
        service=service_of(handoff, now),
        channel="" if held is None else held.channel,
        site=None if held is None else held.site,
    )


def service_of(handoff: Handoff, now: datetime) -> str:
    """Return how a handoff stands to what was promised."""
    if handoff.due_at is None or handoff.state not in _OPEN or handoff.first_word_at is not None:
        return ""
    if handoff.due_at <= now:
        return "late"
    return "soon" if handoff.due_at - now <= _SOON else "fine"
