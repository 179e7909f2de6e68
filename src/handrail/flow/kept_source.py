"""A source as the database has it now: what a trial that leaves the source alone reads."""

from collections.abc import Iterable, Sequence

from handrail.domain.knowledge.model import Article, ArticleId, SourceName, VersionId
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument, Store
from handrail.kernel.errors import BadInput


class KeptSource:
    """Yield the articles of one source that are served now."""

    def __init__(self, name: SourceName, store: Store) -> None:
        self._name = name
        self._store = store

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self._name

    def documents(self) -> Iterable[SourceDocument]:
        """Yield each article in the version that is served."""
        with self._store.read() as reading:
            served = reading.live_versions(self._name)
        return [self._document(article, version) for article, version in served.items()]

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return that what is not served is gone: nothing is read but the database."""
        return dict.fromkeys(unlisted, Absence.GONE)

    def _document(self, ref: ArticleId, version: VersionId) -> SourceDocument:
        def load() -> tuple[Article, tuple[str, ...]]:
            with self._store.read() as reading:
                article = reading.article(ref, version)
            if article is None:
                raise BadInput(f"{ref} is gone meanwhile.")
            return article, ()

        return SourceDocument(article=ref, version=version, load=load)
