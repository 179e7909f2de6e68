"""The articles of a folder: told apart by version first, parsed only where that is new."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from handrail.adapters.sources.documents import read_document
from handrail.adapters.sources.folder import FolderSource, SourceFile, paths_below
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.cut import CUTTER_VERSION
from handrail.domain.knowledge.effective import (
    SourceDefaults,
    article_id,
    effective_article,
    version_of,
)
from handrail.domain.knowledge.model import Article, ArticleId, Skipped, SourceName, VersionId
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument

READER_VERSION = "1"
"""Changes whenever the same bytes would be read differently: the next sync reads them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFolder:
    """Yield the articles of a folder with the metadata that holds for all of them."""

    path: Path
    defaults: SourceDefaults
    base_url: str | None = None
    max_bytes: int = 5_000_000
    day_of: Callable[[str], date | None] = lambda _path: None
    """When a file was last changed, as far as its source knows; the file itself may say so."""

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every file that may be an article; raise SourceUnavailable without a folder."""
        for file in FolderSource(self.name, self.path).files():
            match file:
                case Skipped():
                    yield file
                case SourceFile():
                    yield self._document(file)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return that what a folder does not hold is gone: it is the operator's own disk."""
        return dict.fromkeys(unlisted, Absence.GONE)

    def all_files(self) -> frozenset[str]:
        """Return the paths of every file of the folder; empty where it cannot be listed now."""
        return paths_below(self.path)

    def _document(self, file: SourceFile) -> SourceDocument | Skipped:
        if file.size > self.max_bytes:
            why = f"It is larger than {self.max_bytes:,} bytes ({file.size:,})."
            return Skipped(path=file.path, why=why)
        try:
            raw = file.read()
        except Unreadable as unreadable:
            return Skipped(path=file.path, why=str(unreadable))
        version = self._version(raw)
        return SourceDocument(
            article=article_id(self.name, file.path),
            version=version,
            load=lambda: self._read(file.path, raw, version),
        )

    def _read(self, path: str, raw: bytes, version: VersionId) -> tuple[Article, tuple[str, ...]]:
        document = read_document(path, raw)
        article = effective_article(path, raw, document, self.defaults)
        url = article.url or self._published_at(path)
        updated = article.updated or self.day_of(path)
        return replace(article, version=version, url=url, updated=updated), document.warnings

    def _version(self, raw: bytes) -> VersionId:
        held = self.defaults
        scope = (held.audience, held.locale, held.product, held.site, self.base_url)
        return version_of(raw, *scope, READER_VERSION, CUTTER_VERSION)

    def _published_at(self, path: str) -> str | None:
        if self.base_url is None:
            return None
        return f"{self.base_url.rstrip('/')}/{quote(str(PurePosixPath(path).with_suffix('')))}"
