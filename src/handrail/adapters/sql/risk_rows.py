"""How a turn's risk becomes a row, and a row a risk."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from handrail.domain.quality.risk import Risk
from handrail.flow.review_ports import Ranked
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import from_plain, to_plain


def risk_row(ranked: Ranked, now: datetime) -> dict[str, Any]:
    """Return a ranked turn as a row."""
    risk = ranked.risk
    return {
        "record": risk.record,
        "conversation": ranked.conversation,
        "score": risk.score,
        "at": ranked.at,
        "seen": ranked.seen,
        "scored_at": now,
        "is_simulated": int(ranked.is_simulated),
        "document": canonical_json(to_plain(risk, Risk)),
    }


def risk_of_row(row: "Row[Any]") -> Risk:
    """Return the risk of a row."""
    return from_plain(Risk, json.loads(row.document))
