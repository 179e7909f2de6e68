"""Read what speaks for and against turns, and keep how they were ranked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, insert, or_, select

from handrail.adapters.sql.desk_tables import ratings
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.knowledge_findings import kept_of
from handrail.adapters.sql.knowledge_tables import citations, finding_passages, findings
from handrail.adapters.sql.quality_tables import judgements, risks
from handrail.adapters.sql.reading import SqlReading
from handrail.adapters.sql.risk_rows import risk_row
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import conversations, turn_records
from handrail.adapters.sql.turn_rows import message_id
from handrail.domain.conversation.model import Author, Conversation, ConversationId, Message
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    Clarify,
    HandOff,
    HandOffReason,
    RecordId,
    TurnRecord,
)
from handrail.domain.knowledge.health.model import STANDING, FindingKind
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId
from handrail.domain.quality.review import claims_in
from handrail.domain.quality.risk import Observed
from handrail.flow.review_ports import Ranked, ToRank
from handrail.kernel.errors import VaultUnavailable
from handrail.kernel.plain import tag_of

_SHOWN_FOR = timedelta(days=30)
_AGAIN_AFTER = timedelta(days=1)
_AGAIN_FOR = timedelta(days=14)
_LOOKED_THROUGH = 20_000
"""Newest turns among which those are looked for that were never ranked."""
_t, _k, _c = turn_records.c, risks.c, conversations.c
_RANKED = or_(
    _t.outcome.in_([tag_of(kind) for kind in (Answer, Abstain, Clarify, ActionRuled)]),
    and_(
        _t.outcome == tag_of(HandOff),
        _t.reason != HandOffReason.CUSTOMER_REQUEST.value,
    ),
)
_TURNS = (
    select(_t.id, _t.conversation, _t.at, _c.version, _c.origin)
    .join_from(turn_records, conversations, _c.id == _t.conversation)
    .where(_RANKED, _t.document != "")
)
_NEWEST = select(func.coalesce(func.max(_t.number), 0)).scalar_subquery()
_NEW = (
    _TURNS.where(_t.number > _NEWEST - _LOOKED_THROUGH)
    .where(~exists().where(_k.record == _t.id))
    .order_by(_t.number.desc())
)
_STANDING = sorted(state.value for state in STANDING)


class SqlRisks:
    """Open readings of turns, and keep how they were ranked."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def ranking(self) -> Iterator["SqlRanking"]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield SqlRanking(connection, self._store.cipher, self._store.known)

    def keep(self, ranked: Sequence[Ranked], now: datetime) -> None:
        """Store risks in the place of those there are; they are derived, and nobody decides."""
        if not ranked:
            return
        with self._store.writing_connection() as connection:
            for some in in_parts([one.risk.record for one in ranked]):
                connection.execute(delete(risks).where(_k.record.in_(some)))
            connection.execute(insert(risks), [risk_row(one, now) for one in ranked])


