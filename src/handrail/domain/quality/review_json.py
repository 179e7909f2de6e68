"""How the queue and reviews are printed and served."""

from handrail.domain.quality.review import TurnReview
from handrail.domain.quality.risk import Risk


def risk_as_json(risk: Risk) -> dict[str, object]:
    """Return how a turn is ranked, and why."""
    return {
        "record": risk.record,
        "score": round(risk.score, 4),
        "chance": round(risk.chance, 4),
        "consequence": round(risk.consequence, 4),
        "exposure": round(risk.exposure, 4),
        "scorer": risk.scorer,
        "topic": risk.topic,
        "reasons": [reason.says for reason in risk.reasons],
    }


def review_as_json(review: TurnReview) -> dict[str, object]:
    """Return one reviewer's verdict."""
    return {
        "id": review.id,
        "record": review.record,
        "conversation": review.conversation,
        "reviewer": review.reviewer,
        "at": review.at.isoformat(),
        "verdict": review.verdict.value,
        "cause": None if review.cause is None else review.cause.value,
        "articles": list(review.articles),
        "answer": review.answer,
        "note": review.note,
        "finding": review.finding,
        "mended_at": None if review.mended_at is None else review.mended_at.isoformat(),
    }
