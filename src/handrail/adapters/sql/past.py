"""Read what was said and decided, with all that it stood on, so that it can be thought again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from handrail.adapters.sql.bases import opened_basis
from handrail.adapters.sql.desk_tables import ratings
from handrail.adapters.sql.quality_tables import canaries, reviews, turn_bases
from handrail.adapters.sql.review_rows import counted
from handrail.adapters.sql.rows import PASSAGE_COLUMNS, passage_of
from handrail.adapters.sql.sealed_text import OpenCipher, SealedText
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import (
    article_versions,
    articles,
    audit_entries,
    audit_leaves,
    calibrations,
    conversations,
    passages,
    turn_records,
)
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.decision.record_json import record_from_json
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, VersionId
from handrail.domain.quality.canary import Canary
from handrail.domain.quality.review import FAULTED, Verdict
from handrail.domain.quality.worth import Review
from handrail.flow.basis_ports import KeptEntry, KeptTurn
from handrail.kernel.errors import VaultUnavailable
from handrail.kernel.plain import from_plain

_t, _b = turn_records.c, turn_bases.c
_TURNS = (
    select(_t.id, _t.conversation, _t.at, _t.document, _b.document.label("basis"))
    .add_columns(conversations.c.person)
    .join_from(turn_records, conversations, conversations.c.id == _t.conversation)
    .outerjoin(turn_bases, _b.record == _t.id)
)
_DECIDED = (
    select(_t.conversation, func.min(_t.number).label("first"))
    .group_by(_t.conversation)
    .order_by("first")
)
_FAULTED = sorted(verdict.value for verdict in FAULTED)
_FOUND_WRONG = select(reviews.c.conversation).where(reviews.c.verdict.in_(_FAULTED))
_SURE = select(reviews.c.conversation).where(reviews.c.verdict != Verdict.NOT_SURE.value)


class SqlPastStore:
    """Open readings of the past."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def past(self) -> Iterator["SqlPast"]:
        """Open a short reading transaction: one state, whatever is written meanwhile."""
        with self._store.reading_connection() as connection:
            yield SqlPast(connection, self._store.cipher)


