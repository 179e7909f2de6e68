"""What the store that tests use instead keeps in memory."""

from dataclasses import dataclass, field, fields

from handrail.domain.actions.model import Role, StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Conversation, ConversationId, Event
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.handoff.model import Handoff, HandoffId
from handrail.domain.handoff.note import StaffNote
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId
from handrail.domain.knowledge.health.model import Finding, FindingId
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.kept import KeptDocument
from handrail.domain.knowledge.model import Article, ArticleId, Passage, SourceName, SyncReport
from handrail.domain.knowledge.source_state import Missing, SourceState

ROLL = {
    StaffId("ada"): Role.LEAD,
    StaffId("kim"): Role.AGENT,
    StaffId("lee"): Role.AGENT,
}
"""Who works at a desk in memory."""


@dataclass(slots=True)
class FakeState:
    """Hold all that a store keeps."""

    conversations: dict[ConversationId, Conversation] = field(default_factory=dict)
    records: dict[RecordId, TurnRecord] = field(default_factory=dict)
    keys: dict[tuple[ConversationId, str], RecordId] = field(default_factory=dict)
    versions: list[tuple[Article, tuple[Passage, ...]]] = field(default_factory=list)
    live: dict[ArticleId, tuple[Article, tuple[Passage, ...]]] = field(default_factory=dict)
    syncs: dict[SourceName, SyncReport] = field(default_factory=dict)
    calibrations: list[Calibration] = field(default_factory=list)
    entries: list[AuditEntry] = field(default_factory=list)
    events: list[tuple[ConversationId, Event]] = field(default_factory=list)

    source_states: dict[SourceName, SourceState] = field(default_factory=dict)
    missing: dict[SourceName, tuple[Missing, ...]] = field(default_factory=dict)
    documents: dict[tuple[SourceName, str], KeptDocument] = field(default_factory=dict)

    arms: dict[ConversationId, tuple[str, bool]] = field(default_factory=dict)
    handoffs: dict[HandoffId, Handoff] = field(default_factory=dict)
    notes: list[StaffNote] = field(default_factory=list)
    roll: dict[StaffId, Role] = field(default_factory=lambda: dict(ROLL))
    away: set[StaffId] = field(default_factory=set)
    shown_names: dict[StaffId, str] = field(default_factory=dict)
    suggestions: dict[SuggestionId, Suggestion] = field(default_factory=dict)
    ratings: dict[ConversationId, Rating] = field(default_factory=dict)
    pins: dict[ArticleId, Pin] = field(default_factory=dict)
    disputes: dict[FindingId, Finding] = field(default_factory=dict)
    """Contradictions that nobody has settled."""

    def copied(self) -> "FakeState":
        return FakeState(**{f.name: getattr(self, f.name).copy() for f in fields(self)})
