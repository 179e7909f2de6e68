"""What the console asks of the database that no use case does: lists to look through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.actions.model import StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Origin
from handrail.domain.handoff.model import HandoffId, HandoffState
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
class OpenHandoffs:
    """Hold how many handoffs of a queue wait, or are with one of the staff."""

    queue: str
    state: HandoffState
    agent: StaffId | None
    count: int


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

    def answered_handoffs(self, limit: int) -> Sequence[HandoffId]:
        """Return handoffs in which somebody has spoken, the newest first."""
        ...

    def open_handoffs(self) -> Sequence[OpenHandoffs]:
        """Return how many handoffs are open, by queue, state and who has them."""
        ...

    def simulated_of(self, refs: Sequence[ConversationId]) -> frozenset[ConversationId]:
        """Return those conversations that scripted customers wrote."""
        ...

    def has_any_of(self, origin: Origin) -> bool:
        """Tell whether any conversation comes from there."""
        ...

    def sites_of(self, refs: Sequence[ConversationId]) -> Mapping[ConversationId, str]:
        """Return under which brand conversations are kept, those that are kept under one."""
        ...
