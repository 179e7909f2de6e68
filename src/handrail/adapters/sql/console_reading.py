"""Look through articles and audit entries, page by page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from handrail.adapters.sql.desk import OPEN_STATES
from handrail.adapters.sql.desk_tables import handoffs
from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import article_versions, articles, audit_entries, conversations
from handrail.domain.actions.model import StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Origin
from handrail.domain.handoff.model import HandoffId, HandoffState
from handrail.domain.knowledge.model import ArticleId, VersionId
from handrail.flow.console_ports import EntryFilter, ListedArticle, OpenHandoffs
from handrail.kernel.canonical import is_storable
from handrail.kernel.plain import from_plain

_a, _v, _e, _h, _c = (
    articles.c,
    article_versions.c,
    audit_entries.c,
    handoffs.c,
    conversations.c,
)
_LISTED = select(
    _v.article,
    _v.version,
    _v.title,
    _v.audience,
    _v.locale,
    _v.passages,
    _v.published_at,
    _v.number,
    _a.live,
)


class SqlConsole:
    """Open transactions to look through."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def looking(self) -> Iterator["Looking"]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield Looking(connection)


class Looking:
    """Look through one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def served_articles(
        self, words: str, after: ArticleId | None, limit: int
    ) -> Sequence[ListedArticle]:
        """Return served articles whose id or title holds the words, by id."""
        asked = _LISTED.join_from(article_versions, articles, _a.live == _v.number)
        if words:
            spelled = words.lower()
            asked = asked.where(
                or_(
                    func.lower(_v.title).contains(spelled, autoescape=True),
                    func.lower(_v.article).contains(spelled, autoescape=True),
                )
            )
        if after is not None:
            asked = asked.where(_v.article > after)
        return self._listed(asked.order_by(_v.article).limit(limit))

    def versions_of(self, article: ArticleId, limit: int = 50) -> Sequence[ListedArticle]:
        """Return the versions of an article, the newest first."""
        asked = _LISTED.outerjoin_from(article_versions, articles, _a.id == _v.article)
        return self._listed(
            asked.where(_v.article == article).order_by(_v.number.desc()).limit(limit)
        )

    def entries(self, wanted: EntryFilter, limit: int) -> Sequence[tuple[int, AuditEntry]]:
        """Return entries with their numbers, the newest first."""
        if not all(is_storable(text) for text in (wanted.kind, wanted.actor, wanted.subject)):
            return ()
        asked = select(_e.sequence, _e.canonical)
        if wanted.kind:
            asked = asked.where(_e.kind.startswith(wanted.kind, autoescape=True))
        for column, text in ((_e.actor, wanted.actor), (_e.subject, wanted.subject)):
            if text:
                asked = asked.where(column == text)
        if wanted.before is not None:
            asked = asked.where(_e.sequence < wanted.before)
        rows = self._connection.execute(asked.order_by(_e.sequence.desc()).limit(limit))
        return [(n, from_plain(AuditEntry, json.loads(canonical))) for n, canonical in rows]

    def answered_handoffs(self, limit: int) -> Sequence[HandoffId]:
        """Return handoffs of customers in which somebody has spoken, the newest first."""
        asked = select(_h.id).join_from(handoffs, conversations)
        asked = asked.where(_h.first_word_at.is_not(None), _c.origin.is_(None))
        rows = self._connection.execute(asked.order_by(_h.number.desc()).limit(limit))
        return [HandoffId(ref) for ref in rows.scalars()]

    def open_handoffs(self) -> Sequence[OpenHandoffs]:
        """Return how many handoffs are open, by queue, state and who has them."""
        by = (_h.queue, _h.state, _h.agent)
        asked = select(*by, func.count()).where(_h.state.in_(OPEN_STATES)).group_by(*by)
        return [
            OpenHandoffs(
                queue=queue,
                state=HandoffState(state),
                agent=None if agent is None else StaffId(agent),
                count=count,
            )
            for queue, state, agent, count in self._connection.execute(asked)
        ]

    def sites_of(self, refs: Sequence[ConversationId]) -> Mapping[ConversationId, str]:
        """Return under which brand conversations are kept, those that are kept under one."""
        asked = select(_c.id, _c.site).where(_c.id.in_(refs), _c.site.is_not(None))
        return {ConversationId(ref): site for ref, site in self._connection.execute(asked)}

    def simulated_of(self, refs: Sequence[ConversationId]) -> frozenset[ConversationId]:
        """Return those conversations that scripted customers wrote."""
        asked = select(_c.id).where(_c.id.in_(refs), _c.origin == Origin.SIMULATION.value)
        return frozenset(map(ConversationId, self._connection.execute(asked).scalars()))

    def has_any_of(self, origin: Origin) -> bool:
        """Tell whether any conversation comes from there."""
        asked = select(_c.id).where(_c.origin == origin.value).limit(1)
        return self._connection.execute(asked).first() is not None

    def _listed(self, asked: Select[Any]) -> list[ListedArticle]:
        return [
            ListedArticle(
                id=ArticleId(row.article),
                version=VersionId(row.version),
                title=row.title,
                audience=row.audience,
                locale=row.locale,
                passages=row.passages,
                published_at=row.published_at,
                is_served=row.live == row.number,
            )
            for row in self._connection.execute(asked)
        ]
