"""An action as JSON, for programs: the fields that an operator may read."""

from collections.abc import Sequence

from handrail.domain.actions.card import Card, plain_arguments
from handrail.domain.actions.model import Action, Approval


def action_as_json(action: Action, approvals: Sequence[Approval] = ()) -> dict[str, object]:
    """Return what staff may read of an action."""
    return {
        "action": action.id,
        "name": action.name,
        "conversation": action.conversation,
        "customer": action.customer,
        "resource": action.resource,
        "arguments": plain_arguments(action.arguments),
        "amount": action.amount,
        "state": action.state.value,
        "version": action.version,
        "digest": action.digest,
        "control": None if action.control is None else action.control.value,
        "policies": list(action.policies),
        "refusal": None if action.refusal is None else action.refusal.value,
        "shadow": action.is_shadow,
        "proposed_by": action.proposed_by,
        "proposed_at": action.proposed_at.isoformat(),
        "expires_at": action.expires_at.isoformat(),
        "attempts": action.attempts,
        "why": action.why,
        "result": dict(action.result),
        "approvals": [
            {"by": a.by, "approved": a.is_approved, "at": a.at.isoformat()} for a in approvals
        ],
    }


def card_as_json(card: Card) -> dict[str, object]:
    """Return a card as an event or a reply carries it."""
    return {
        "action": card.action,
        "version": card.version,
        "digest": card.digest,
        "title": card.title,
        "rows": [list(row) for row in card.rows],
        "expires_at": card.expires_at.isoformat(),
    }
