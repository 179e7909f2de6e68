"""How the queue, its coverage and one turn are printed and served."""

from handrail.domain.quality.review_json import review_as_json, risk_as_json
from handrail.flow.review_ports import Queued
from handrail.flow.review_queue import Coverage, ShownTurn, Worst


def worst_as_json(found: Worst) -> dict[str, object]:
    """Return the queue and how much of it was read."""
    return {
        "turns": [queued_as_json(one) for one in found.turns],
        "coverage": coverage_as_json(found.coverage),
    }


def queued_as_json(one: Queued) -> dict[str, object]:
    """Return one turn of the queue."""
    return {
        **risk_as_json(one.risk),
        "conversation": one.conversation,
        "at": one.at.isoformat(),
        "outcome": one.outcome,
        "verdicts": list(one.verdicts),
        "simulated": one.is_simulated,
    }


def coverage_as_json(covered: Coverage) -> dict[str, object]:
    """Return how much was read, and whether readers agree."""
    agreement = covered.agreement
    return {
        "days": covered.days,
        "read": covered.read.as_json(),
        "worst_read": covered.worst_read.as_json(),
        "agreement": None if agreement is None else agreement.as_json(),
    }


def turn_as_json(shown: ShownTurn) -> dict[str, object]:
    """Return one turn with what reviewers found of it."""
    record = shown.explanation.record
    return {
        "record": record.id,
        "conversation": record.conversation,
        "question": record.question,
        "reply": record.reply,
        "ranked": None if shown.queued is None else queued_as_json(shown.queued),
        "stage": None if shown.stage is None else shown.stage.value,
        "reviews": [review_as_json(one) for one in shown.reviews],
    }
