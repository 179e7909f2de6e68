"""What the use cases need from outside: implemented under `adapters`, doubled in tests."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from handrail.domain.answering.model import Draft, Grounding
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    Event,
    InboundMessage,
    Message,
)
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    Skipped,
    SourceName,
    Standing,
    SyncReport,
    Unread,
    VersionId,
)
from handrail.domain.knowledge.source_state import Absence
from handrail.domain.retrieval.model import Candidates, Scope, SearchResult, SnapshotId
from handrail.flow.arm_ports import ArmRead, ArmWritten
from handrail.flow.audit_ports import AuditRead, AuditWritten
from handrail.flow.basis_ports import TurnTexts
from handrail.flow.event_ports import EventRead
from handrail.flow.handoff_ports import HandoffRead, HandoffWritten
from handrail.flow.knowledge_ports import KnowledgeRead, KnowledgeWritten
from handrail.flow.session_ports import RecordRead, SessionRead

Vectors = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Called with a stage's name, what is done and what there is to do (0: not known)."""


def untold(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody of progress."""


class Embedder(Protocol):
    """Turn text into unit vectors: equal text, equal vector, whatever it is embedded beside."""

    @property
    def name(self) -> str:
        """Return name and version; vectors of two names are never mixed."""
        ...

    @property
    def dimensions(self) -> int:
        """Return how many numbers a vector has."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length one."""
        ...

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return a row per text and, per text, a row per character span, from the same pass."""
        ...


class Reading(
    ArmRead, SessionRead, RecordRead, AuditRead, EventRead, HandoffRead, KnowledgeRead, Protocol
):
    """Read a consistent state of the database."""

    def conversation(self, ref: ConversationId) -> Conversation | None:
        """Return a conversation with its messages, or None."""
        ...

    def record(self, ref: RecordId) -> TurnRecord | None:
        """Return a turn record, or None."""
        ...

    def record_of_key(self, ref: ConversationId, idempotency_key: str) -> TurnRecord | None:
        """Return the record of the message that came with this key, or None."""
        ...

    def live_passages(self, refs: Sequence[PassageId]) -> dict[PassageId, Passage]:
        """Return those passages whose article version is served now."""
        ...

    def standings(self, refs: Sequence[PassageId]) -> dict[PassageId, Standing]:
        """Return how those passages stand whose article version is served now."""
        ...

    def passages_of(
        self, article: ArticleId, version: VersionId | None = None
    ) -> tuple[Passage, ...]:
        """Return an article's passages in order: the live version's, or the named one's."""
        ...

    def article(self, ref: ArticleId, version: VersionId | None = None) -> Article | None:
        """Return the live version of an article, or the named one."""
        ...

    def all_live_passages(self) -> Iterable[Passage]:
        """Yield every passage that is served now, ordered by article and position."""
        ...

    def live_versions(self, source: SourceName | None = None) -> dict[ArticleId, VersionId]:
        """Return the version served of each article, of one source or of all."""
        ...

    def live_digest(self) -> str:
        """Return a hash over what an index is built from: equal states, equal hashes."""
        ...

    def live_count(self) -> int:
        """Return how many passages are served now."""
        ...

    def last_sync(self, source: SourceName) -> SyncReport | None:
        """Return what the last sync of a source did, or None."""
        ...

    def calibration(self) -> Calibration | None:
        """Return the newest calibration, or None."""
        ...


class Writing(Reading, ArmWritten, AuditWritten, HandoffWritten, KnowledgeWritten, Protocol):
    """Change the database; every change says why. Commits when its block ends, or not at all."""

    def save_turn(
        self,
        conversation: Conversation,
        inbound: InboundMessage,
        record: TurnRecord,
        entry: AuditEntry,
        events: Sequence[Event] = (),
        texts: TurnTexts | None = None,
    ) -> tuple[Message, ...]:
        """Store a turn: the message, the reply, the record, its events, the new state.

        `texts` are what the entry commits to; None where nothing was thought. An empty reply stores
        no message: the assistant is silent. Raises Conflict where the conversation has moved on
        from `conversation.version`, or the message's key is known.
        """
        ...

    def tell(self, conversation: Conversation, events: Sequence[Event], entry: AuditEntry) -> None:
        """Store events of a turn that is still under way; raises Conflict as `save_turn` does."""
        ...

    def open_conversation(self, conversation: Conversation, entry: AuditEntry) -> None:
        """Store a new, empty conversation."""
        ...

    def publish(self, article: Article, passages: Sequence[Passage], entry: AuditEntry) -> None:
        """Make an article version with its passages the one that is served."""
        ...

    def retire(self, ref: ArticleId, entry: AuditEntry) -> None:
        """Stop serving an article; its versions are kept."""
        ...

    def save_sync(self, source: SourceName, report: SyncReport, entry: AuditEntry) -> None:
        """Store what the last sync of a source did."""
        ...

    def save_calibration(self, calibration: Calibration, entry: AuditEntry) -> None:
        """Store a calibration as the newest."""
        ...


class Store(Protocol):
    """Open transactions on the database."""

    def read(self) -> AbstractContextManager[Reading]:
        """Open a short reading transaction."""
        ...

    def write(self) -> AbstractContextManager[Writing]:
        """Open a short writing transaction; commits when the block ends without an exception."""
        ...


class VectorCache(Protocol):
    """Keep vectors by text and embedder, so that unchanged text is never embedded again."""

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, tuple[Vectors, Vectors]]:
        """Return, for the keys that are known, the passage's vector and its units' vectors."""
        ...

    def keep(self, embedder: str, vectors: Mapping[str, tuple[Vectors, Vectors]]) -> None:
        """Add vectors."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """Hold a document whose version is known before it is parsed."""

    article: ArticleId
    version: VersionId
    load: Callable[[], tuple[Article, tuple[str, ...]]]
    """Parse it: the article and what was tolerated. Raises BadInput where it is no article."""


class Source(Protocol):
    """Yield the documents of one source."""

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        ...

    def documents(self) -> Iterable[SourceDocument | Skipped | Unread]:
        """Yield each document, what is left out, and what could not be read just now.

        Raises Unavailable where it cannot be listed to its end, also after some were yielded.
        """
        ...

    def absences(self, unlisted: Sequence[ArticleId]) -> Mapping[ArticleId, Absence]:
        """Return what became of articles that a whole listing did not hold; raise Unavailable."""
        ...


class SearchIndex(Protocol):
    """Search the newest finished snapshot, whichever process built it."""

    def candidates(self, question: str, scope: Scope, depth: int) -> Candidates:
        """Return up to `depth` passages in scope; the caller checks that they are still served."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltSnapshot:
    """Say which snapshot was built and how many passages had to be embedded for it."""

    snapshot: SnapshotId
    embedded: int


