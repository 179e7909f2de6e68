"""Read the queue and what reviewers found, and keep what they find."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, func, insert, select, update

from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.quality_tables import reviews, risks
from handrail.adapters.sql.review_rows import bare_review, opened_text, review_row
from handrail.adapters.sql.risk_rows import risk_of_row
from handrail.adapters.sql.sealed_text import review_place
from handrail.adapters.sql.served import LIVE_VERSIONS
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import article_versions, articles, conversations, turn_records
from handrail.adapters.sql.writing import SqlWriting
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import (
    FAULTED,
    ReviewedCase,
    TurnReview,
    Verdict,
    counting,
)
from handrail.flow.review_ports import Asking, Covered, Queued
from handrail.kernel.errors import VaultUnavailable

_WORST = 0.05
_k, _r, _t, _c = risks.c, reviews.c, turn_records.c, conversations.c
_IS_READ = exists().where(_r.record == _k.record)
_QUEUE = select(risks, _t.outcome).join_from(risks, turn_records, _t.id == _k.record)
_WORST_FIRST = (_k.score.desc(), _k.at.desc())
_AT = func.coalesce(_k.at, _k.at)
"""When it was, said so that no index on it is used: one on the score holds it, too, in order."""
_REVIEWED = (
    select(reviews, _c.person)
    .join_from(reviews, conversations, _c.id == _r.conversation)
    .order_by(_r.number)
)
_FAULTED = sorted(verdict.value for verdict in FAULTED)


class SqlReviews:
    """Open transactions on reviews."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def reading(self) -> Iterator["SqlReviewing"]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield SqlReviewing(connection, self._store.cipher, self._store.known)

    @contextmanager
    def reviewing(self) -> Iterator["SqlReviewing"]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        with self._store.counting_connection() as connection:
            yield SqlReviewing(connection, self._store.cipher, self._store.known)


