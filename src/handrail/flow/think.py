"""The thinking part of a turn: understand, search, draft, check, weigh, decide. Stores nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handrail.domain.answering.confidence_weights import NAME as CONFIDENCE
from handrail.domain.answering.model import Confidence, Grounding
from handrail.domain.conversation.asks_several import asks_several
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.conversation.standalone import standalone
from handrail.domain.conversation.wants_person import person_request
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.choice_taken import choice_taken
from handrail.domain.decision.courtesy_language import courtesy_language
from handrail.domain.decision.decide import decide
from handrail.domain.decision.model import (
    Answer,
    Choice,
    Clarify,
    Courtesy,
    EvidenceUsed,
    HandOff,
    HandOffReason,
    Outcome,
    TurnRecord,
)
from handrail.domain.decision.topics import Topic
from handrail.domain.decision.validity import EffectiveThreshold, threshold_for
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.retrieval.model import PUBLIC, Scope, SearchResult, SnapshotId
from handrail.flow.answer_question import Weighed, weigh_answer
from handrail.flow.ports import Checker, Embedder, Writer

_EVIDENCE_KEPT = 10
_EXPLAINED = 3  # signals of more passages than these fill the record and explain nothing


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold a message with what is known when it comes."""

    text: str
    history: tuple[str, ...] = ()
    """What the customer wrote before, oldest first."""
    last: TurnRecord | None = None
    scope: Scope = PUBLIC
    wants_person: bool = False
    calibration: Calibration | None = None
    threshold: float | None = None
    """Replaces the calibration's threshold; evaluations set it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thought:
    """Hold what was understood, found and decided."""

    question: str
    searched: str
    outcome: Outcome
    is_silent: bool = False
    titles: Mapping[ArticleId, str] = field(default_factory=dict)
    confidence: Confidence | None = None
    evidence: tuple[EvidenceUsed, ...] = ()
    grounding: Grounding | None = None
    threshold: EffectiveThreshold | None = None
    snapshot: SnapshotId | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    fault: str | None = None


def think(asked: Asked, ports: ThinkPorts) -> Thought:
    """Decide what to say. A request for a person comes first, and nothing overrules it."""
    request = person_request(asked.text)
    if asked.wants_person or request is not None:
        spoken = "en" if request is None else request.language
        handed_off = HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language=spoken)
        return Thought(question=asked.text, searched="", outcome=handed_off)

    if (courtesy := small_talk(asked.text)) is not None:
        language = courtesy_language(asked.text)
        outcome = Courtesy(kind=courtesy.value, language=language)
        return Thought(question=asked.text, searched="", outcome=outcome)

    if (choice := _choice(asked)) is not None:
        return _answered(asked, f"{_asked_before(asked)} {choice.label}", ports, taken=choice)

    parts = asks_several(asked.text)
    if len(parts) > 1:
        together = _together(asked, [_answered(asked, part, ports) for part in parts])
        if together is not None:
            return together
    topic = asked.last.topic if asked.last is not None else None
    return _answered(asked, standalone(asked.text, asked.history, topic).text, ports)


def _choice(asked: Asked) -> Choice | None:
    if asked.last is None or not isinstance(asked.last.outcome, Clarify):
        return None
    return choice_taken(asked.text, asked.last.outcome.choices)


def _asked_before(asked: Asked) -> str:
    return asked.last.searched if asked.last is not None else ""


def _answered(
    asked: Asked, question: str, ports: ThinkPorts, taken: Choice | None = None
) -> Thought:
    if taken is None:
        result = ports.find(question, asked.scope)
    else:
        result = _within((ports.find_all or ports.find)(question, asked.scope), taken.article)
    weighed = weigh_answer(question, result, ports.writer, ports.checker, ports.embedder)
    threshold = _threshold(asked, question, weighed, ports)
    outcome = decide(
        result,
        weighed.grounding,
        weighed.confidence,
        threshold.value,
        earlier=asked.history,
        may_ask=taken is None and not _just_asked_back(asked),
    )
    return Thought(
        question=asked.text,
        searched=question,
        outcome=outcome,
        titles={hit.passage.article: hit.passage.title for hit in result.hits},
        confidence=weighed.confidence,
        evidence=_evidence(result),
        grounding=weighed.grounding,
        threshold=threshold,
        snapshot=result.snapshot,
        models={**ports.bound_to},
        timings_ms=result.timings_ms,
    )


def _within(result: SearchResult, article: ArticleId) -> SearchResult:
    """Keep to the article that the customer chose, where it was found again."""
    chosen = tuple(hit for hit in result.hits if hit.passage.article == article)
    if not chosen:
        return result
    return replace(
        result, hits=tuple(replace(hit, rank=rank) for rank, hit in enumerate(chosen, start=1))
    )


def _threshold(
    asked: Asked, question: str, weighed: Weighed, ports: ThinkPorts
) -> EffectiveThreshold:
    if asked.threshold is not None:
        return EffectiveThreshold(value=asked.threshold, source="given")
    cited = {
        citation.article for claim in weighed.grounding.supported for citation in claim.citations
    }
    return threshold_for(question, cited, asked.calibration, ports.topics, ports.bound_to)


def _just_asked_back(asked: Asked) -> bool:
    return asked.last is not None and isinstance(asked.last.outcome, Clarify)


def _evidence(result: SearchResult) -> tuple[EvidenceUsed, ...]:
    return tuple(
        EvidenceUsed(
            passage=hit.passage.id,
            article=hit.passage.article,
            version=hit.passage.version,
            rank=hit.rank,
            score=hit.score,
            signals=hit.signals if hit.rank <= _EXPLAINED else {},
        )
        for hit in result.hits[:_EVIDENCE_KEPT]
    )


def _together(asked: Asked, thoughts: Sequence[Thought]) -> Thought | None:
    """Join the answers to a message that asks several things; None unless each part is answered."""
    claims = []
    for thought in thoughts:
        if not isinstance(thought.outcome, Answer):
            return None
        claims += [claim for claim in thought.outcome.claims if claim not in claims]
    least = min(thoughts, key=lambda t: t.confidence.value if t.confidence is not None else 0.0)
    checks = [check for t in thoughts if t.grounding is not None for check in t.grounding.checks]
    return replace(
        least,
        question=asked.text,
        searched=" ".join(thought.searched for thought in thoughts),
        outcome=Answer(claims=tuple(claims)),
        evidence=tuple(used for thought in thoughts for used in thought.evidence),
        grounding=None
        if least.grounding is None
        else replace(least.grounding, checks=tuple(checks)),
        models={**least.models, "confidence": CONFIDENCE},
    )
