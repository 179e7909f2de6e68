"""What thinking needs, is asked, and comes to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handrail.domain.actions.form import Form
from handrail.domain.actions.model import Proposal
from handrail.domain.answering.model import Claim, Confidence, Grounding
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.hand_over import MOST_TURNS
from handrail.domain.decision.model import EvidenceUsed, ModelCall, Outcome, TurnRecord
from handrail.domain.decision.topics import Topic
from handrail.domain.decision.validity import EffectiveThreshold
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.retrieval.model import PUBLIC, Scope, SearchResult, SnapshotId
from handrail.flow.language_model import NOBODY, ModelPorts, Spender
from handrail.flow.ports import Checker, Embedder, Writer
from handrail.flow.understand_request import RequestPorts


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkPorts:
    """Hold what thinking needs from outside."""

    find: Callable[[str, Scope], SearchResult]
    """Return the live passages in scope that bear on a standalone question: the best ones."""
    writer: Writer
    checker: Checker
    embedder: Embedder | None = None
    """Compares question and quote word by word; without it, nothing is trusted as much."""
    find_all: Callable[[str, Scope], SearchResult] | None = None
    """Return all of them, where `find` returns fewer."""
    topics: Sequence[Topic] = ()
    bound_to: Mapping[str, str] = field(default_factory=dict)
    """Names and versions of everything that a calibration depends on."""
    requests: RequestPorts | None = None
    """Understands what a customer wants done; without it nothing can be."""
    models: ModelPorts | None = None
    """Language models that read and write; without them rules read and the articles are quoted."""
    most_turns: int = MOST_TURNS
    """Turns without progress after which a person is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold a message with what is known when it comes."""

    text: str
    history: tuple[str, ...] = ()
    """What the customer wrote before, oldest first."""
    recent: tuple[TurnRecord, ...] = ()
    """What was decided in the turns before, oldest first."""
    has_failed_action: bool = False
    """Something that was to be done failed, or nobody knows whether it was done."""
    scope: Scope = PUBLIC
    wants_person: bool = False
    calibration: Calibration | None = None
    threshold: float | None = None
    """Replaces the calibration's threshold; evaluations set it."""
    spender: Spender = NOBODY
    """On whose account language models are asked."""
    is_signed_in: bool = False
    """A token showed who the customer is, and still holds."""
    tell: Callable[[Claim], None] | None = None
    """Told each claim as soon as it is certain that it will be part of the answer."""

    @property
    def last(self) -> TurnRecord | None:
        """Return the record of the turn before."""
        return self.recent[-1] if self.recent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """Hold what was understood, found and decided."""

    question: str
    searched: str
    outcome: Outcome
    proposal: Proposal | None = None
    """What the gate rules on when the turn is written; the outcome is only then known."""
    form: Form | None = None
    afterwards: str = ""
    """What is said after the answer."""
    dropped: tuple[str, ...] = ()
    """What was dropped of a model's proposal."""
    is_silent: bool = False
    is_drafted: bool = False
    """A person answers by the operator's choice, and the assistant drafts for them."""
    titles: Mapping[ArticleId, str] = field(default_factory=dict)
    confidence: Confidence | None = None
    evidence: tuple[EvidenceUsed, ...] = ()
    grounding: Grounding | None = None
    threshold: EffectiveThreshold | None = None
    snapshot: SnapshotId | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    fault: str | None = None
    calls: tuple[ModelCall, ...] = ()
    understood: Mapping[str, str] = field(default_factory=dict)
