"""What the console asks of the database that no use case does: lists to look through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.handoff.model import HandoffId
from handrail.domain.knowledge.model import ArticleId, VersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """Hold what a list says of an article version."""

    id: ArticleId
    version: VersionId
    title: str
    audience: str
    locale: str
    passages: int
    published_at: datetime
    is_served: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Hold which entries of the audit log are looked for; empty texts take all."""

    kind: str = ""
    """The kind, or how it begins."""
    actor: str = ""
    subject: str = ""
    before: int | None = None
    """Only entries with a lower number."""


class ConsoleRead(Protocol):
    """Look through articles and entries."""

    def served_articles(
        self, words: str, after: ArticleId | None, limit: int
    ) -> Sequence[ListedArticle]:
        """Return served articles whose id or title holds the words, by id."""
        ...

    def versions_of(self, article: ArticleId, limit: int = 50) -> Sequence[ListedArticle]:
        """Return the versions of an article, the newest first."""
        ...

    def entries(self, wanted: EntryFilter, limit: int) -> Sequence[tuple[int, AuditEntry]]:
        """Return entries with their numbers, the newest first."""
        ...

    def newest_handoffs(
        self, limit: int, *, queue: str | None = None, were_answered: bool = False
    ) -> Sequence[HandoffId]:
        """Return handoffs, the newest first: all, or those in which somebody has spoken."""
        ...
