"""Articles that were sent to us: the database lists them as a folder lists its files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.adapters.sources.given import GivenArticle, document_of
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.keep_document import MEDIA_TYPES
from handrail.flow.ports import SourceDocument, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedArticles:
    """Yield what was sent to one source."""

    store: Store
    defaults: SourceDefaults

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every document that was sent and not taken back."""
        with self.store.read() as reading:
            kept = reading.kept_documents(self.name)
        for document in kept:
            suffix = MEDIA_TYPES.get(document.media_type)
            if suffix is None:
                yield Skipped(path=document.path, why=f"{document.media_type} is not read.")
            else:
                given = GivenArticle(path=document.path, body=document.body, suffix=suffix)
                yield document_of(given, self.defaults)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return that what was taken back is gone."""
        return dict.fromkeys(unlisted, Absence.GONE)
