"""Read conversations, what was decided in them, and what happened in them."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from handrail.adapters.sql.tables import (
    conversations,
    events,
    idempotency_keys,
    messages,
    turn_records,
)
from handrail.domain.conversation.model import (
    Author,
    Conversation,
    ConversationId,
    ConversationState,
    Event,
    Message,
)
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.decision.record_json import record_from_json
from handrail.kernel.ids import digest

_ASKED_AT_ONCE = 500


_NEWEST_EVENTS = (
    select(events.c.conversation, func.max(events.c.sequence))
    .where(events.c.conversation.in_(bindparam("refs", expanding=True)))
    .group_by(events.c.conversation)
)


class SqlConversations:
    """Read conversations through one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def conversation(self, ref: ConversationId) -> Conversation | None:
        """Return a conversation with its messages, or None."""
        held = self._first(select(conversations).where(conversations.c.id == ref))
        return None if held is None else self._with_messages(held)

    def waiting(self) -> tuple[Conversation, ...]:
        """Return the conversations that wait for a person, with messages, longest waiting first."""
        c, t = conversations.c, turn_records.c
        since = (
            select(func.min(t.number))
            .where(t.conversation == c.id, t.outcome == "hand_off")
            .scalar_subquery()
        )
        rows = self._connection.execute(
            select(conversations)
            .where(c.state == ConversationState.HANDED_OFF.value)
            .order_by(since, c.opened_at, c.id)
        ).all()
        return tuple(self._with_messages(held) for held in rows)

    def record(self, ref: RecordId) -> TurnRecord | None:
        """Return a turn record, or None."""
        return self._record(select(turn_records.c.document).where(turn_records.c.id == ref))

    def record_of_key(self, ref: ConversationId, idempotency_key: str) -> TurnRecord | None:
        """Return the record of the message that came with this key, or None."""
        keys = idempotency_keys
        return self._record(
            select(turn_records.c.document)
            .join(keys, keys.c.record == turn_records.c.id)
            .where(keys.c.conversation == ref, keys.c.key == digest(idempotency_key))
        )

    def latest_record(self, ref: ConversationId) -> TurnRecord | None:
        """Return the newest turn record of a conversation, or None."""
        return self._record(
            select(turn_records.c.document)
            .where(turn_records.c.conversation == ref)
            .order_by(turn_records.c.number.desc())
            .limit(1)
        )

    def events_after(
        self, ref: ConversationId, sequence: int, limit: int = 200
    ) -> tuple[Event, ...]:
        """Return the events of a conversation that follow the one numbered `sequence`, in order."""
        e = events.c
        rows = self._connection.execute(
            select(e.kind, e.facts, e.sequence)
            .where(e.conversation == ref, e.sequence > sequence)
            .order_by(e.sequence)
            .limit(limit)
        )
        return tuple(
            Event(kind=row.kind, facts=json.loads(row.facts), sequence=row.sequence) for row in rows
        )

    def newest_events(self, refs: Sequence[ConversationId]) -> dict[ConversationId, int]:
        """Return the number of the newest event of each conversation that has any."""
        found: dict[ConversationId, int] = {}
        for start in range(0, len(refs), _ASKED_AT_ONCE):
            some = refs[start : start + _ASKED_AT_ONCE]
            rows = self._connection.execute(_NEWEST_EVENTS, {"refs": list(some)})
            found.update((ref, int(newest)) for ref, newest in rows)
        return found

    def _with_messages(self, held: Any) -> Conversation:
        m = messages.c
        said = self._connection.execute(
            select(m.id, m.sequence, m.author, m.text, m.at)
            .where(m.conversation == held.id)
            .order_by(m.sequence)
        )
        return Conversation(
            id=held.id,
            state=ConversationState(held.state),
            version=held.version,
            opened_at=held.opened_at,
            locale=held.locale,
            product=held.product,
            site=held.site,
            channel=held.channel,
            token_digest=held.token_digest,
            messages=tuple(
                Message(
                    id=row.id,
                    conversation=held.id,
                    sequence=row.sequence,
                    author=Author(row.author),
                    text=row.text,
                    at=row.at,
                )
                for row in said
            ),
        )

    def _record(self, asked: Select[Any]) -> TurnRecord | None:
        held = self._first(asked)
        return None if held is None else record_from_json(json.loads(held.document))

    def _first(self, asked: Select[Any]) -> Any:
        return self._connection.execute(asked).first()
