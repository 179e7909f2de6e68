"""Read deliveries, and what they tell of."""

from collections.abc import Set
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, select

from handrail.adapters.sql.desk_tables import deliveries as table
from handrail.adapters.sql.desk_tables import helpdesk_links, mail_threads
from handrail.adapters.sql.mail_rows import thread_of
from handrail.adapters.sql.missing_deliveries import missing
from handrail.adapters.sql.reading import SqlReading
from handrail.adapters.sql.tables import conversations, messages, turn_records
from handrail.adapters.sql.turn_rows import message_id
from handrail.domain.conversation.model import Author, ConversationId, Message
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.flow.delivery import Delivery, DeliveryId, DeliveryKind, DeliveryState, SinkName
from handrail.flow.delivery_ports import MOST_AT_ONCE, Look, MailThread, Missing

_d = table.c
_other = table.alias("other").c
_PLAIN = tuple(f.name for f in fields(Delivery) if f.name not in ("kind", "state"))


class ReadDeliveries(SqlReading):
    """Read deliveries through one transaction."""

    def delivery(self, ref: DeliveryId) -> Delivery | None:
        """Return a delivery, or None."""
        held = self._first(select(table).where(_d.id == ref))
        return None if held is None else delivery_of(held)

    def deliveries(self, states: Set[DeliveryState], *, limit: int = 200) -> tuple[Delivery, ...]:
        """Return deliveries in these states, newest first."""
        asked = select(table).where(_d.state.in_(sorted(states)))
        rows = self._connection.execute(asked.order_by(_d.number.desc()).limit(limit))
        return tuple(delivery_of(row) for row in rows)

    def due_deliveries(
        self, sinks: Set[SinkName], now: datetime, limit: int = 50
    ) -> tuple[DeliveryId, ...]:
        """Return what may be delivered now: of each conversation and place, the first one."""
        is_behind = exists().where(
            _other.sink == _d.sink,
            _other.conversation == _d.conversation,
            _other.state == DeliveryState.DUE,
            _other.number < _d.number,
        )
        rows = self._connection.execute(
            select(_d.id)
            .where(_d.state == DeliveryState.DUE, _d.next_at <= now, _d.sink.in_(sorted(sinks)))
            .where(~is_held(now), ~is_behind)
            .order_by(_d.number)
            .limit(limit)
        )
        return tuple(DeliveryId(row.id) for row in rows)

    def missing_deliveries(self, look: Look, limit: int = MOST_AT_ONCE) -> tuple[Missing, ...]:
        """Return what has to be delivered and has no row yet: of each kind so many, the oldest."""
        return tuple(missing(self._connection, look, limit))

    def last_message_number(self) -> int:
        """Return the number of the newest message; 0 where there is none."""
        return int(self._connection.execute(select(func.max(messages.c.number))).scalar() or 0)

    def ticket_of(self, sink: SinkName, conversation: ConversationId) -> str | None:
        """Return the newest ticket of a conversation there, or None."""
        k = helpdesk_links.c
        found: str | None = self._connection.execute(
            select(k.remote)
            .where(k.sink == sink, k.conversation == conversation)
            .order_by(k.at.desc(), k.remote)
            .limit(1)
        ).scalar()
        return found

    def conversation_of_ticket(self, sink: SinkName, remote: str) -> ConversationId | None:
        """Return the conversation that a ticket tells of, or None."""
        k = helpdesk_links.c
        held = self._first(select(k.conversation).where(k.sink == sink, k.remote == remote))
        return None if held is None else ConversationId(held.conversation)

    def record_of_message(self, message: Message) -> TurnRecord | None:
        """Return the turn record that a message of the assistant came from, or None."""
        t = turn_records.c
        rows = self._connection.execute(
            select(t.id).where(t.conversation == message.conversation).order_by(t.number.desc())
        )
        for row in rows:
            if message_id(row.id, Author.ASSISTANT) == message.id:
                return self.record(RecordId(row.id))
        return None

    def mail_thread(self, conversation: ConversationId) -> MailThread | None:
        """Return what the mails of a conversation look like, or None where none came."""
        m = mail_threads.c
        rows = self._connection.execute(
            select(m.message, m.document, conversations.c.person)
            .join(conversations, conversations.c.id == m.conversation)
            .where(m.conversation == conversation, m.document.is_not(None))
            .order_by(m.at, m.message)
        ).all()
        return thread_of(rows, self._texts)

    def refusal_of(self, mail: str) -> str | None:
        """Return why a mail was not read, or None."""
        m = mail_threads.c
        held: str | None = self._connection.execute(
            select(m.refused).where(m.message == mail)
        ).scalar()
        return held


def delivery_of(row: Any) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        **{name: getattr(row, name) for name in _PLAIN},
        kind=DeliveryKind(row.kind),
        state=DeliveryState(row.state),
    )


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as a row."""
    return {
        **{name: getattr(delivery, name) for name in _PLAIN},
        "kind": delivery.kind.value,
        "state": delivery.state.value,
    }


def is_held(now: datetime) -> Any:
    """Say of a delivery that somebody holds it."""
    return and_(_d.lease_until.is_not(None), _d.lease_until > now)