class SqlReviewing(SqlWriting):
    """Read and keep reviews through one transaction."""

    def queue(self, asked: Asking) -> tuple[Queued, ...]:
        """Return turns, the worst first."""
        kinds = (False, True) if asked.simulated else (False,)
        rows = [row for kind in kinds for row in self._connection.execute(_worst(asked, kind))]
        rows.sort(key=lambda row: (row.score, row.at), reverse=True)
        return self._queued(rows[: asked.most])

    def risk_of(self, ref: RecordId) -> Queued | None:
        """Return where one turn stands, or None."""
        found = self._queued(self._connection.execute(_QUEUE.where(_k.record == ref)).all())
        return found[0] if found else None

    def covered(self, since: datetime) -> Covered:
        """Count what was read of the turns since then; simulated ones are left out."""
        here = (_k.is_simulated == 0, _k.at >= since)
        turns = self._number_of(select(func.count()).select_from(risks).where(*here))
        worst = round(_WORST * turns) or min(1, turns)
        last = select(_k.score).where(_k.is_simulated == 0, since <= _AT).order_by(*_WORST_FIRST)
        last = last.offset(max(0, worst - 1))
        least = self._connection.execute(last.limit(1)).scalar()
        read = (
            select(func.count(_r.record.distinct()))
            .join_from(reviews, risks, _k.record == _r.record)
            .where(*here)
        )
        found: dict[str, dict[str, str]] = {}
        asked = select(_r.record, _r.reviewer, _r.verdict).where(_r.at >= since)
        for row in self._connection.execute(asked.order_by(_r.number)):
            found.setdefault(row.record, {})[row.reviewer] = row.verdict
        return Covered(
            turns=turns,
            read=self._number_of(read),
            worst=worst,
            worst_read=min(worst, self._number_of(read.where(_k.score >= least))) if worst else 0,
            readings=tuple(tuple(said.values()) for said in found.values() if len(said) > 1),
        )

    def reviews_of(self, ref: RecordId) -> tuple[TurnReview, ...]:
        """Return what reviewers found of a turn, oldest first."""
        rows = self._connection.execute(_REVIEWED.where(_r.record == ref)).all()
        return tuple(map(self._review, rows))

    def cases(self, most: int) -> tuple[ReviewedCase, ...]:
        """Return the newest turns with a verdict that counts, oldest first."""
        newest = (
            select(_r.record, func.max(_r.number).label("last"))
            .where(_r.verdict != Verdict.NOT_SURE.value)
            .group_by(_r.record)
            .order_by(func.max(_r.number).desc())
            .limit(most)
        )
        refs = [RecordId(row.record) for row in self._connection.execute(newest)]
        found = (self._case(ref) for ref in reversed(refs))
        return tuple(case for case in found if case is not None)

    def unknown_articles(self, refs: Sequence[ArticleId]) -> tuple[ArticleId, ...]:
        """Return those that never were in the knowledge base."""
        asked = select(articles.c.id).where(articles.c.id.in_(refs))
        known = set(self._connection.execute(asked).scalars())
        return tuple(ref for ref in refs if ref not in known)

    def owner_of(self, refs: Sequence[ArticleId]) -> str | None:
        """Return who looks after the first of these articles that has an owner."""
        v = article_versions.c
        asked = select(v.article, v.owner).select_from(LIVE_VERSIONS).where(v.article.in_(refs))
        owners = {row.article: row.owner for row in self._connection.execute(asked)}
        return next((owner for ref in refs if (owner := owners.get(ref))), None)

    def keep_review(self, review: TurnReview, entry: AuditEntry) -> None:
        """Add a review."""
        asked = select(_c.person).where(_c.id == review.conversation)
        person = self._connection.execute(asked).scalar()
        self._connection.execute(insert(reviews), review_row(review, person, self._texts))
        self._note(entry)

    def note_mended(self, refs: Sequence[RecordId], at: datetime, entry: AuditEntry) -> None:
        """Note that what was found wrong in these turns is not said any more."""
        for some in in_parts(refs):
            self._connection.execute(
                update(reviews)
                .where(_r.record.in_(some), _r.verdict.in_(_FAULTED), _r.mended_at.is_(None))
                .values(mended_at=at)
            )
        self._note(entry)

    def _case(self, ref: RecordId) -> ReviewedCase | None:
        try:
            record, review = self.record(ref), counting(self.reviews_of(ref))
        except VaultUnavailable:  # the key of its customer is missing: it measures nothing
            return None
        if record is None or review is None:
            return None
        earlier = self.records_of(record.conversation)
        history = tuple(one.question for one in earlier if one.at < record.at)
        return ReviewedCase(record=record, history=history, review=review)

    def _queued(self, rows: "Sequence[Row[Any]]") -> tuple[Queued, ...]:
        found: dict[str, list[str]] = {}
        for some in in_parts([row.record for row in rows]):
            asked = select(_r.record, _r.verdict).where(_r.record.in_(some)).order_by(_r.number)
            for row in self._connection.execute(asked):
                found.setdefault(row.record, []).append(row.verdict)
        return tuple(
            Queued(
                risk=risk_of_row(row),
                conversation=ConversationId(row.conversation),
                at=row.at,
                outcome=row.outcome,
                verdicts=tuple(found.get(row.record, ())),
                is_simulated=bool(row.is_simulated),
            )
            for row in rows
        )

    def _review(self, row: "Row[Any]") -> TurnReview:
        bare = bare_review(row)
        answer, note = (
            opened_text(held, review_place(row.id, part), row.person, self._texts)
            for held, part in ((row.answer, "answer"), (row.note, "note"))
        )
        return TurnReview(
            id=bare.id,
            record=bare.record,
            conversation=bare.conversation,
            reviewer=bare.reviewer,
            at=bare.at,
            verdict=bare.verdict,
            cause=bare.cause,
            articles=bare.articles,
            answer=answer,
            note=note,
            finding=bare.finding,
            mended_at=bare.mended_at,
        )

    def _number_of(self, asked: Select[Any]) -> int:
        return int(self._connection.execute(asked).scalar_one())


def _worst(asked: Asking, is_simulated: bool) -> Select[Any]:  # noqa: FBT001 - one or the other
    """Return the statement for one kind: an index holds each in the order of the queue."""
    wanted = _QUEUE.where(_k.is_simulated == int(is_simulated), asked.since <= _AT)
    wanted = wanted.where(_k.record.in_(select(_r.record)) if asked.reviewed else ~_IS_READ)
    return wanted.order_by(*_WORST_FIRST).limit(asked.most)
