"""What is kept of a turn beside its record, so that it can be thought again."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import RecordId
from handrail.domain.knowledge.model import ArticleId, Passage, PassageId, VersionId
from handrail.domain.quality.worth import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTurn:
    """Hold a turn as it is stored, letter by letter."""

    ref: RecordId
    conversation: ConversationId
    at: datetime
    record: str
    basis: str | None
    """None where it was written before this was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTexts:
    """Hold a record and what its turn stood on, as the audit log commits to them."""

    record: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """Hold an audit entry with its place in the log's tree; None where it is not sealed."""

    entry: AuditEntry
    position: int | None


class PastRead(Protocol):
    """Read what is needed to think a turn again."""

    def kept_turn(self, ref: RecordId) -> KeptTurn | None:
        """Return a turn as it is stored; None where there is none, or it was erased."""
        ...

    def kept_passages(self, article: ArticleId, version: VersionId) -> tuple[Passage, ...]:
        """Return every passage that was ever cut from an article's version."""
        ...

    def calibration_named(self, ref: str) -> Calibration | None:
        """Return the newest calibration of a name, or None."""
        ...

    def entry_of(self, subject: str, kind: str) -> KeptEntry | None:
        """Return the one audit entry of a kind on a subject; None where there is none or more."""
        ...


class PastConversations(PastRead, Protocol):
    """Read whole conversations of the past, and what people said of them."""

    def conversations(self, since: datetime, until: datetime) -> tuple[ConversationId, ...]:
        """Return the conversations in which something was decided between two moments, in order."""
        ...

    def reviewed_before(self, until: datetime, most: int) -> tuple[ConversationId, ...]:
        """Return the last conversations before a moment in which reviewers were sure, in order."""
        ...

    def found_wrong(self, since: datetime, until: datetime) -> tuple[ConversationId, ...]:
        """Return those of them in which a reviewer found something wrong, at least at first."""
        ...

    def turns(self, conversation: ConversationId) -> tuple[KeptTurn, ...]:
        """Return a conversation's turns in order, as far as they can still be read."""
        ...

    def reviews(self, conversation: ConversationId) -> Mapping[RecordId, Review]:
        """Return the verdict that counts on each turn that was reviewed."""
        ...

    def served_then(self, article: ArticleId, at: datetime) -> tuple[PassageId, ...]:
        """Return the passages of the versions of an article that may have been served then."""
        ...

    def rating(self, conversation: ConversationId) -> int | None:
        """Return the score that the customer gave, or None."""
        ...


class PastStore(Protocol):
    """Open readings of the past."""

    def past(self) -> AbstractContextManager[PastConversations]:
        """Open a short reading transaction."""
        ...
