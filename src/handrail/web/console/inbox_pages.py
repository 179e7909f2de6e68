"""The inbox: who waits for a person, who is looked after, and what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from starlette.responses import Response

from handrail.app import App
from handrail.domain.actions.model import ActionState, StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.model import OPEN, Handoff, HandoffId, HandoffState, Priority, Slot
from handrail.domain.quality.model import Figure
from handrail.flow.log_in import session_of_cookie
from handrail.flow.ports import Reading
from handrail.flow.watch_re_asks import live_re_ask_rate
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
}
_SOON = timedelta(minutes=10)
_SHOWN, _MEASURED = 100, 200
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
    asked_again = await visit.parts.figures.get("asked again", partial(_asked_again, visit.app))
    values = {
        "asked_again": asked_again,
        "inbox": found,
        "mark": found.mark,
        "wanted": wanted,
        "priorities": tuple(Priority),
    }
    return visit.page("inbox.html", values)


def _asked_again(app: App) -> Figure:
    with app.console.looking() as looking:
        newest = looking.newest_handoffs(_MEASURED, were_answered=True)
    return live_re_ask_rate(newest, app.store, app.exact_interval)


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


def mark_of(reading: Reading) -> Mark:
    """Return what differs when the inbox, or what waits for approval, has changed."""
    versions = reading.desk_versions().items()
    shown = (f"{ref}.{n}" for (kind, ref), n in versions if kind != "conversations")
    return digest(*sorted(shown))[:16]


def talk_mark(ref: ConversationId, reading: Reading) -> Mark:
    """Return what differs when something happened in a conversation."""
    return str(reading.newest_events((ref,)).get(ref, 0))


def _marked(name: str, parts: ConsoleParts) -> Mark:
    with parts.app.store.read() as reading:
        return mark_of(reading) if name == _INBOX else talk_mark(ConversationId(name), reading)


def _read(wanted: Wanted, me: StaffId, parts: ConsoleParts) -> Inbox:
    now = parts.app.clock.now()
    with parts.app.console.looking() as looking:
        newest = looking.newest_handoffs(_SHOWN, queue=wanted.queue)
    with parts.app.store.read() as reading:
        alive = reading.handoffs(OPEN)
        found = _wanted(wanted, me, newest, reading)
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


def _wanted(
    wanted: Wanted, me: StaffId, newest: Sequence[HandoffId], reading: Reading
) -> tuple[Handoff, ...]:
    """Return the most urgent first; of all there ever were, the newest first."""
    if wanted.view == "all":
        return tuple(held for ref in newest if (held := reading.handoff(ref)) is not None)
    agent = me if wanted.view == "mine" else None
    return reading.handoffs(_STATES[wanted.view], queue=wanted.queue, agent=agent, limit=_SHOWN)


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
    if handoff.due_at is None or handoff.state not in OPEN or handoff.first_word_at is not None:
        return ""
    if handoff.due_at <= now:
        return "late"
    return "soon" if handoff.due_at - now <= _SOON else "fine"
