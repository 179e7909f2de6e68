"""What is kept of sources beside their articles: how each stands, and what was sent to us."""

from collections.abc import Sequence
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import ArticleId, SourceName
from handrail.domain.knowledge.source_state import Missing, SourceState


class SourceRead(Protocol):
    """Read how sources stand."""

    def source_state(self, source: SourceName) -> SourceState:
        """Return how a source stands; a source of which nothing is kept stands well."""
        ...

    def missing_articles(self, source: SourceName) -> dict[ArticleId, Missing]:
        """Return the articles that the last listing of a source did not hold."""
        ...

    def kept_documents(self, source: SourceName) -> tuple[KeptDocument, ...]:
        """Return what was sent to a source, by path."""
        ...

    def kept_document(self, source: SourceName, path: str) -> KeptDocument | None:
        """Return one document that was sent, or None."""
        ...


class SourceWritten(SourceRead, Protocol):
    """Change how sources stand."""

    def save_source_state(
        self, state: SourceState, missing: Sequence[Missing], entry: AuditEntry
    ) -> None:
        """Store how a source stands, and what it did not list, in the place of what was known."""
        ...

    def keep_document(self, document: KeptDocument, entry: AuditEntry) -> None:
        """Keep a document in the place of the one at its path."""
        ...

    def drop_document(self, source: SourceName, path: str, entry: AuditEntry) -> None:
        """Forget a document; raises NotFound."""
        ...
