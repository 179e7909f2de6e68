"""What a turn stood on, beside what its record says: enough to think it again, word for word.

Articles are named by version, and each passage by a hash of its content: the database keeps every
version. What a model said and what the operator's systems answered is kept as it was heard, since
nobody could ask them again and hear the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handrail.domain.actions.model import CustomerSession, ResourceId, Switches, Totals
from handrail.domain.answering.model import Claim
from handrail.domain.decision.model import RecordId
from handrail.domain.decision.presence import Presence
from handrail.domain.knowledge.health.model import FindingId
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.domain.retrieval.model import PUBLIC, Scope, SnapshotId


@dataclass(frozen=True, slots=True, kw_only=True)
class HitThen:
    """Hold a hit as it was found, with its passage by name and hash."""

    passage: PassageId
    article: ArticleId
    version: VersionId
    digest: str
    """Hash of the passage's content."""
    score: float
    signals: Mapping[str, float]
    unit_scores: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideThen:
    """Hold one side of a contradiction, with its passage by name and hash."""

    passage: PassageId
    article: ArticleId
    version: VersionId
    digest: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedThen:
    """Hold a contradiction that nobody had settled."""

    finding: FindingId
    why: str
    sides: tuple[SideThen, ...]
    newer: ArticleId | None = None


BEGINNING = 8
"""Characters of a candidate's name that are kept of it."""
DisputesThen = Mapping[PassageId, tuple[ContestedThen, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedThen:
    """Hold what the last look before writing found of the passages that an answer rested on."""

    gone: tuple[PassageId, ...] = ()
    """Those that were not served any more."""
    contested: DisputesThen = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundThen:
    """Hold what one search found."""

    question: str
    is_all: bool
    """All that was ranked was read, and not only the best."""
    snapshot: SnapshotId
    hits: tuple[HitThen, ...]
    first: tuple[PassageId, ...]
    """The first stage's best candidates, in its order."""
    beyond: tuple[PassageId, ...]
    """Those of them that were ranked behind the hits."""
    offered: str
    """The beginnings of the names of all candidates, `BEGINNING` characters each."""
    term_weights: tuple[tuple[str, float], ...] = ()
    """In their order: of two words that begin alike, the later one counts."""
    contested: DisputesThen = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Hold why a model brought nothing."""

    kind: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WroteThen:
    """Hold what a model wrote for one asking, as far as it could be read."""

    writer: str
    question: str
    refused: tuple[str, ...]
    """Claims that it was shown as refused; none for a first draft."""
    claims: tuple[Claim, ...]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadThen:
    """Hold what a model made of the message."""

    question: str = ""
    wants_person: bool = False
    intent: str = ""
    language: str = ""
    mood: str = ""
    action: str = ""
    """The action that it proposed; empty for none."""
    arguments: str = "{}"
    """JSON, as it wrote them."""
    model: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedThen:
    """Hold what a model said against one claim."""

    claim: str
    faults: tuple[str, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledThen:
    """Hold what the gate was told when it ruled: the operator's answers, and our own sums."""

    rules: str
    """Name and hash of the policies."""
    action: str
    arguments: str
    """JSON, with what facts filled in."""
    proposed_by: str
    session: CustomerSession
    resource: ResourceId | None
    """None where there was no such thing, or somebody else's."""
    facts: str
    """JSON."""
    totals: Totals
    switches: Switches
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Hold what a turn stood on."""

    salt: str
    """Random, so that nobody can guess what was said from the commitment in the audit log."""
    text: str
    history: tuple[str, ...] = ()
    recent: tuple[RecordId, ...] = ()
    """The records that were looked back at, oldest first."""
    scope: Scope = PUBLIC
    wants_person: bool = False
    has_failed_action: bool = False
    is_signed_in: bool = False
    calibration: str | None = None
    """The calibration that was in force, whether or not it held."""
    most_turns: int = 0
    found: tuple[FoundThen, ...] = ()
    wrote: tuple[WroteThen, ...] = ()
    read: tuple[ReadThen, ...] = ()
    judged: tuple[JudgedThen, ...] = ()
    ruled: RuledThen | None = None
    presence: Presence | None = None
    """Who was there, where a person was asked for."""
    looked: LookedThen | None = None
    """None where nothing was cited, or nothing was found against it."""
    had_models: bool = False
    is_given: bool = False
    """What came of it was given by the operator's settings, whatever had been thought."""
