"""The sources' part of the store that tests use instead: how they stand, and what was sent."""

from collections.abc import Sequence

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import ArticleId, SourceName
from handrail.domain.knowledge.source_state import Missing, SourceState
from handrail.kernel.errors import NotFound
from tests.fake_state import FakeState


class FakeSourceReading:
    """Read what is kept of sources."""

    _state: FakeState

    def source_state(self, source: SourceName) -> SourceState:
        return self._state.source_states.get(source, SourceState(source=source))

    def missing_articles(self, source: SourceName) -> dict[ArticleId, Missing]:
        return {one.article: one for one in self._state.missing.get(source, ())}

    def kept_documents(self, source: SourceName) -> tuple[KeptDocument, ...]:
        mine = {path: held for (of, path), held in self._state.documents.items() if of == source}
        return tuple(mine[path] for path in sorted(mine))

    def kept_document(self, source: SourceName, path: str) -> KeptDocument | None:
        return self._state.documents.get((source, path))


class FakeSourceWriting(FakeSourceReading):
    """Change what is kept of sources."""

    def save_source_state(
        self, state: SourceState, missing: Sequence[Missing], entry: AuditEntry
    ) -> None:
        self._state.source_states[state.source] = state
        self._state.missing[state.source] = tuple(sorted(missing, key=lambda one: one.article))
        self._state.entries.append(entry)

    def keep_document(self, document: KeptDocument, entry: AuditEntry) -> None:
        self._state.documents[document.source, document.path] = document
        self._state.entries.append(entry)

    def drop_document(self, source: SourceName, path: str, entry: AuditEntry) -> None:
        if self._state.documents.pop((source, path), None) is None:
            raise NotFound(f"There is no document {source}/{path}.")
        self._state.entries.append(entry)
