"""What looking back at the knowledge base, and bringing it back, need from the database."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.history import Pin, Step, VersionNumber
from handrail.domain.knowledge.model import Article, ArticleId, Passage, SourceName


class PinRead(Protocol):
    """Read what people brought back against its source."""

    def pins(self, source: SourceName | None = None) -> Mapping[ArticleId, Pin]:
        """Return the pins of one source or of all, by article."""
        ...


class PinWritten(Protocol):
    """Change what is kept against its source."""

    def pin(self, pin: Pin, entry: AuditEntry) -> None:
        """Keep what is served of an article against what its source holds."""
        ...

    def lift_pin(self, ref: ArticleId, entry: AuditEntry) -> None:
        """Take what the source holds again; raises NotFound where nothing is pinned."""
        ...


class HistoryRead(PinRead, Protocol):
    """Read what was served when."""

    def live_digest(self) -> str:
        """Return a hash over what an index is built from: equal states, equal hashes."""
        ...

    def served_at(self, moment: datetime | None = None) -> Mapping[ArticleId, VersionNumber]:
        """Return which version of each article was served at a moment; None: which is now."""
        ...

    def steps(
        self,
        *,
        after: datetime | None = None,
        until: datetime | None = None,
        article: ArticleId | None = None,
        limit: int | None = None,
    ) -> tuple[Step, ...]:
        """Return the steps after one moment and up to another, the newest first."""
        ...

    def articles_numbered(
        self, numbers: Sequence[VersionNumber]
    ) -> Mapping[VersionNumber, Article]:
        """Return article versions by their numbers."""
        ...

    def passages_numbered(self, numbers: Sequence[VersionNumber]) -> Iterable[Passage]:
        """Yield the passages of article versions, ordered by article and position."""
        ...


class HistoryWritten(HistoryRead, PinWritten, Protocol):
    """Serve again what was served before."""

    def serve_again(self, ref: ArticleId, number: VersionNumber, entry: AuditEntry) -> None:
        """Make a version that was served before the one that is served; raises NotFound."""
        ...

    def retire(self, ref: ArticleId, entry: AuditEntry) -> None:
        """Stop serving an article; its versions are kept."""
        ...


class HistoryStore(Protocol):
    """Open transactions on what was served when."""

    def read(self) -> AbstractContextManager[HistoryRead]:
        """Open a short reading transaction."""
        ...

    def write(self) -> AbstractContextManager[HistoryWritten]:
        """Open a short writing transaction; commits when the block ends without an exception."""
        ...
