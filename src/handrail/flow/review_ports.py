"""What ranking turns and reviewing them needs from outside."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.knowledge.health.model import FindingId, KeptFinding
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import ReviewedCase, TurnReview
from handrail.domain.quality.risk import Observed, Risk
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Hold a turn's risk with the state of its conversation that was looked at."""

    risk: Risk
    conversation: ConversationId
    at: datetime
    """Of the turn."""
    seen: int
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRank:
    """Name a turn that is to be ranked."""

    record: RecordId
    conversation: ConversationId
    at: datetime
    seen: int
    """Version of the conversation."""
    is_simulated: bool = False


class RiskRead(Protocol):
    """Read what speaks for and against a turn."""

    def to_rank(self, now: datetime, most: int) -> tuple[ToRank, ...]:
        """Return turns that were never ranked, whose conversation moved on, or ranked long ago."""
        ...

    def observed(self, turns: Sequence[ToRank], now: datetime) -> tuple[Observed, ...]:
        """Return what is known of turns; those that cannot be read are left out."""
        ...


class RiskStore(Protocol):
    """Open readings of turns, and keep how they were ranked."""

    def ranking(self) -> AbstractContextManager[RiskRead]:
        """Open a short reading transaction."""
        ...

    def keep(self, ranked: Sequence[Ranked], now: datetime) -> None:
        """Store risks in the place of those there are."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RankPorts:
    """Hold what ranking turns needs from outside."""

    store: RiskStore
    clock: Clock
    asked_again: Callable[[Observed], Observed]
    """Add what the rules would quote for the same question today."""
    most: int = 500
    """Turns of one pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Hold a turn in the queue, without a word of what customers wrote."""

    risk: Risk
    conversation: ConversationId
    at: datetime
    outcome: str
    verdicts: tuple[str, ...] = ()
    """What reviewers found so far, oldest first."""
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Say which part of the queue is asked for."""

    since: datetime
    most: int = 50
    reviewed: bool = False
    """Those that were reviewed, instead of those that were not."""
    simulated: bool = False
    """Simulated conversations, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Count how much was read, of how much there is."""

    turns: int
    read: int
    worst: int
    """The worst twentieth of the turns."""
    worst_read: int
    readings: tuple[tuple[str, ...], ...] = ()
    """What each reader found, of the turns that several read."""


class ReviewRead(Protocol):
    """Read the queue and what reviewers found."""

    def queue(self, asked: Asking) -> tuple[Queued, ...]:
        """Return turns, the worst first."""
        ...

    def risk_of(self, ref: RecordId) -> Queued | None:
        """Return where one turn stands, or None."""
        ...

    def covered(self, since: datetime) -> Covered:
        """Count what was read of the turns since then; simulated ones are left out."""
        ...

    def record(self, ref: RecordId) -> TurnRecord | None:
        """Return a record; None where there is none, or it was erased."""
        ...

    def reviews_of(self, ref: RecordId) -> tuple[TurnReview, ...]:
        """Return what reviewers found of a turn, oldest first."""
        ...

    def cases(self, most: int) -> tuple[ReviewedCase, ...]:
        """Return the newest turns with a verdict that counts, oldest first."""
        ...

    def unknown_articles(self, refs: Sequence[ArticleId]) -> tuple[ArticleId, ...]:
        """Return those that never were in the knowledge base."""
        ...

    def owner_of(self, refs: Sequence[ArticleId]) -> str | None:
        """Return who looks after the first of these articles that has an owner."""
        ...

    def finding(self, ref: FindingId) -> KeptFinding | None:
        """Return a finding, or None."""
        ...


class ReviewWritten(ReviewRead, Protocol):
    """Keep reviews; every change says why."""

    def keep_review(self, review: TurnReview, entry: AuditEntry) -> None:
        """Add a review."""
        ...

    def note_mended(self, refs: Sequence[RecordId], at: datetime, entry: AuditEntry) -> None:
        """Note that what was found wrong in these turns is not said any more."""
        ...

    def save_findings(self, findings: Sequence[KeptFinding], entry: AuditEntry) -> None:
        """Store findings, new ones and known ones; raises Conflict."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Write down what was done without a change."""
        ...


class ReviewStore(Protocol):
    """Open transactions on reviews."""

    def reading(self) -> AbstractContextManager[ReviewRead]:
        """Open a short reading transaction."""
        ...

    def reviewing(self) -> AbstractContextManager[ReviewWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPorts:
    """Hold what reviewing needs from outside."""

    store: ReviewStore
    clock: Clock
    ids: Ids
