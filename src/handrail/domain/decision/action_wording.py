"""What does a customer read about an action? What will be done, who decides, and nothing else."""

from collections.abc import Mapping

from handrail.domain.actions.model import ActionState, Control, RefusalReason
from handrail.domain.decision.model import ActionRuled

_OFFER = "If you would like to talk to a person about it, just say so."
_CANNOT = "I cannot do that myself."
_REFUSED: Mapping[RefusalReason, str] = {
    RefusalReason.SWITCHED_OFF: "I cannot do that at the moment.",
    RefusalReason.NOT_IDENTIFIED: "I can only do that for you once you are signed in. Please sign "
    "in and ask again.",
    RefusalReason.NOT_THEIRS: "I could not find that among what belongs to your account. Please "
    "check the number.",
    RefusalReason.ABOVE_WHAT_IS_LEFT: "That is more than is left of it, counting what is already "
    "on its way.",
    RefusalReason.NOT_AN_AMOUNT: "That is not an amount that I can use.",
    RefusalReason.COOLING_OFF: "How we reach you was changed a short time ago. To keep your "
    "account safe, nothing is paid out for a while after that.",
    RefusalReason.TOO_MUCH: "That is more than I may do for one account in so short a time.",
    RefusalReason.POLICY: "Our rules do not let me do that.",
}
_CONFIRM = "Is that right? Nothing happens until you confirm it on this card."
_UNDER_WAY = "I am seeing to this now and tell you here how it ends."
_THEN_STAFF: Mapping[Control, str] = {
    Control.STAFF: "One of our team then has to approve it.",
    Control.TWO_STAFF: "Two people of our team then have to approve it.",
}


def worded_ruling(outcome: ActionRuled) -> str:
    """Return the reply to a request for an action."""
    if outcome.refusal is not None:
        why = _REFUSED.get(outcome.refusal, _CANNOT)
        is_theirs_to_mend = outcome.refusal is RefusalReason.NOT_IDENTIFIED
        return why if is_theirs_to_mend else f"{why} {_OFFER}"
    if outcome.state is ActionState.AWAITING_CUSTOMER:
        then = _THEN_STAFF.get(outcome.control) if outcome.control is not None else None
        asked = " ".join(filter(None, (_CONFIRM, then)))
        still = "This still waits for you:" if outcome.is_repeated else None
        return "\n".join(filter(None, (still, *_card(outcome), asked)))
    if outcome.state is ActionState.APPROVED:
        return "\n".join((*_card(outcome), _UNDER_WAY))
    return f"{_CANNOT} {_OFFER}"


def _card(outcome: ActionRuled) -> list[str]:
    return [outcome.title, *(f"- {label}: {value}" for label, value in outcome.rows)]
