"""What has to be delivered and has no row yet? Asked of the rows that it is about themselves."""

from collections.abc import Iterator, Set
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select, true

from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.desk_tables import deliveries, handoffs, helpdesk_links, mail_threads
from handrail.adapters.sql.tables import conversations, messages
from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import Author
from handrail.domain.handoff.model import OPEN, HandoffState
from handrail.flow.delivery import NOTICE_KINDS, DeliveryKind, DeliveryState, SinkName
from handrail.flow.delivery_ports import Look, Missing
from handrail.flow.mail_ports import EMAIL

_d = deliveries.c
_s = conversations.alias("simulated").c


def missing(connection: Connection, look: Look, limit: int) -> Iterator[Missing]:
    """Yield what is missing, for each place what it is told of; scripted customers reach nobody."""
    for sink, kinds in look.sinks.items():
        for kind, asked in _questions(sink, kinds, look):
            about = asked.selected_columns[0]
            is_made = exists().where(_d.sink == sink, _d.kind == kind.value, _d.about == about)
            is_simulated = exists().where(
                _s.id == asked.selected_columns[1], _s.origin.is_not(None)
            )
            rows = connection.execute(asked.where(~is_made, ~is_simulated).limit(limit))
            for row in rows:
                yield Missing(sink=sink, kind=kind, conversation=row.conversation, about=row.about)


def _questions(
    sink: SinkName, kinds: Set[DeliveryKind], look: Look
) -> Iterator[tuple[DeliveryKind, Select[Any]]]:
    asked = {
        DeliveryKind.HANDOFF: _handoffs(OPEN),
        DeliveryKind.MESSAGE: _later_messages(sink, look.after),
        DeliveryKind.CLOSING: _closed(sink, look.ended_after),
        DeliveryKind.MAIL: _replies(look.after),
        DeliveryKind.REFUSAL: _refusals(),
        DeliveryKind.WAITING: _handoffs({HandoffState.WAITING}),
        DeliveryKind.APPROVAL: _approvals(),
        DeliveryKind.FAILURE: _failures(),
    }
    for kind in DeliveryKind:  # a ticket before what is added to it
        if kind in kinds:
            yield kind, asked[kind]


def _handoffs(states: Set[HandoffState]) -> Select[Any]:
    h = handoffs.c
    named = h.state.in_(sorted(state.value for state in states))
    return select(h.id.label("about"), h.conversation).where(named).order_by(h.number)


def _later_messages(sink: SinkName, after: int) -> Select[Any]:
    """Ask for messages that the newest ticket of their conversation does not tell yet."""
    m, k, newer = messages.c, helpdesk_links.c, helpdesk_links.alias("newer").c
    newest = (
        select(func.max(newer.at))
        .where(newer.sink == sink, newer.conversation == k.conversation)
        .scalar_subquery()
    )
    return (
        select(m.id.label("about"), m.conversation)
        .join(helpdesk_links, k.conversation == m.conversation)
        .where(k.sink == sink, k.at == newest, m.sequence > k.told, m.number > after)
        .order_by(m.number)
    )


def _closed(sink: SinkName, ended_after: datetime | None) -> Select[Any]:
    """Ask for handoffs that ended here, of which a ticket tells."""
    h, told = handoffs.c, deliveries.alias("told").c
    has_ticket = exists().where(
        told.sink == sink,
        told.kind == DeliveryKind.HANDOFF.value,
        told.about == h.id,
        told.state == DeliveryState.DELIVERED.value,
    )
    is_recent = true() if ended_after is None else h.ended_at > ended_after
    return (
        select(h.id.label("about"), h.conversation)
        .where(h.state == HandoffState.CLOSED.value, is_recent, has_ticket)
        .order_by(h.number)
    )


def _replies(after: int) -> Select[Any]:
    m = messages.c
    return (
        select(m.id.label("about"), m.conversation)
        .join(conversations, conversations.c.id == m.conversation)
        .where(conversations.c.channel == EMAIL, m.number > after)
        .where(m.author.in_([Author.ASSISTANT.value, Author.AGENT.value]))
        .order_by(m.number)
    )


def _refusals() -> Select[Any]:
    m = mail_threads.c
    return (
        select(m.message.label("about"), m.conversation)
        .where(m.refused.is_not(None))
        .order_by(m.at)
    )


def _approvals() -> Select[Any]:
    a = actions.c
    return (
        select(a.id.label("about"), a.conversation)
        .where(a.state == ActionState.AWAITING_STAFF.value)
        .order_by(a.number)
    )


def _failures() -> Select[Any]:
    failed = deliveries.alias("failed").c
    return (
        select(failed.id.label("about"), failed.conversation)
        .where(failed.state == DeliveryState.FAILED.value)
        .where(failed.kind.not_in([kind.value for kind in NOTICE_KINDS]))
        .order_by(failed.number)
    )
