"""What gaps and drafts need from outside."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId
from handrail.domain.knowledge.health.drafting import ArticleDraft, DraftId, DraftState
from handrail.domain.knowledge.health.gaps import (
    Clustering,
    QuestionRef,
    Topic,
    TopicId,
    Unanswered,
)
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import ArticleId, SourceName, SyncReport
from handrail.flow.health_ports import FindingsWritten
from handrail.flow.masking import PersonalDataFinder
from handrail.flow.ports import Embedder
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids

WRITTEN = SourceName("written")
"""The source of articles that were drafted here and approved."""


class GapRead(Protocol):
    """Read topics, what they were made of, and drafts."""

    def unanswered(self, since: datetime, most: int) -> tuple[Unanswered, ...]:
        """Return the newest questions that went without a good answer, oldest first."""
        ...

    def questions(self, refs: Sequence[QuestionRef]) -> tuple[Unanswered, ...]:
        """Return those questions that can still be read, in the order asked for."""
        ...

    def topics(self) -> tuple[Topic, ...]:
        """Return the topics of the last time they were gathered, the most asked first."""
        ...

    def topic(self, ref: TopicId) -> Topic | None:
        """Return a topic, or None."""
        ...

    def conversation(self, ref: ConversationId) -> Conversation | None:
        """Return a conversation with its messages, or None."""
        ...

    def article_drafts(
        self, states: Sequence[DraftState] = tuple(DraftState), topic: TopicId | None = None
    ) -> tuple[ArticleDraft, ...]:
        """Return drafts, the newest first."""
        ...

    def article_draft(self, ref: DraftId) -> ArticleDraft | None:
        """Return a draft, or None."""
        ...

    def kept_document(self, source: SourceName, path: str) -> KeptDocument | None:
        """Return one document that was sent, or None."""
        ...


class GapWritten(GapRead, FindingsWritten, Protocol):
    """Change topics and drafts; every change says why."""

    def save_topics(self, topics: Sequence[Topic], entry: AuditEntry) -> None:
        """Store topics in the place of all that were known."""
        ...

    def propose_draft(self, draft: ArticleDraft, entry: AuditEntry) -> None:
        """Store a new draft."""
        ...

    def move_draft(self, draft: ArticleDraft, entry: AuditEntry) -> ArticleDraft:
        """Store a draft that was at `draft.version` and return it at the next; raises Conflict."""
        ...

    def keep_document(self, document: KeptDocument, entry: AuditEntry) -> None:
        """Keep a document in the place of the one at its path."""
        ...


class GapStore(Protocol):
    """Open transactions on gaps."""

    def read(self) -> AbstractContextManager[GapRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[GapWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPorts:
    """Hold what finding gaps, drafting articles and deciding on them need from outside."""

    store: GapStore
    embedder: Embedder
    cluster: Clustering
    answers: Callable[[str], tuple[ArticleId, ...]]
    """Ask what is served now; return the articles that answer, none where it abstains."""
    finder: PersonalDataFinder
    sync_written: Callable[[], SyncReport]
    """Take in what is kept under the source `written`."""
    clock: Clock
    ids: Ids
