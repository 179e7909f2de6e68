"""Change how sources stand, and what was sent to us; every change says why."""

from collections.abc import Sequence

from sqlalchemy import delete

from handrail.adapters.sql.knowledge_tables import kept_documents, missing_articles, source_states
from handrail.adapters.sql.noting import Noting, into
from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import SourceName
from handrail.domain.knowledge.source_state import HeldDeletion, Missing, SourceState
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import NotFound
from handrail.kernel.plain import to_plain

_k = kept_documents.c


class WriteSources(Noting):
    """Write through one transaction."""

    def save_source_state(
        self, state: SourceState, missing: Sequence[Missing], entry: AuditEntry
    ) -> None:
        """Store how a source stands, and what it did not list, in the place of what was known."""
        held = state.held
        self._connection.execute(
            delete(source_states).where(source_states.c.source == state.source)
        )
        self._put(
            source_states,
            source=state.source,
            last_good_at=state.last_good_at,
            failing_since=state.failing_since,
            failure=state.failure,
            held=None if held is None else canonical_json(to_plain(held, HeldDeletion)),
            allowed=state.allowed,
        )
        m = missing_articles.c
        self._connection.execute(delete(missing_articles).where(m.source == state.source))
        rows = [
            {"article": one.article, "source": state.source, "since": one.since, "times": one.times}
            for one in missing
        ]
        if rows:
            self._connection.execute(into(missing_articles), rows)
        self._note(entry)

    def keep_document(self, document: KeptDocument, entry: AuditEntry) -> None:
        """Keep a document in the place of the one at its path."""
        self._forget(document.source, document.path)
        self._put(
            kept_documents,
            source=document.source,
            path=document.path,
            media_type=document.media_type,
            body=document.body,
            version=document.version,
            at=document.at,
            by=document.by,
        )
        self._note(entry)

    def drop_document(self, source: SourceName, path: str, entry: AuditEntry) -> None:
        """Forget a document; raises NotFound."""
        if not self._forget(source, path):
            raise NotFound(f"There is no document {source}/{path}.")
        self._note(entry)

    def _forget(self, source: SourceName, path: str) -> int:
        gone = delete(kept_documents).where(_k.source == source, _k.path == path)
        return self._connection.execute(gone).rowcount
