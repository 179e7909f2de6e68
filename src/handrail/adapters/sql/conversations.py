"""Read conversations, what was decided in them, and what happened in them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.sealed_text import (
    OpenCipher,
    SealedText,
    customer_place,
    event_place,
    no_cipher,
)
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
    Origin,
)
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.decision.record_json import record_from_json
from handrail.kernel.ids import digest

_NEWEST_EVENTS = (
    select(events.c.conversation, func.max(events.c.sequence))
    .where(events.c.conversation.in_(bindparam("refs", expanding=True)))
    .group_by(events.c.conversation)
)

_EVENTS = select(events, conversations.c.person).join_from(events, conversations)
_NUMBERED = _EVENTS.where(
    tuple_(events.c.conversation, events.c.sequence).in_(bindparam("wanted", expanding=True))
).order_by(events.c.conversation, events.c.sequence)
_DIGESTS = select(conversations.c.id, conversations.c.token_digest).where(
    conversations.c.id.in_(bindparam("refs", expanding=True))
)
RECORDS = select(turn_records.c.id, turn_records.c.document, conversations.c.person).join_from(
    turn_records, conversations
)
MESSAGE_COLUMNS = tuple(
    messages.c[name] for name in ("id", "sequence", "author", "text", "at", "by")
)


class SqlConversations:
    """Read conversations through one transaction."""

    def __init__(self, connection: Connection, cipher: OpenCipher = no_cipher) -> None:
        self._connection = connection
        self._texts = SealedText(connection, cipher)

    def conversation(self, ref: ConversationId) -> Conversation | None:
        """Return a conversation with its messages, or None."""
        held = self._first(select(conversations).where(conversations.c.id == ref))
        return None if held is None else self._with_messages(held)

    def token_digest(self, ref: ConversationId) -> str | None:
        """Return the digest of the token that opens a conversation now, or None."""
        held = self._first(select(conversations.c.token_digest).where(conversations.c.id == ref))
        return None if held is None else held.token_digest

    def token_digests(self, refs: Sequence[ConversationId]) -> dict[ConversationId, str | None]:
        """Return those of many conversations."""
        found: dict[ConversationId, str | None] = {}
        for some in in_parts(refs):
            rows = self._connection.execute(_DIGESTS, {"refs": some})
            found.update((ref, digest_) for ref, digest_ in rows)
        return found

    def record(self, ref: RecordId) -> TurnRecord | None:
        """Return a turn record, or None."""
        return self._record(RECORDS.where(turn_records.c.id == ref))

    def record_of_key(self, ref: ConversationId, idempotency_key: str) -> TurnRecord | None:
        """Return the record of the message that came with this key, or None."""
        keys = idempotency_keys
        return self._record(
            RECORDS.join(keys, keys.c.record == turn_records.c.id).where(
                keys.c.conversation == ref, keys.c.key == digest(idempotency_key)
            )
        )

    def latest_record(self, ref: ConversationId) -> TurnRecord | None:
        """Return the newest turn record of a conversation, or None."""
        return self._record(
            RECORDS.where(turn_records.c.conversation == ref)
            .order_by(turn_records.c.number.desc())
            .limit(1)
        )

    def recent_records(self, ref: ConversationId, most: int) -> tuple[TurnRecord, ...]:
        """Return up to `most` of the newest turn records of a conversation, oldest first."""
        newest_first = self._records(
            RECORDS.where(turn_records.c.conversation == ref)
            .order_by(turn_records.c.number.desc())
            .limit(most)
        )
        return newest_first[::-1]

    def events_after(
        self, ref: ConversationId, sequence: int, limit: int = 200
    ) -> tuple[Event, ...]:
        """Return the events of a conversation that follow the one numbered `sequence`, in order."""
        asked = _EVENTS.where(events.c.conversation == ref, events.c.sequence > sequence)
        found = self._events(asked.order_by(events.c.sequence).limit(limit))
        return tuple(event for _, event in found)

    def events_numbered(
        self, wanted: Sequence[tuple[ConversationId, int]]
    ) -> dict[ConversationId, tuple[Event, ...]]:
        """Return those events of many conversations, by conversation and in order."""
        found: dict[ConversationId, tuple[Event, ...]] = {}
        for some in in_parts(wanted):
            for ref, event in self._events(_NUMBERED, {"wanted": some}):
                found[ref] = (*found.get(ref, ()), event)
        return found

    def newest_events(self, refs: Sequence[ConversationId]) -> dict[ConversationId, int]:
        """Return the number of the newest event of each conversation that has any."""
        found: dict[ConversationId, int] = {}
        for some in in_parts(refs):
            rows = self._connection.execute(_NEWEST_EVENTS, {"refs": some})
            found.update((ref, int(newest)) for ref, newest in rows)
        return found

    def _events(
        self, asked: Select[Any], named: dict[str, Any] | None = None
    ) -> Iterator[tuple[ConversationId, Event]]:
        for row in self._connection.execute(asked, named or {}).all():
            place = event_place(row.conversation, row.sequence)
            if facts := self._texts.open(row.person, row.facts, place):
                told = Event(kind=row.kind, facts=json.loads(facts), sequence=row.sequence)
                yield row.conversation, told

    def _with_messages(self, held: Any) -> Conversation:
        said = self._connection.execute(
            select(*MESSAGE_COLUMNS)
            .where(messages.c.conversation == held.id)
            .order_by(messages.c.sequence)
        )
        return self._as_conversation(held, said.all())

    def _as_conversation(
        self, held: Any, said: Iterable[Any], *, is_closed: bool = False
    ) -> Conversation:
        """Return the conversation of a row with the rows of its messages; closed, of nobody."""
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
            customer=None if is_closed else self._customer(held),
            origin=None if held.origin is None else Origin(held.origin),
            messages=tuple(
                Message(
                    id=row.id,
                    conversation=held.id,
                    sequence=row.sequence,
                    author=Author(row.author),
                    text=self._texts.open(held.person, row.text, row.id) or "",
                    at=row.at,
                    by=row.by,
                )
                for row in said
            ),
        )

    def _customer(self, held: Any) -> str | None:
        if held.customer is None:
            return None
        return self._texts.open(held.person, held.customer, customer_place(held.id))

    def _record(self, asked: Select[Any]) -> TurnRecord | None:
        held = self._first(asked)
        return None if held is None else self._as_record(held)

    def _records(self, asked: Select[Any]) -> tuple[TurnRecord, ...]:
        """Return records in the order asked for; without those whose customer was erased."""
        found = map(self._as_record, self._connection.execute(asked).all())
        return tuple(record for record in found if record is not None)

    def _as_record(self, held: Any) -> TurnRecord | None:
        document = self._texts.open(held.person, held.document, held.id)
        return record_from_json(json.loads(document)) if document else None

    def _first(self, asked: Select[Any]) -> Any:
        return self._connection.execute(asked).first()
