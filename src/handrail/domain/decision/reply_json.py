"""What a turn looks like to a program that asked: the same over the command line and HTTP."""

from typing import assert_never

from handrail.domain.answering.model import Citation, Claim
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Clarify,
    Courtesy,
    HandOff,
    NothingDone,
    Outcome,
    TurnRecord,
)


def reply_as_json(record: TurnRecord) -> dict[str, object]:
    """Return outcome, reply, claims with citations, what differs, confidence, reason and record."""
    confidence = record.confidence
    return {
        "outcome": public_name(record.outcome),
        "reply": record.reply,
        "claims": [claim_as_json(claim) for claim in claims_of(record.outcome)],
        "choices": choices_of(record.outcome),
        "differing": differing_of(record.outcome),
        "action": action_of(record.outcome),
        "confidence": 0.0 if confidence is None else round(confidence.value, 4),
        "reason": reason_of(record.outcome),
        "record": record.id,
        "conversation": record.conversation,
        "timings_ms": {name: round(value, 2) for name, value in record.timings_ms.items()},
    }


def public_name(outcome: Outcome) -> str:
    """Return the outcome's public name; a courtesy is an answer that needs no source."""
    match outcome:
        case Answer() | Courtesy():
            return "answered"
        case Clarify():
            return "clarified"
        case Abstain():
            return "abstained"
        case HandOff():
            return "handed_off"
        case ActionRuled() | AskForAction() | NothingDone():
            return "action"
        case other:
            assert_never(other)


def reason_of(outcome: Outcome) -> str | None:
    """Return why there is no answer, or what kind of courtesy it is; None for an answer."""
    match outcome:
        case Answer() | Clarify() | AskForAction() | NothingDone():
            return None
        case ActionRuled(refusal=refusal):
            return None if refusal is None else refusal.value
        case Abstain(reason=why):
            return why.value
        case HandOff(reason=because):
            return because.value
        case Courtesy(kind=kind):
            return f"courtesy:{kind}"
        case other:
            assert_never(other)


def claims_of(outcome: Outcome) -> tuple[Claim, ...]:
    """Return the claims that an outcome states."""
    return outcome.claims if isinstance(outcome, Answer) else ()


def choices_of(outcome: Outcome) -> list[dict[str, str]]:
    """Return the readings that are offered, in order."""
    if not isinstance(outcome, Clarify):
        return []
    return [{"label": c.label, "article": c.article, "passage": c.passage} for c in outcome.choices]


def differing_of(outcome: Outcome) -> list[dict[str, object]]:
    """Return what each article says where they contradict each other, in the order it is shown."""
    if not isinstance(outcome, Abstain):
        return []
    return [
        {
            **_citation(side.citation),
            "updated": None if side.updated is None else side.updated.isoformat(),
            "is_newer": side.is_newer,
            "product": side.product,
        }
        for side in outcome.differing
    ]


def action_of(outcome: Outcome) -> dict[str, object] | None:
    """Return the action that was ruled on, with its card, or None."""
    if not isinstance(outcome, ActionRuled):
        return None
    until = outcome.expires_at
    return {
        "action": outcome.action,
        "name": outcome.name,
        "title": outcome.title,
        "state": outcome.state.value,
        "version": outcome.version,
        "digest": outcome.digest,
        "rows": [list(row) for row in outcome.rows],
        "expires_at": None if until is None else until.isoformat(),
    }


def claim_as_json(claim: Claim) -> dict[str, object]:
    """Return a claim with its citations."""
    return {"text": claim.text, "citations": [_citation(cited) for cited in claim.citations]}


def _citation(cited: Citation) -> dict[str, object]:
    return {
        "article": cited.article,
        "version": cited.version,
        "title": cited.title,
        "headings": list(cited.headings),
        "url": cited.url,
        "passage": cited.passage,
        "quote": cited.quote,
    }