class SqlPast:
    """Read the past through one transaction."""

    def __init__(self, connection: Connection, cipher: OpenCipher) -> None:
        self._connection = connection
        self._texts = SealedText(connection, cipher)

    def kept_turn(self, ref: RecordId) -> KeptTurn | None:
        """Return a turn as it is stored; None where there is none, or it was erased."""
        held = self._connection.execute(_TURNS.where(_t.id == ref)).first()
        return None if held is None else self._kept(held)

    def readable_record(self, ref: RecordId) -> TurnRecord | None:
        """Return a turn's record; None where it was erased, or its customer's key is missing."""
        try:
            kept = self.kept_turn(ref)
        except VaultUnavailable:
            return None
        return None if kept is None else record_from_json(json.loads(kept.record))

    def conversations(self, since: datetime, until: datetime) -> tuple[ConversationId, ...]:
        """Return the conversations in which something was decided between two moments, in order."""
        return self._conversations(_DECIDED.where(_t.at >= since, _t.at < until))

    def found_wrong(self, since: datetime, until: datetime) -> tuple[ConversationId, ...]:
        """Return those of them in which a reviewer found something wrong, at least at first."""
        decided = _DECIDED.where(_t.at >= since, _t.at < until)
        return self._conversations(decided.where(_t.conversation.in_(_FOUND_WRONG)))

    def reviewed_before(self, until: datetime, most: int) -> tuple[ConversationId, ...]:
        """Return the last conversations before a moment in which reviewers were sure, in order."""
        last = (
            select(_t.conversation, func.max(_t.number).label("last"))
            .where(_t.conversation.in_(_SURE))
            .group_by(_t.conversation)
            .having(func.max(_t.at) < until)
            .order_by(func.max(_t.number).desc())
            .limit(most)
        )
        return self._conversations(last)[::-1]

    def turns(self, conversation: ConversationId) -> tuple[KeptTurn, ...]:
        """Return a conversation's turns in order, as far as they can still be read."""
        asked = _TURNS.where(_t.conversation == conversation).order_by(_t.number)
        kept = (self._kept(row) for row in self._connection.execute(asked).all())
        return tuple(turn for turn in kept if turn is not None)

    def reviews(self, conversation: ConversationId) -> dict[RecordId, Review]:
        """Return the verdict that counts on each turn that was reviewed."""
        asked = select(reviews).where(reviews.c.conversation == conversation)
        found = counted(self._connection.execute(asked.order_by(reviews.c.number)))
        return {
            ref: Review(
                is_right=one.verdict is Verdict.RIGHT,
                articles=one.articles,
                is_mended=one.mended_at is not None,
            )
            for ref, one in found.items()
            if one.verdict is not Verdict.NOT_SURE
        }

    def served_then(self, article: ArticleId, at: datetime) -> tuple[PassageId, ...]:
        """Return the passages of the versions of an article that may have been served then."""
        v = article_versions.c
        asked = (
            select(passages.c.id)
            .join_from(passages, article_versions)
            .join(articles, articles.c.id == v.article)
            .where(v.article == article, v.published_at <= at)
            .where(or_(articles.c.retired_at.is_(None), articles.c.retired_at > at))
        )
        return tuple(PassageId(ref) for ref in self._connection.execute(asked).scalars())

    def rating(self, conversation: ConversationId) -> int | None:
        """Return the score that the customer gave, or None."""
        asked = select(ratings.c.score).where(ratings.c.conversation == conversation)
        score: int | None = self._connection.execute(asked).scalar()
        return score

    def kept_passages(self, article: ArticleId, version: VersionId) -> tuple[Passage, ...]:
        """Return every passage that was ever cut from an article's version."""
        v = article_versions.c
        rows = self._connection.execute(
            select(*PASSAGE_COLUMNS)
            .join_from(passages, article_versions)
            .where(v.article == article, v.version == version)
            .order_by(v.number.desc(), passages.c.position)
        )
        return tuple(passage_of(row) for row in rows)

    def calibration_named(self, ref: str) -> Calibration | None:
        """Return the newest calibration of a name, or None."""
        c = calibrations.c
        asked = select(c.document).where(c.id == ref).order_by(c.number.desc()).limit(1)
        held = self._connection.execute(asked).scalar()
        if held is not None:
            return from_plain(Calibration, json.loads(held))
        return next((made for made in self._of_canaries() if made.id == ref), None)

    def _of_canaries(self) -> Iterator[Calibration]:
        for document in self._connection.execute(select(canaries.c.document)).scalars().all():
            made = from_plain(Canary, json.loads(document)).calibration
            if made is not None:
                yield made

    def entry_of(self, subject: str, kind: str) -> KeptEntry | None:
        """Return the one audit entry of a kind on a subject; None where there is none or more."""
        a, leaf = audit_entries.c, audit_leaves.c
        asked = (
            select(a.canonical, leaf.position)
            .outerjoin_from(audit_entries, audit_leaves, leaf.sequence == a.sequence)
            .where(a.subject == subject, a.kind == kind)
            .limit(2)
        )
        held = self._connection.execute(asked).all()
        if len(held) != 1:
            return None
        return KeptEntry(
            entry=from_plain(AuditEntry, json.loads(held[0].canonical)), position=held[0].position
        )

    def _conversations(self, asked: Select[Any]) -> tuple[ConversationId, ...]:
        return tuple(ConversationId(row.conversation) for row in self._connection.execute(asked))

    def _kept(self, held: Row[Any]) -> KeptTurn | None:
        record = self._texts.open(held.person, held.document, held.id) if held.document else None
        if not record:
            return None
        basis = opened_basis(self._texts, held.person, held.id, held.basis) if held.basis else None
        return KeptTurn(
            ref=RecordId(held.id),
            conversation=ConversationId(held.conversation),
            at=held.at,
            record=record,
            basis=basis,
        )
