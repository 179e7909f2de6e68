"""What checking the knowledge needs from outside: what is served, and what is kept of findings."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.health.model import (
    CheckReport,
    Finding,
    FindingId,
    FindingKind,
    FindingState,
    KeptFinding,
    Knowledge,
    Use,
)
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    SourceName,
    VersionId,
)
from handrail.flow.ports import Source
from handrail.kernel.clock import Clock

EVERY_STATE = frozenset(FindingState)
EVERY_KIND = frozenset(FindingKind)


class FindingsRead(Protocol):
    """Read what is served and what was found wrong with it, from one state of the database."""

    def findings(
        self,
        states: Set[FindingState] = EVERY_STATE,
        kinds: Set[FindingKind] = EVERY_KIND,
        *,
        owner: str | None = None,
        limit: int | None = None,
    ) -> tuple[KeptFinding, ...]:
        """Return findings in these states, of these kinds, the most severe and most seen first.

        `owner` asks for those of one person.
        """
        ...

    def standing_counts(self) -> Mapping[FindingKind, int]:
        """Return how many findings are open or accepted, of each kind there is any of."""
        ...

    def finding(self, ref: FindingId) -> KeptFinding | None:
        """Return a finding, or None."""
        ...

    def live_articles(self) -> tuple[Article, ...]:
        """Return every article that is served now with its outline, by id."""
        ...

    def all_live_passages(self) -> Iterable[Passage]:
        """Yield every passage that is served now, ordered by article and position."""
        ...

    def live_digest(self) -> str:
        """Return a hash over what an index is built from: equal states, equal hashes."""
        ...

    def articles_without_outline(self) -> frozenset[tuple[ArticleId, VersionId]]:
        """Return what is served of which no outline is kept."""
        ...

    def articles_changed(self, since: datetime) -> frozenset[ArticleId]:
        """Return the articles that were published or retired since then."""
        ...

    def article_use(self, since: datetime) -> Mapping[ArticleId, Use]:
        """Return what customers saw of each article since then."""
        ...

    def conversations_shown(
        self, passages: Sequence[PassageId], since: datetime
    ) -> Mapping[PassageId, frozenset[str]]:
        """Return in which conversations each passage was quoted to a customer since then."""
        ...

    def last_check(self, *, is_full: bool = False) -> CheckReport | None:
        """Return what the last check did, or the last that looked at everything, or None."""
        ...

    def newest_entry(self, kind: str) -> AuditEntry | None:
        """Return the newest audit entry of a kind, or None."""
        ...


class FindingsWritten(FindingsRead, Protocol):
    """Change findings; every change says why."""

    def save_findings(self, findings: Sequence[KeptFinding], entry: AuditEntry) -> None:
        """Store what a check made of findings, new ones and known ones; raises Conflict.

        A known one is stored only where the row is still at `version`, and goes to the next.
        """
        ...

    def note_seen(self, seen: Mapping[FindingId, int], at: datetime) -> None:
        """Note that findings were found again as they were, and how many saw them.

        Changes nothing that a person decides on: no version moves, and no entry is needed beside
        that of the check.
        """
        ...

    def move_finding(self, finding: KeptFinding, entry: AuditEntry) -> KeptFinding:
        """Store a finding that was at `finding.version` and return it at the next one.

        Raises NotFound, and Conflict where the row has another version.
        """
        ...

    def save_check(self, report: CheckReport, entry: AuditEntry) -> None:
        """Store what a check did."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Write down what happened outside the database."""
        ...

    def save_outlines(self, articles: Sequence[Article], entry: AuditEntry) -> None:
        """Store the outlines of article versions that were published without one."""
        ...


class HealthStore(Protocol):
    """Open transactions on findings."""

    def read(self) -> AbstractContextManager[FindingsRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[FindingsWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...


@runtime_checkable
class ListsFiles(Protocol):
    """A source that knows every file it holds, pictures and downloads included."""

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        ...

    def all_files(self) -> frozenset[str]:
        """Return their paths within the source; empty where it cannot be listed now."""
        ...


Find = Callable[[Knowledge, Set[ArticleId] | None], tuple[Finding, ...]]
"""Find what is wrong: in all that is served, or only where one of these articles has a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeCheck:
    """Hold one check: how it is called, what it may find, and how."""

    name: str
    kinds: frozenset[FindingKind]
    find: Find
    is_incremental: bool = False
    """After a sync it compares only what changed; else it looks at everything each time."""
    tells_all: bool = False
    """Told what changed, it tells of all: what that cannot touch, as it was the last time."""


@dataclass(slots=True)
class LastLooked:
    """Remember what this process looked at last: what is the same since has not changed."""

    held: tuple[str, Mapping[ArticleId, Article]] = ("", {})
    """The hash of that state, and its articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPorts:
    """Hold what checking the knowledge needs from outside."""

    store: HealthStore
    checks: Sequence[KnowledgeCheck]
    sources: Callable[[], Sequence[Source]]
    files: Callable[[], Mapping[SourceName, frozenset[str]]]
    """Return every file of the sources that can tell, by source."""
    clock: Clock
    looked: LastLooked = field(default_factory=LastLooked)