class SqlRanking(SqlReading):
    """Read turns to rank through one transaction."""

    def to_rank(self, now: datetime, most: int) -> tuple[ToRank, ...]:
        """Return turns that were never ranked, whose conversation moved on, or ranked long ago."""
        late = _TURNS.join(risks, _k.record == _t.id).where(_k.at > now - _AGAIN_FOR)
        moved = late.where(_k.seen != _c.version).order_by(_k.at.desc())
        old = late.where(_k.scored_at < now - _AGAIN_AFTER).order_by(_k.scored_at)
        found: dict[str, ToRank] = {}
        for asked in (_NEW, moved, old):
            left = most - len(found)
            if left > 0:
                found.update(self._named_turns(asked.limit(left)))
        return tuple(found.values())

    def all_ranked(self, most: int) -> tuple[ToRank, ...]:
        """Return every turn that can have gone wrong, the newest first; for evaluations."""
        return tuple(self._named_turns(_TURNS.order_by(_t.number.desc()).limit(most)).values())

    def observed(self, turns: Sequence[ToRank], now: datetime) -> tuple[Observed, ...]:
        """Return what is known of turns; those that cannot be read are left out."""
        look = _Look(self, now)
        return tuple(seen for turn in turns if (seen := self._observed(turn, look)) is not None)

    def judged(self, ref: RecordId) -> dict[str, float]:
        """Return the lowest score of each name that a judge gave."""
        j = judgements.c
        asked = select(j.score, func.min(j.value)).where(j.record == ref).group_by(j.score)
        return {score: float(value) for score, value in self._connection.execute(asked)}

    def rated(self, ref: ConversationId) -> int | None:
        """Return the score that the customer gave, or None."""
        asked = select(ratings.c.score).where(ratings.c.conversation == ref)
        score: int | None = self._connection.execute(asked).scalar()
        return score

    def standing_on(self, passages: Sequence[PassageId], but: RecordId) -> frozenset[FindingKind]:
        """Return what is known to be wrong with passages, beside what this very turn showed."""
        if not passages:
            return frozenset()
        fp, f = finding_passages.c, findings.c
        asked = (
            select(findings)
            .where(f.state.in_(_STANDING))
            .where(f.id.in_(select(fp.finding).where(fp.passage.in_(passages))))
        )
        held = (kept_of(row).finding for row in self._connection.execute(asked))
        return frozenset(one.kind for one in held if one.subject != but)

    def shown_in(self, article: ArticleId, since: datetime) -> int:
        """Return in how many conversations an article was quoted since then."""
        asked = select(func.count(citations.c.conversation.distinct())).where(
            citations.c.article == article, citations.c.at >= since
        )
        return int(self._connection.execute(asked).scalar_one())

    def _named_turns(self, asked: Select[Any]) -> dict[str, ToRank]:
        return {
            row.id: ToRank(
                record=RecordId(row.id),
                conversation=ConversationId(row.conversation),
                at=row.at,
                seen=row.version,
                is_simulated=row.origin is not None,
            )
            for row in self._connection.execute(asked)
        }

    def _observed(self, turn: ToRank, look: "_Look") -> Observed | None:
        try:
            record = self.record(turn.record)
        except VaultUnavailable:  # the key of its customer is missing: others can be ranked
            return None
        if record is None:
            return None
        quotes = [c for claim in claims_in(record.outcome) for c in claim.citations]
        articles = tuple(dict.fromkeys(c.article for c in quotes))
        passages = {c.passage for c in quotes}
        then = {
            passage.id: passage
            for ref, version in {(c.article, c.version) for c in quotes}
            for passage in self.passages_of(ref, version)
            if passage.id in passages
        }
        conversation = look.conversation(turn.conversation)
        return Observed(
            record=record,
            after=() if conversation is None else _after(conversation, record),
            rating=self.rated(turn.conversation),
            judgements=self.judged(turn.record),
            then=then,
            live={a: text for a in articles if (text := look.live(a)) is not None},
            standing=self.standing_on(sorted(passages), record.id),
            shown=max((look.shown(a) for a in articles), default=0),
        )


class _Look:
    """Remember what many turns of one pass share."""

    def __init__(self, reading: SqlRanking, now: datetime) -> None:
        self._reading = reading
        self._since = now - _SHOWN_FOR
        self._live: dict[ArticleId, str | None] = {}
        self._shown: dict[ArticleId, int] = {}
        self._last: tuple[ConversationId, Conversation | None] | None = None

    def live(self, article: ArticleId) -> str | None:
        """Return what an article says now; None where it is not served."""
        if article not in self._live:
            passages = self._reading.passages_of(article)
            self._live[article] = "\n".join(map(_spaced, passages)) if passages else None
        return self._live[article]

    def shown(self, article: ArticleId) -> int:
        """Return in how many conversations an article was quoted of late."""
        if article not in self._shown:
            self._shown[article] = self._reading.shown_in(article, self._since)
        return self._shown[article]

    def conversation(self, ref: ConversationId) -> Conversation | None:
        """Return a conversation; turns of one mostly follow each other."""
        if self._last is None or self._last[0] != ref:
            self._last = (ref, self._reading.conversation(ref))
        return self._last[1]


def _after(conversation: Conversation, record: TurnRecord) -> tuple[Message, ...]:
    reply = message_id(record.id, Author.ASSISTANT)
    at = next((m.sequence for m in conversation.messages if m.id == reply), None)
    if at is None:
        return ()
    return tuple(m for m in conversation.messages if m.sequence > at)


def _spaced(passage: Passage) -> str:
    return " ".join(passage.text.split())
