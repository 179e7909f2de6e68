"""What would it cost if this were wrong? By what is said and done, never by who asks."""

import re

from handrail.domain.decision.model import ActionRuled, Answer, TurnRecord
from handrail.domain.handoff.own_values import values_in
from handrail.kernel.patterns import when_used

MOST_CONSEQUENCE = 1.5
_MONEY = when_used(
    r"[€$£¥]|\b(?:eur|euros?|dollars?|usd|gbp|chf|refund\w*|charg\w+|price\w*|fee|fees|invoice\w*|pay|paid|payment\w*|"
    r"erstatt\w+|preis\w*|gebühr\w*|rembours\w+|prix|frais|reembols\w+|precio\w*|rimbors\w+)\b",
    re.IGNORECASE,
)
_HARM = when_used(
    r"\b(?:allerg\w+|safety|unsafe|danger\w*|injur\w+|fire|battery|batteries|recall\w*|poison\w*|"
    r"medical|child|children|legal\w*|liab\w+|law|privacy|personal data|gdpr|delete my|"
    r"gefahr\w*|verletz\w+|rückruf\w*|datenschutz\w*|danger\w*|sécurité|peligro\w*)\b",
    re.IGNORECASE,
)
_ELIGIBLE = when_used(
    r"\b(?:eligib\w+|entitled|qualif\w+|only if|must|may not|cannot|not possible|within|deadline|"
    r"at the latest|nur wenn|innerhalb|spätestens|berechtigt)\b",
    re.IGNORECASE,
)
_FIGURE = when_used(r"\d")


def consequence_of(record: TurnRecord) -> tuple[float, tuple[str, ...]]:
    """Return by how much a turn matters, from 1, and why in a lead's words."""
    said = _said(record)
    found = [
        (share, says)
        for holds, share, says in (
            (isinstance(record.outcome, ActionRuled), 0.3, "Something was to be done."),
            (bool(_HARM.search(said)), 0.3, "It touches safety, law or personal data."),
            (bool(_MONEY.search(said)), 0.2, "It is about money."),
            (any(True for _ in values_in(record.question)), 0.1, "The customer gave own data."),
            (bool(_ELIGIBLE.search(said)), 0.1, "It says who may do what, or by when."),
            (bool(_FIGURE.search(said)), 0.1, "It states a figure."),
        )
        if holds
    ]
    total = 1.0 + sum(share for share, _ in found)
    return min(MOST_CONSEQUENCE, total), tuple(says for _, says in found)


def _said(record: TurnRecord) -> str:
    outcome = record.outcome
    if isinstance(outcome, Answer):
        return "\n".join(claim.text for claim in outcome.claims)
    return record.question
