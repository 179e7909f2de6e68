"""May what was agreed to still be done? Asked in the transaction in which it begins."""

from handrail.domain.actions.gate import Asked, still_allowed
from handrail.domain.actions.model import Action, Control, RefusalReason, Refuse
from handrail.domain.actions.ports import Rules


def refusal_now(action: Action, asked: Asked, rules: Rules) -> Refuse | None:
    """Return why an agreed action may no longer be done, or None."""
    refusal = still_allowed(asked, rules, action.control or Control.NONE)
    if refusal is not None:
        return refusal
    is_same = asked.amount == action.amount and (
        asked.resource is not None and asked.resource.id == action.resource
    )
    return None if is_same else Refuse(policies=("gate:changed",), reason=RefusalReason.CHANGED)