class SnapshotBuilding(Protocol):
    """Build one snapshot beside the one that serves."""

    def expect(self, passages: Sequence[Passage]) -> None:
        """Hear of passages that will be in it, so that what is slow can begin."""
        ...

    def prepare(self, passages: Sequence[Passage], progress: Progress) -> BuiltSnapshot:
        """Build the snapshot of these passages without serving it; quick where it exists."""
        ...


class IndexBuilder(Protocol):
    """Build snapshots; swapping is a step of its own."""

    def building(self) -> AbstractContextManager[SnapshotBuilding]:
        """Open the building of a snapshot; nothing of it goes on afterwards."""
        ...

    def serve(self, snapshot: SnapshotId) -> None:
        """Make a prepared snapshot the one that is searched; sweep what is long unused."""
        ...


class Writer(Protocol):
    """Draft an answer from evidence."""

    @property
    def name(self) -> str:
        """Return name and version."""
        ...

    def draft(self, question: str, result: SearchResult) -> Draft:
        """Return claims with verbatim quotes; an empty draft where nothing answers."""
        ...


class Checker(Protocol):
    """Check a draft against what it cites."""

    @property
    def name(self) -> str:
        """Return name and version."""
        ...

    def check(self, draft: Draft, passages: Mapping[PassageId, Passage]) -> Grounding:
        """Return a verdict per claim."""
        ...
