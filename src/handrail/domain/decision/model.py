"""What can come of a message, and the record of one turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.actions.form import Form
from handrail.domain.actions.model import ActionId, ActionState, Control, RefusalReason
from handrail.domain.answering.model import Citation, Claim, Confidence, Grounding
from handrail.domain.conversation.distress import Concern
from handrail.domain.conversation.model import ConversationId
from handrail.domain.knowledge.health.model import FindingId
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.domain.retrieval.model import SnapshotId

RecordId = NewType("RecordId", str)


class AbstainReason(StrEnum):
    """Why the assistant does not answer."""

    NO_EVIDENCE = "no_evidence"
    """Nothing in scope bears on the question."""
    LOW_CONFIDENCE = "low_confidence"
    """Something was found, but not enough to be right as often as was promised."""
    NOT_GROUNDED = "not_grounded"
    """A draft was written and its claims did not survive the check."""
    KNOWLEDGE_CHANGED = "knowledge_changed"
    """What was found was edited or retired meanwhile, and nothing else carries the answer."""
    CONTESTED_KNOWLEDGE = "contested_knowledge"
    """What would be said is contradicted by another article, and nobody has settled it yet."""
    NOT_UNDERSTOOD = "not_understood"
    """The message holds no question that could be searched."""


class HandOffReason(StrEnum):
    """Why a person takes over."""

    CUSTOMER_REQUEST = "customer_request"
    MISSING_KNOWLEDGE = "missing_knowledge"
    CONTESTED_KNOWLEDGE = "contested_knowledge"
    UNSUPPORTED_REQUEST = "unsupported_request"
    POLICY_RESTRICTION = "policy_restriction"
    TOOL_FAILURE = "tool_failure"
    NO_PROGRESS = "no_progress"
    DISTRESS = "distress"
    MODEL_FAILURE = "model_failure"
    STAFF_DECISION = "staff_decision"
    """One of the staff stepped in; nobody had asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Say the claims: each is carried by a quote and the whole is likely enough to be right."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Hold one reading of an ambiguous question, in the help centre's words."""

    label: str
    article: ArticleId
    passage: PassageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """Ask which of several well supported readings is meant."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Hold what one of the articles that contradict each other says."""

    citation: Citation
    updated: date | None = None
    is_newer: bool = False
    """Known to have been written later; that does not make it right."""
    product: str | None = None
    """The product that the article is about, where it is about one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstain:
    """Say honestly that the answer is not known, and offer a person."""

    reason: AbstainReason
    nearest: tuple[ArticleId, ...] = ()
    """Articles that may still be worth reading; may be empty."""
    differing: tuple[Differing, ...] = ()
    """What the articles say that contradict each other; empty where a customer may not see it."""
    findings: tuple[FindingId, ...] = ()
    """The contradictions that were in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """Let a person take over; the assistant falls silent."""

    reason: HandOffReason
    language: str = "en"
    """Language the request was made in, for the words that confirm it."""
    concern: Concern | None = None
    """What somebody's distress is about, where that is the reason and rules can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtesy:
    """Return a greeting, thanks or goodbye, or say that this is an assistant and not a person."""

    kind: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRuled:
    """Say how the gate ruled on what was asked for, with the card where somebody has to decide."""

    name: str
    title: str
    state: ActionState
    action: ActionId | None = None
    """None where nobody knows who asks: then nothing is proposed."""
    control: Control | None = None
    refusal: RefusalReason | None = None
    is_repeated: bool = False
    """The same card waits already."""
    version: int = 0
    digest: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    """Label and value, as the card shows them."""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForAction:
    """Ask the customer one thing about what they want done."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingDone:
    """Say that nothing was done: the customer does not want it any more."""

    text: str


Outcome = Answer | Clarify | Abstain | HandOff | Courtesy | ActionRuled | AskForAction | NothingDone


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUsed:
    """Hold which passage version stood in front of the writer, and how it was ranked."""

    passage: PassageId
    article: ArticleId
    version: VersionId
    rank: int
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """Hold one call to a language model: what was asked of whom, what came of it, what it took."""

    task: str
    model: str
    prompt: str
    """Name, version and hash of the prompt's file."""
    result: str
    """`finished`, `cut_off`, or why nothing came."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    """In the currency of the price list; None where no price is set."""
    ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """Hold all that happened in one turn: written once, read by explanation and evaluation."""

    id: RecordId
    conversation: ConversationId
    at: datetime
    question: str
    """What the customer wrote."""
    searched: str
    """What was searched: the question made standalone."""
    outcome: Outcome
    reply: str
    """What the customer was told."""
    confidence: Confidence | None
    evidence: tuple[EvidenceUsed, ...]
    grounding: Grounding | None
    threshold: float | None
    calibration: str | None
    """Id of the calibration that set the threshold; None where the default was used."""
    snapshot: SnapshotId | None
    models: Mapping[str, str]
    """Name and version of everything that had a part, from the embedder to the confidence."""
    timings_ms: Mapping[str, float]
    fault: str | None = None
    """What did not work, in an operator's words, where a fault had a part in the outcome."""
    warning: str | None = None
    """What the operator should put right, such as a calibration that has expired."""
    calls: tuple[ModelCall, ...] = ()
    """Every call to a language model, in order; also those of which nothing was used."""
    form: Form | None = None
    """What is known of an action that is being asked for; the next message may complete it."""
    understood: Mapping[str, str] = field(default_factory=dict)
    """What a model made of the message: intent, language, mood; empty without a reader."""

    @property
    def topic(self) -> str | None:
        """Return what the reply spoke of: the first cited heading or title."""
        if not isinstance(self.outcome, Answer):
            return None
        cited = self.outcome.claims[0].citations[0]
        return cited.headings[-1] if cited.headings else cited.title
