"""Builders of domain values: each gives a whole value, and a test names only what it is about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handrail.domain.actions.model import Action, ActionState, Control
from handrail.domain.answering.model import (
    Citation,
    Claim,
    ClaimCheck,
    Confidence,
    Draft,
    Grounding,
)
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import (
    Conversation,
    ConversationId,
    ConversationState,
    InboundMessage,
    Message,
)
from handrail.domain.decision.calibration import Calibration, CalibrationId, Promise, Threshold
from handrail.domain.decision.model import (
    Answer,
    EvidenceUsed,
    HandOffReason,
    Outcome,
    RecordId,
    TurnRecord,
)
from handrail.domain.handoff.model import (
    Brief,
    BriefLine,
    Handoff,
    HandoffId,
    HandoffState,
    LineSource,
    Priority,
    Slot,
    SourceKind,
)
from handrail.domain.handoff.suggestion import Suggestion, SuggestionId
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Audience,
    Block,
    BlockKind,
    Passage,
    PassageId,
    SourceName,
    Unit,
    UnitKind,
    VersionId,
)
from handrail.domain.retrieval.model import SnapshotId
from handrail.flow.ports import Store
from handrail.kernel.ids import digest

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
REFUNDS = ArticleId("help/billing/refunds.md")
TEXT = "Refunds take five days. Ask within 30 days of delivery."


def an_entry(kind: str = "test.changed", **changes: Any) -> AuditEntry:
    """Build an audit entry."""
    values: dict[str, Any] = {"actor": "system", "subject": "test", "at": NOON, "facts": {"n": 1}}
    return AuditEntry(kind=kind, **(values | changes))


def a_passage(text: str = TEXT, **changes: Any) -> Passage:
    """Build a passage whose units are its sentences."""
    units, start = [], 0
    for sentence in text.split(". "):
        units.append(Unit(start=start, end=start + len(sentence), kind=UnitKind.SENTENCE))
        start += len(sentence) + 2
    values: dict[str, Any] = {
        "id": PassageId("p-" + digest(text)[:30]),
        "article": REFUNDS,
        "version": VersionId("v1"),
        "position": 0,
        "title": "Refunds",
        "headings": ("How long it takes",),
        "anchor": "how-long",
        "units": tuple(units),
        "audience": Audience.PUBLIC,
        "locale": "en",
        "product": None,
        "site": None,
        "url": "https://help.example/refunds",
        "updated": date(2026, 1, 15),
    }
    return Passage(text=text, **(values | changes))


def an_article(ref: str = REFUNDS, version: str = "v1", **changes: Any) -> Article:
    """Build an article."""
    values: dict[str, Any] = {
        "source": SourceName(ref.split("/", 1)[0]),
        "title": "Refunds",
        "audience": Audience.PUBLIC,
        "locale": "en",
        "product": None,
        "site": None,
        "owner": "billing team",
        "updated": date(2026, 1, 15),
        "review_by": None,
        "url": "https://help.example/refunds",
        "blocks": (
            Block(kind=BlockKind.HEADING, text="How long it takes", level=2, anchor="how-long"),
            Block(kind=BlockKind.LIST, text="one\ntwo", items=((0, 3), (4, 7))),
        ),
    }
    return Article(id=ArticleId(ref), version=VersionId(version), **(values | changes))


def passages_for(article: Article, *texts: str) -> tuple[Passage, ...]:
    """Build the passages of an article, with ids made of article and text."""
    return tuple(
        a_passage(
            text,
            id=PassageId(digest(article.id, text)[:32]),
            article=article.id,
            version=article.version,
            position=position,
            title=article.title,
            audience=article.audience,
            locale=article.locale,
        )
        for position, text in enumerate(texts or (TEXT,))
    )


def a_conversation(ref: str = "conv_1", **changes: Any) -> Conversation:
    """Build an open, empty conversation."""
    values: dict[str, Any] = {
        "state": ConversationState.OPEN,
        "version": 0,
        "opened_at": NOON,
        "messages": (),
    }
    return Conversation(id=ConversationId(ref), **(values | changes))


def an_inbound(text: str = "How long does a refund take?", **changes: Any) -> InboundMessage:
    """Build a message as it came in."""
    values: dict[str, Any] = {"conversation": ConversationId("conv_1")}
    return InboundMessage(text=text, **(values | changes))


def a_claim(passage: Passage | None = None, quote: str = "Refunds take five days.") -> Claim:
    """Build a claim that quotes a passage."""
    held = passage or a_passage()
    citation = Citation(
        article=held.article,
        version=held.version,
        title=held.title,
        url=held.url,
        passage=held.id,
        headings=held.headings,
        quote=quote,
    )
    return Claim(text=quote, citations=(citation,))


def a_draft(*claims: Claim) -> Draft:
    """Build a draft."""
    return Draft(claims=claims or (a_claim(),), writer="extractive-1")


def a_grounding(*claims: Claim) -> Grounding:
    """Build a grounding in which every claim is supported."""
    checks = tuple(ClaimCheck(claim=claim) for claim in claims or (a_claim(),))
    return Grounding(checks=checks, checker="verbatim-1")


def a_record(ref: str = "rec_1", outcome: Outcome | None = None, **changes: Any) -> TurnRecord:
    """Build the record of a turn that was answered."""
    values: dict[str, Any] = {
        "conversation": ConversationId("conv_1"),
        "at": NOON,
        "question": "How long does a refund take?",
        "searched": "How long does a refund take?",
        "outcome": outcome or Answer(claims=(a_claim(),)),
        "reply": "Refunds take five days.",
        "confidence": Confidence(value=0.9, evidence={"coverage": 1.0}, model="logit-1"),
        "evidence": (
            EvidenceUsed(
                passage=PassageId("p-1"),
                article=REFUNDS,
                version=VersionId("v1"),
                rank=1,
                score=0.75,
                signals={"dense": 0.5, "lexical": 3.0},
            ),
        ),
        "grounding": a_grounding(),
        "threshold": 0.6,
        "calibration": None,
        "snapshot": SnapshotId("snap-1"),
        "models": {"embedder": "minilm-1"},
        "timings_ms": {"search": 3.25},
    }
    return TurnRecord(id=RecordId(ref), **(values | changes))


def a_calibration(ref: str = "cal_1", **changes: Any) -> Calibration:
    """Build a calibration with one stricter topic."""
    threshold = Threshold(value=0.6, answered=200, wrong=2, upper_bound=0.03)
    by_topic: Mapping[str, Threshold] = {"refunds": threshold}
    values: dict[str, Any] = {
        "at": NOON,
        "promise": Promise(max_wrong=0.05, confidence=0.95),
        "threshold": threshold,
        "by_topic": by_topic,
        "bound_to": {"embedder": "minilm-1"},
        "questions": 300,
        "answerable": 250,
        "answered_share": 0.7,
        "dataset": "labels.jsonl",
        "dataset_digest": "abc",
    }
    return Calibration(id=CalibrationId(ref), **(values | changes))


def an_action(ref: str = "act_1", **changes: Any) -> Action:
    """Build a refund that waits for its customer."""
    values: dict[str, Any] = {
        "id": ref,
        "name": "refund",
        "spec_version": "1",
        "conversation": "conv_1",
        "customer": "cus_1",
        "resource": "Order/1001",
        "arguments": {"order": "1001", "amount": 2000},
        "amount": 2000,
        "pays_out": True,
        "salt": "salt",
        "digest": "d",
        "state": ActionState.AWAITING_CUSTOMER,
        "control": Control.CUSTOMER,
        "proposed_at": NOON,
        "expires_at": NOON + timedelta(minutes=15),
    }
    return Action(**(values | changes))


def message_texts(messages: tuple[Message, ...]) -> list[tuple[str, str]]:
    """Return who said what."""
    return [(message.author.value, message.text) for message in messages]


def published(store: Store, ref: str, version: str, *texts: str) -> list[PassageId]:
    """Publish an article with one passage per text, and return the passages' ids."""
    article = an_article(ref, version)
    passages = passages_for(article, *texts)
    with store.write() as writing:
        writing.publish(article, passages, an_entry("knowledge.published", subject=ref))
    return [passage.id for passage in passages]


