"""Read what was answered since a moment, beside what people found of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from handrail.adapters.sql.past import SqlPast
from handrail.adapters.sql.quality_tables import reviews
from handrail.adapters.sql.review_rows import counted
from handrail.adapters.sql.sealed_text import OpenCipher
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import conversations, turn_records
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.quality.review import TurnReview
from handrail.flow.served_ports import ServedTurn

_t, _r, _c = turn_records.c, reviews.c, conversations.c
_REVIEWS = select(reviews).join_from(reviews, turn_records, _t.id == _r.record).order_by(_r.number)
_SERVED = (
    select(_t.id, _t.conversation, _t.at, _t.confidence, _t.outcome, _t.calibration)
    .join_from(turn_records, conversations, _c.id == _t.conversation)
    .where(_t.confidence.is_not(None), _c.origin.is_(None))
    .order_by(_t.number)
)
_ANSWERED = "answer"
_UNREAD = _SERVED.where(_t.outcome == _ANSWERED, ~exists().where(_r.record == _t.id))
_STREAMED = 500


class SqlServedAnswers:
    """Open readings of what was answered."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def serving(self) -> Iterator["SqlServing"]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield SqlServing(connection, self._store.cipher)


class SqlServing:
    """Read through one transaction; simulated conversations are left out."""

    def __init__(self, connection: Connection, cipher: OpenCipher) -> None:
        self._connection = connection
        self._past = SqlPast(connection, cipher)

    def served(self, since: datetime) -> tuple[ServedTurn, ...]:
        """Return the turns since a moment for which a confidence was reckoned, in order."""
        read = counted(self._connection.execute(_REVIEWS.where(_t.at >= since)))
        rows = self._connection.execute(_SERVED.where(_t.at >= since))
        return tuple(_served(row, read.get(row.id)) for row in rows)

    def unread(self, since: datetime) -> Iterator[ServedTurn]:
        """Yield the answers among these on which nobody has given a verdict, in order."""
        streamed = self._connection.execution_options(yield_per=_STREAMED)
        for row in streamed.execute(_UNREAD.where(_t.at >= since)):
            yield _served(row, None)

    def record_of(self, ref: RecordId) -> TurnRecord | None:
        """Return a turn's record; None where it cannot be read."""
        return self._past.readable_record(ref)


def _served(row: Any, review: TurnReview | None) -> ServedTurn:
    return ServedTurn(
        record=RecordId(row.id),
        conversation=ConversationId(row.conversation),
        at=row.at,
        confidence=row.confidence,
        is_answer=row.outcome == _ANSWERED,
        calibration=row.calibration,
        verdict=None if review is None else review.verdict,
    )
