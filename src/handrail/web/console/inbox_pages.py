"""The inbox: who waits for a person, who is looked after, and what is late."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from starlette.responses import Response

from handrail.app import App
from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import ConversationId
from handrail.domain.handoff.model import OPEN, Handoff, HandoffState, Priority, Slot
from handrail.domain.quality.model import Figure
from handrail.flow.console_ports import OpenHandoffs
from handrail.flow.ports import Reading
from handrail.flow.watch_re_asks import live_re_ask_rate
from handrail.kernel.errors import VaultUnavailable
from handrail.kernel.ids import digest
from handrail.web.console.parts import ConsoleParts, Visit, session_in
from handrail.web.console.pulse import LiveStream, Look, Mark

_STATES = {
    "waiting": frozenset({HandoffState.WAITING}),
    "mine": frozenset({HandoffState.TAKEN}),
    "taken": frozenset({HandoffState.TAKEN}),
    "all": frozenset(HandoffState),
}
_SOON = timedelta(minutes=10)
_SHOWN, _MEASURED = 100, 200
_INBOX, _LONGEST_NAME = "inbox", 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one line of the inbox."""

    handoff: Handoff
    wants: str
    service: str
    """`late`, `soon`, `fine`, or nothing where nothing is promised."""
    site: str | None
    is_simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Hold what the inbox shows."""

    rows: tuple[Row, ...]
    counts: dict[str, int]
    queues: tuple[str, ...]
    mark: Mark
    is_away: bool
    """Whoever looks said so."""


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
        view=view if view in _STATES else "waiting",
        queue=query.get("queue") or None,
        priority=query.get("priority") or None,
    )
    found = await visit.run(partial(_read, wanted, visit.staff.staff, visit.app))
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
        newest = looking.answered_handoffs(_MEASURED)
    return live_re_ask_rate(newest, app.store, app.exact_interval)


async def show_live(visit: Visit) -> Response:
    """Tell an open page when to look again."""
    query, parts = visit.request.query_params, visit.parts
    name = query.get("of", _INBOX)[:_LONGEST_NAME]
    look = Look(
        name=name,
        read=partial(_marked, name, parts),
        require_session=session_in(visit.cookies, parts, is_used=False),
        seen=query.get("seen") or None,
    )
    return LiveStream(parts.pulse, parts.work, look)


def mark_of(reading: Reading) -> Mark:
    """Return what differs when the inbox, or what waits for approval, has changed."""
    return _mark(reading.waiting_versions())


def talk_mark(ref: ConversationId, reading: Reading) -> Mark:
    """Return what differs when something happened in a conversation."""
    return str(reading.talk_versions((ref,)).get(ref, 0))


def _marked(name: str, parts: ConsoleParts) -> Mark:
    with parts.app.store.read() as reading:
        return mark_of(reading) if name == _INBOX else talk_mark(ConversationId(name), reading)


def _mark(versions: Mapping[tuple[str, str], int]) -> Mark:
    return digest(*sorted(f"{ref}.{n}" for (_, ref), n in versions.items()))[:16]


def _read(wanted: Wanted, me: StaffId, app: App) -> Inbox:
    with app.store.read() as reading:
        versions = reading.waiting_versions()
        found = _wanted(wanted, me, reading)
        chosen = [h for h in found if wanted.priority in (None, h.priority.value)]
        wants = [_wants(handoff, reading) for handoff in chosen]
        now = app.clock.now()
        is_away = any(c.said_so and c.staff == me for c in reading.colleagues(now, now))
    with app.console.looking() as looking:
        alive = looking.open_handoffs()
        refs = [handoff.conversation for handoff in chosen]
        sites, simulated = looking.sites_of(refs), looking.simulated_of(refs)
    approvals = sum(kind == "actions" for kind, _ in versions)
    return Inbox(
        rows=tuple(
            Row(
                handoff=handoff,
                wants=said,
                service=service_of(handoff, now),
                site=sites.get(handoff.conversation),
                is_simulated=handoff.conversation in simulated,
            )
            for handoff, said in zip(chosen, wants, strict=True)
        ),
        counts=_counts(alive, me) | {"approvals": approvals},
        queues=tuple(sorted({one.queue for one in alive} | {h.queue for h in found})),
        mark=_mark(versions),
        is_away=is_away,
    )


def _wanted(wanted: Wanted, me: StaffId, reading: Reading) -> tuple[Handoff, ...]:
    """Return the most urgent first; of all there ever were, the newest first."""
    return reading.handoffs(
        _STATES[wanted.view],
        queue=wanted.queue,
        agent=me if wanted.view == "mine" else None,
        limit=_SHOWN,
        newest_first=wanted.view == "all",
    )


def _counts(alive: Iterable[OpenHandoffs], me: StaffId) -> dict[str, int]:
    counts = Counter[str]()
    for one in alive:
        counts["waiting" if one.state is HandoffState.WAITING else "taken"] += one.count
        counts["mine"] += one.count if one.agent == me else 0
    return {view: counts[view] for view in ("waiting", "mine", "taken")}


def _wants(handoff: Handoff, reading: Reading) -> str:
    """Return what the customer wants, in the brief's words or else in their last ones."""
    lines = () if handoff.brief is None else handoff.brief.of(Slot.WANTS)
    for line in lines:
        if not line.is_unknown:
            return line.text
    try:
        held = reading.conversation(handoff.conversation)
    except VaultUnavailable:
        return ""
    return held.questions[-1] if held is not None and held.questions else ""


def service_of(handoff: Handoff, now: datetime) -> str:
    """Return how a handoff stands to what was promised."""
    was_answered = handoff.first_word_at is not None and handoff.state is not HandoffState.WAITING
    if handoff.due_at is None or handoff.state not in OPEN or was_answered:
        return ""
    if handoff.due_at <= now:
        return "late"
    return "soon" if handoff.due_at - now <= _SOON else "fine"