def a_brief(text: str = "My parcel never came.") -> Brief:
    """Build a brief that says what is wanted and marks all else as unknown."""
    source = LineSource(kind=SourceKind.MESSAGE, ref="msg_1", quote=text)
    wants = BriefLine(slot=Slot.WANTS, text=text, sources=(source,))
    unknown = (BriefLine(slot=s, text="", is_unknown=True) for s in Slot if s is not Slot.WANTS)
    return Brief(lines=(wants, *unknown), writer="test-1")


def a_handoff(ref: str = "hand_1", **changes: Any) -> Handoff:
    """Build a handoff that waits."""
    values: dict[str, Any] = {
        "conversation": ConversationId("conv_1"),
        "reason": HandOffReason.CUSTOMER_REQUEST,
        "state": HandoffState.WAITING,
        "version": 0,
        "requested_at": NOON,
        "queue": "support",
        "priority": Priority.NORMAL,
        "is_staffed": True,
        "brief": a_brief(),
    }
    return Handoff(id=HandoffId(ref), **(values | changes))


def a_suggestion(ref: str = "sug_1", **changes: Any) -> Suggestion:
    """Build a draft of an answer."""
    values: dict[str, Any] = {
        "conversation": ConversationId("conv_1"),
        "at": NOON,
        "record": a_record("rec_drafted"),
    }
    return Suggestion(id=SuggestionId(ref), **(values | changes))
