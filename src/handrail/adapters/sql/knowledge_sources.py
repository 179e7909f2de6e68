"""Read how sources stand, and what was sent to us."""

import json
from typing import Any

from sqlalchemy import select

from handrail.adapters.sql.conversations import SqlConversations
from handrail.adapters.sql.knowledge_tables import kept_documents, missing_articles, source_states
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import ArticleId, SourceName
from handrail.domain.knowledge.source_state import HeldDeletion, Missing, SourceState
from handrail.kernel.plain import from_plain

_k = kept_documents.c
_DOCUMENTS = select(_k.source, _k.path, _k.media_type, _k.body, _k.version, _k.at, _k.by)


class ReadSources(SqlConversations):
    """Read through one transaction."""

    def source_state(self, source: SourceName) -> SourceState:
        """Return how a source stands; a source of which nothing is kept stands well."""
        held = self._first(select(source_states).where(source_states.c.source == source))
        return SourceState(source=source) if held is None else _state_of(held)

    def missing_articles(self, source: SourceName) -> dict[ArticleId, Missing]:
        """Return the articles that the last listing of a source did not hold."""
        m = missing_articles.c
        asked = select(m.article, m.since, m.times).where(m.source == source).order_by(m.article)
        return {
            ArticleId(row.article): Missing(article=row.article, since=row.since, times=row.times)
            for row in self._connection.execute(asked)
        }

    def kept_documents(self, source: SourceName) -> tuple[KeptDocument, ...]:
        """Return what was sent to a source, by path."""
        rows = self._connection.execute(_DOCUMENTS.where(_k.source == source).order_by(_k.path))
        return tuple(_document_of(row) for row in rows)

    def kept_document(self, source: SourceName, path: str) -> KeptDocument | None:
        """Return one document that was sent, or None."""
        held = self._first(_DOCUMENTS.where(_k.source == source, _k.path == path))
        return None if held is None else _document_of(held)


def _state_of(row: Any) -> SourceState:
    return SourceState(
        source=SourceName(row.source),
        last_good_at=row.last_good_at,
        failing_since=row.failing_since,
        failure=row.failure,
        held=None if row.held is None else from_plain(HeldDeletion, json.loads(row.held)),
        allowed=row.allowed,
    )


def _document_of(row: Any) -> KeptDocument:
    return KeptDocument(
        source=SourceName(row.source),
        path=row.path,
        media_type=row.media_type,
        body=bytes(row.body),
        version=row.version,
        at=row.at,
        by=row.by,
    )
