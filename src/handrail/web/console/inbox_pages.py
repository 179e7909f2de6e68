"""The inbox: who waits for a person, who is looked after, and what is late."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

from starlette.responses import Response

from handrail.app import App
from handrail.domain.actions.model import StaffId
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import OPEN, Handoff, HandoffState, Priority, Slot
from handrail.domain.quality.model import Figure
from handrail.flow.console_ports import OpenHandoffs
from handrail.flow.find_conversations import InboxQuestion, find_conversations
from handrail.flow.inbox_ports import Listed, Order, View
from handrail.flow.pass_on import queues_of
from handrail.flow.ports import Reading
from handrail.flow.watch_re_asks import live_re_ask_rate
from handrail.kernel.ids import digest
from handrail.web.console.parts import ConsoleParts, Visit, session_in
from handrail.web.console.pulse import LiveStream, Look, Mark

_E = TypeVar("_E", bound=StrEnum)
_CHOICES = {
    "priorities": tuple(Priority),
    "reasons": tuple(HandOffReason),
    "orders": tuple(Order),
    "channels": ("web", "email", "api"),
}
_SOON = timedelta(minutes=10)
_SHOWN, _MEASURED = 50, 200
AUDIT_LOG = "audit"
"""What the page of the log's verification looks at."""
_INBOX, _LONGEST_NAME = "inbox", 100
_FILTERS = ("queue", "priority", "reason", "channel", "language", "skill", "order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one line of the inbox."""

    conversation: Conversation
    handoff: Handoff | None
    """None where the assistant always had it."""
    wants: str
    service: str
    """`late`, `soon`, `fine`, or nothing where nothing is promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Hold what the inbox shows."""

    rows: tuple[Row, ...]
    next: str | None
    is_cut: bool
    counts: dict[str, int]
    queues: tuple[str, ...]
    mark: Mark
    is_away: bool
    """Whoever looks said so."""


async def show_inbox(visit: Visit) -> Response:
    """Show the conversations that are asked for."""
    asked = _asked(visit.request.query_params)
    found = await visit.run(partial(_read, asked, visit))
    asked_again = await visit.parts.figures.get("asked again", partial(_asked_again, visit.app))
    values = {
        "asked_again": asked_again,
        "inbox": found,
        "mark": found.mark,
        "wanted": asked,
        "kept": _kept(asked),
        "skills": sorted({s for q in visit.app.handing.queues for s in q.skills}),
        **_CHOICES,
    }
    return visit.page("inbox.html", values)


def _asked(query: Mapping[str, str]) -> InboxQuestion:
    """Return what a page asks for; what it cannot ask for is left out."""
    return InboxQuestion(
        view=_one_of(View, query.get("view")) or View.WAITING,
        words=query.get("q", ""),
        queue=query.get("queue") or None,
        skill=query.get("skill") or None,
        reason=_one_of(HandOffReason, query.get("reason")),
        priority=_one_of(Priority, query.get("priority")),
        channel=query.get("channel") or None,
        language=query.get("language") or None,
        order=_one_of(Order, query.get("order")),
        after=query.get("after") or None,
        limit=_SHOWN,
    )


def _one_of(kind: type[_E], text: str | None) -> _E | None:
    return next((one for one in kind if one.value == text), None)


def _kept(asked: InboxQuestion) -> dict[str, str]:
    """Return what stays chosen from one tab or page to the next."""
    chosen = {name: getattr(asked, name) for name in _FILTERS}
    return {name: str(value) for name, value in {"q": asked.words, **chosen}.items() if value}


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
    if name == AUDIT_LOG:
        return parts.log_check.mark()
    with parts.app.store.read() as reading:
        return mark_of(reading) if name == _INBOX else talk_mark(ConversationId(name), reading)


def _mark(versions: Mapping[tuple[str, str], int]) -> Mark:
    return digest(*sorted(f"{ref}.{n}" for (_, ref), n in versions.items()))[:16]


def _read(asked: InboxQuestion, visit: Visit) -> Inbox:
    app, me = visit.app, visit.staff.staff
    ports, now = app.desk_ports(), app.clock.now()
    found = find_conversations(asked, visit.staff, ports, is_noted=visit.is_live)
    with app.store.read() as reading:
        versions = reading.waiting_versions()
        is_away = any(c.said_so and c.staff == me for c in reading.colleagues(now, now))
    with app.console.looking() as looking:
        alive = looking.open_handoffs()
    approvals = sum(kind == "actions" for kind, _ in versions)
    named = [queue.name for queue in queues_of(ports)]
    return Inbox(
        rows=tuple(_row(one, now) for one in found.page.rows),
        next=found.page.next,
        is_cut=found.is_cut,
        counts=_counts(alive, me) | {"approvals": approvals},
        queues=tuple(sorted({*named, *(one.queue for one in alive)})),
        mark=_mark(versions),
        is_away=is_away,
    )


def _row(one: Listed, now: datetime) -> Row:
    return Row(
        conversation=one.conversation,
        handoff=one.handoff,
        wants=_wants(one),
        service="" if one.handoff is None else service_of(one.handoff, now),
    )


def _counts(alive: Iterable[OpenHandoffs], me: StaffId) -> dict[str, int]:
    counts = Counter[str]()
    for one in alive:
        if one.state is HandoffState.WAITING:
            counts["waiting"] += one.count
        else:
            counts["mine" if one.agent == me else "others"] += one.count
    return {view: counts[view] for view in ("waiting", "mine", "others")}


def _wants(one: Listed) -> str:
    """Return what the customer wants, in the brief's words or else in their last ones."""
    brief = None if one.handoff is None else one.handoff.brief
    for line in () if brief is None else brief.of(Slot.WANTS):
        if not line.is_unknown:
            return line.text
    return one.asked


def service_of(handoff: Handoff, now: datetime) -> str:
    """Return how a handoff stands to what was promised."""
    was_answered = handoff.first_word_at is not None and handoff.state is not HandoffState.WAITING
    if handoff.due_at is None or handoff.state not in OPEN or was_answered:
        return ""
    if handoff.due_at <= now:
        return "late"
    return "soon" if handoff.due_at - now <= _SOON else "fine"
