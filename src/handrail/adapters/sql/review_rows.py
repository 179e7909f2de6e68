"""How a review becomes a row, and a row a review: what the reviewer wrote is sealed."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from handrail.adapters.sql.sealed_text import SealedText, review_place
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.knowledge.health.model import FindingId
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import Cause, ReviewId, TurnReview, Verdict, counting
from handrail.kernel.canonical import canonical_json


def review_row(review: TurnReview, person: str | None, texts: SealedText) -> dict[str, Any]:
    """Return a review as a row; texts about somebody known are sealed under their key."""
    return {
        "id": review.id,
        "record": review.record,
        "conversation": review.conversation,
        "reviewer": review.reviewer,
        "verdict": review.verdict.value,
        "cause": None if review.cause is None else review.cause.value,
        "articles": canonical_json(list(review.articles)),
        "answer": _sealed(review.answer, review_place(review.id, "answer"), person, texts),
        "note": _sealed(review.note, review_place(review.id, "note"), person, texts),
        "finding": review.finding,
        "mended_at": review.mended_at,
        "at": review.at,
    }


def bare_review(row: "Row[Any]") -> TurnReview:
    """Return the review of a row without what the reviewer wrote."""
    return TurnReview(
        id=ReviewId(row.id),
        record=RecordId(row.record),
        conversation=ConversationId(row.conversation),
        reviewer=row.reviewer,
        at=row.at,
        verdict=Verdict(row.verdict),
        cause=None if row.cause is None else Cause(row.cause),
        articles=tuple(ArticleId(one) for one in json.loads(row.articles)),
        finding=None if row.finding is None else FindingId(row.finding),
        mended_at=row.mended_at,
    )


def counted(rows: "Iterable[Row[Any]]") -> dict[RecordId, TurnReview]:
    """Return the review that counts for each turn, of rows oldest first, without its words.

    Where nobody was sure, it is the newest: the turn was read, and not decided.
    """
    found: dict[RecordId, list[TurnReview]] = {}
    for row in rows:
        found.setdefault(RecordId(row.record), []).append(bare_review(row))
    return {ref: counting(made) or made[-1] for ref, made in found.items()}


def opened_text(held: str | None, place: str, person: str | None, texts: SealedText) -> str:
    """Return what a reviewer wrote; empty where nothing, or where the customer was erased."""
    return (texts.open(person, held, place) or "") if held else ""


def _sealed(text: str, place: str, person: str | None, texts: SealedText) -> str | None:
    return texts.seal(person, text, place) if text else None
