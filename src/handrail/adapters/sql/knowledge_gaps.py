"""Read what customers asked and nobody could answer, the topics made of it, and drafts."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, or_, select

from handrail.adapters.sql.conversations import SqlConversations
from handrail.adapters.sql.desk import BADLY_RATED, PUT_RIGHT
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.knowledge_tables import article_drafts, gap_topics
from handrail.adapters.sql.tables import conversations, turn_records
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import AbstainReason, EvidenceUsed, HandOffReason, TurnRecord
from handrail.domain.knowledge.health.drafting import (
    ArticleDraft,
    DraftId,
    DraftLine,
    DraftState,
)
from handrail.domain.knowledge.health.gaps import (
    Need,
    QuestionRef,
    Topic,
    TopicId,
    Unanswered,
)
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import VaultUnavailable
from handrail.kernel.plain import from_plain, to_plain

_t = turn_records.c
_ABSTAINED = and_(_t.outcome == "abstain", _t.reason != AbstainReason.NOT_UNDERSTOOD.value)
_HANDED_OFF = and_(
    _t.outcome == "hand_off",
    _t.reason.in_([HandOffReason.MISSING_KNOWLEDGE.value, HandOffReason.CONTESTED_KNOWLEDGE.value]),
)
_ANSWERED = _t.outcome == "answer"
_NEED = {
    Need.ABSTAINED: _ABSTAINED,
    Need.HANDED_OFF: _HANDED_OFF,
    Need.RATED_BADLY: and_(_ANSWERED, _t.conversation.in_(BADLY_RATED)),
    Need.CORRECTED: and_(_ANSWERED, _t.conversation.in_(PUT_RIGHT)),
}
"""Where several hold, the first counts."""
_RECORDS = select(
    _t.id,
    _t.conversation,
    _t.at,
    _t.document,
    conversations.c.person,
    case(
        *((holds, need.value) for need, holds in _NEED.items()),
        else_=Need.RATED_BADLY.value,  # whoever rated it badly has rated it anew since
    ).label("need"),
).join_from(turn_records, conversations)


class ReadGaps(SqlConversations):
    """Read gaps through one transaction."""

    def unanswered(self, since: datetime, most: int) -> tuple[Unanswered, ...]:
        """Return the newest questions of customers without a good answer, oldest first."""
        counting = _RECORDS.where(
            _t.at >= since, or_(*_NEED.values()), conversations.c.origin.is_(None)
        )
        newest = self._connection.execute(counting.order_by(_t.number.desc()).limit(most)).all()
        found = (self._asked(row) for row in reversed(newest))
        return tuple(one for one in found if one is not None)

    def questions(self, refs: Sequence[QuestionRef]) -> tuple[Unanswered, ...]:
        """Return those questions that can still be read, in the order asked for."""
        found: dict[str, Unanswered] = {}
        for some in in_parts(refs):
            for row in self._connection.execute(_RECORDS.where(_t.id.in_(some))):
                if (one := self._asked(row)) is not None:
                    found[row.id] = one
        return tuple(found[ref] for ref in refs if ref in found)

    def topics(self) -> tuple[Topic, ...]:
        """Return the topics of the last time they were gathered, the most asked first."""
        g = gap_topics.c
        rows = self._connection.execute(select(g.document).order_by(g.conversations.desc(), g.id))
        return tuple(from_plain(Topic, json.loads(row.document)) for row in rows)

    def topic(self, ref: TopicId) -> Topic | None:
        """Return a topic, or None."""
        held = self._first(select(gap_topics.c.document).where(gap_topics.c.id == ref))
        return None if held is None else from_plain(Topic, json.loads(held.document))

    def article_drafts(
        self, states: Sequence[DraftState] = tuple(DraftState), topic: TopicId | None = None
    ) -> tuple[ArticleDraft, ...]:
        """Return drafts, the newest first."""
        d = article_drafts.c
        asked: Select[Any] = select(article_drafts).where(
            d.state.in_([state.value for state in states])
        )
        if topic is not None:
            asked = asked.where(d.topic == topic)
        rows = self._connection.execute(asked.order_by(d.at.desc(), d.id))
        return tuple(map(draft_of_row, rows))

    def article_draft(self, ref: DraftId) -> ArticleDraft | None:
        """Return a draft, or None."""
        held = self._first(select(article_drafts).where(article_drafts.c.id == ref))
        return None if held is None else draft_of_row(held)

    def _asked(self, row: Any) -> Unanswered | None:
        """Return a question, or None where it was erased or its key is missing."""
        try:
            record = self._as_record(row)
        except VaultUnavailable:
            return None
        text = "" if record is None else (record.searched or record.question).strip()
        if record is None or not text:
            return None
        return Unanswered(
            ref=QuestionRef(row.id),
            conversation=ConversationId(row.conversation),
            at=row.at,
            text=text,
            need=Need(row.need),
            nearest=tuple(dict.fromkeys(used.article for used in _ranked(record))),
        )


def draft_of_row(row: Any) -> ArticleDraft:
    """Return the draft of a row."""
    return ArticleDraft(
        id=DraftId(row.id),
        topic=TopicId(row.topic),
        state=DraftState(row.state),
        version=row.version,
        title=row.title,
        text=row.text,
        lines=from_plain(tuple[DraftLine, ...], json.loads(row.lines)),
        at=row.at,
        article=row.article,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def draft_row(draft: ArticleDraft) -> dict[str, Any]:
    """Return a draft as a row."""
    return {
        "id": draft.id,
        "topic": draft.topic,
        "state": draft.state.value,
        "version": draft.version,
        "title": draft.title,
        "text": draft.text,
        "lines": canonical_json(to_plain(draft.lines, tuple[DraftLine, ...])),
        "article": draft.article,
        "at": draft.at,
        "decided_by": draft.decided_by,
        "decided_at": draft.decided_at,
    }


def _ranked(record: TurnRecord) -> Sequence[EvidenceUsed]:
    return sorted(record.evidence, key=lambda used: used.rank)
