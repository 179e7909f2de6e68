"""Keep what judges say of answered turns, and read it beside what people said."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, insert, select

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.past import SqlPast
from handrail.adapters.sql.quality_tables import judgements, reviews
from handrail.adapters.sql.review_rows import counted
from handrail.adapters.sql.sealed_text import OpenCipher
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import conversations, turn_records
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.model import Answer, RecordId, TurnRecord
from handrail.domain.quality.judges import (
    YES_FROM,
    AnsweredTurn,
    JudgeId,
    Judgement,
    Said,
    Score,
)
from handrail.flow.judge_ports import Compared, Tally

_t, _j, _r, _c = turn_records.c, judgements.c, reviews.c, conversations.c
_READ_SOURCES = 5
"""Best passages that a judge is shown."""
_COUNTED = 50_000
"""Newest scores that are counted: what the share of all answers gains from more is nothing."""
_ANSWERED = "answer"
_SCORES = frozenset(score.value for score in Score)
_SAID = (
    select(_j.record, _j.judge, _j.score, _j.value)
    .where(_j.score.in_(_SCORES))
    .order_by(_j.record, _j.judge, _j.score)
)


class SqlJudgements:
    """Keep judgements."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def judging(self) -> Iterator["SqlJudging"]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield SqlJudging(connection, self._store.cipher)

    def keep(self, given: Sequence[Judgement], entry: AuditEntry) -> None:
        """Add judgements; one that is there already stays as it is."""
        with self._store.writing_connection() as connection:
            held = {
                (row.record, row.judge)
                for row in connection.execute(
                    select(_j.record, _j.judge).where(_j.record.in_([one.record for one in given]))
                )
            }
            rows = [
                {
                    "record": one.record,
                    "judge": one.judge,
                    "score": score.value,
                    "value": value,
                    "at": one.at,
                    "own_work": int(one.is_own_work),
                }
                for one in given
                if (one.record, one.judge) not in held
                for score, value in one.scores.items()
            ]
            if rows:
                connection.execute(insert(judgements), rows)
            SqlWriting(connection, self._store.cipher, self._store.known).note(entry)


class SqlJudging:
    """Read through one transaction; simulated conversations are left out."""

    def __init__(self, connection: Connection, cipher: OpenCipher) -> None:
        self._connection = connection
        self._past = SqlPast(connection, cipher)

    def unjudged(self, judge: JudgeId, since: datetime, most: int) -> tuple[RecordId, ...]:
        """Return answered turns that a judge has not looked at, the newest first."""
        looked_at = exists().where(_j.record == _t.id, _j.judge == judge)
        asked = (
            _real(select(_t.id).where(_t.document != ""), since)
            .where(~looked_at)
            .order_by(_t.number.desc())
            .limit(most)
        )
        return tuple(RecordId(ref) for ref in self._connection.execute(asked).scalars())

    def answered(self, ref: RecordId) -> AnsweredTurn | None:
        """Return an answered turn with its sources; None where it cannot be read."""
        record = self._past.readable_record(ref)
        if record is None or not isinstance(record.outcome, Answer):
            return None
        return AnsweredTurn(
            record=ref,
            question=record.searched or record.question,
            reply=record.reply,
            said=tuple(
                Said(text=claim.text, quotes=tuple(cited.quote for cited in claim.citations))
                for claim in record.outcome.claims
            ),
            sources=self._sources(record),
            writer=record.models.get("wrote", record.models.get("writer", "")),
            confidence=None if record.confidence is None else record.confidence.value,
        )

    def tallies(self, since: datetime) -> tuple[Tally, ...]:
        """Count what each judge said since a moment."""
        # only answers of real conversations are ever judged: nothing needs to be joined
        newest = (
            select(_j.judge, _j.score, _j.value, _j.own_work)
            .where(_j.at >= since)
            .order_by(_j.at.desc())
            .limit(_COUNTED)
            .subquery()
        )
        n = newest.c
        asked = select(
            n.judge,
            n.score,
            func.sum(case((n.value >= YES_FROM, 1), else_=0)).label("yes"),
            func.count().label("n"),
            func.sum(func.coalesce(n.own_work, 0)).label("own"),
        ).group_by(n.judge, n.score)
        rows = self._connection.execute(asked.order_by(n.judge, n.score)).all()
        return tuple(
            Tally(
                judge=JudgeId(row.judge),
                score=Score(row.score),
                yes=int(row.yes),
                n=row.n,
                own_work=int(row.own),
            )
            for row in rows
            if row.score in _SCORES
        )

    def compared(
        self, since: datetime, is_wanted: Callable[[RecordId], bool]
    ) -> tuple[Compared, ...]:
        """Return what judges said of the wanted answers since a moment that were reviewed."""
        asked = select(reviews).join_from(reviews, turn_records, _t.id == _r.record)
        reviewed = self._connection.execute(_real(asked.order_by(_r.number), since))
        found = counted(row for row in reviewed if is_wanted(RecordId(row.record)))
        return tuple(
            Compared(
                record=RecordId(said.record),
                judge=JudgeId(said.judge),
                score=Score(said.score),
                value=said.value,
                verdict=found[said.record].verdict,
                cause=found[said.record].cause,
                at=found[said.record].at,
            )
            for some in in_parts(list(found))
            for said in self._connection.execute(_SAID.where(_j.record.in_(some)))
        )

    def _sources(self, record: TurnRecord) -> tuple[str, ...]:
        texts = []
        for used in record.evidence[:_READ_SOURCES]:
            passages = self._past.kept_passages(used.article, used.version)
            texts += [f"{one.title}: {one.text}" for one in passages if one.id == used.passage][:1]
        return tuple(texts)


def _real(asked: Select[Any], since: datetime) -> Select[Any]:
    """Keep to answered turns of real conversations since a moment."""
    return asked.join(conversations, _c.id == _t.conversation).where(
        _t.outcome == _ANSWERED, _t.at >= since, _c.origin.is_(None)
    )
