"""In which words is a brief written, where they are not the customer's own?"""

from collections.abc import Mapping

from handrail.domain.actions.model import ActionState, RefusalReason
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.facts import MoodKind
from handrail.domain.handoff.model import Slot
from handrail.domain.handoff.own_values import OwnValue
from handrail.kernel.language_tag import in_language

LABELS: Mapping[str, Mapping[Slot, str]] = {
    "en": {
        Slot.WANTS: "What the customer wants",
        Slot.CUSTOMER: "Who the customer is",
        Slot.WHY: "Why it was handed over",
        Slot.SHOWN: "What they were shown",
        Slot.ACTIONS: "What was to be done, and how it ended",
        Slot.MISSING: "What is still missing",
        Slot.MOOD: "Mood",
        Slot.NEXT_STEP: "What to do first",
    }
}
"""What a slot is called, by language; others follow as they are translated."""

NOT_KNOWN: Mapping[Slot, str] = {
    Slot.WANTS: "The customer has not said what they want.",
    Slot.CUSTOMER: "Not verified: no token showed who this is.",
    Slot.WHY: "Not known.",
    Slot.SHOWN: "Not known.",
    Slot.ACTIONS: "Not known.",
    Slot.MISSING: "Nothing else is known to be missing.",
    Slot.MOOD: "Not known.",
    Slot.NEXT_STEP: "Not known.",
}
"""The only words of a line that is marked as not known."""

NOTHING_SHOWN = "No article was shown."
NO_ACTION = "No action was proposed."

WHY: Mapping[HandOffReason, str] = {
    HandOffReason.CUSTOMER_REQUEST: "The customer asked for a person",
    HandOffReason.MISSING_KNOWLEDGE: "The help centre does not say what was asked",
    HandOffReason.CONTESTED_KNOWLEDGE: "Articles of the help centre contradict each other on it",
    HandOffReason.UNSUPPORTED_REQUEST: "The assistant cannot do what was asked",
    HandOffReason.POLICY_RESTRICTION: "By rule a person has to answer this",
    HandOffReason.TOOL_FAILURE: "A system that is needed did not work",
    HandOffReason.NO_PROGRESS: "The conversation was getting no further",
    HandOffReason.DISTRESS: "The customer seems to be in distress",
    HandOffReason.STAFF_DECISION: "One of the staff took it over",
    HandOffReason.MODEL_FAILURE: "A part of the assistant did not work",
}
NOT_ASKED_FOR = "A person took it over without being asked for."
ENDED: Mapping[ActionState, str] = {
    ActionState.PROPOSED: "asked for, not ruled on yet",
    ActionState.AWAITING_CUSTOMER: "waits for the customer to confirm it",
    ActionState.AWAITING_STAFF: "waits for approval by the staff",
    ActionState.APPROVED: "approved, not begun yet",
    ActionState.EXECUTING: "under way",
    ActionState.SUCCEEDED: "succeeded",
    ActionState.FAILED: "failed, it had no effect",
    ActionState.UNKNOWN: "unknown, nobody knows whether it had its effect",
    ActionState.RECONCILING: "unknown, it is being looked up whether it had its effect",
    ActionState.NEEDS_PERSON: "unknown, somebody has to look whether it had its effect",
    ActionState.REFUSED: "refused",
    ActionState.DECLINED: "declined, somebody said no",
    ActionState.EXPIRED: "expired, nobody decided or began it in time",
    ActionState.CANCELLED: "cancelled",
}
REFUSED: Mapping[RefusalReason, str] = {
    RefusalReason.SWITCHED_OFF: "it is switched off",
    RefusalReason.UNKNOWN_ACTION: "no such action is known",
    RefusalReason.BAD_ARGUMENTS: "its arguments do not fit",
    RefusalReason.NOT_IDENTIFIED: "nobody was signed in",
    RefusalReason.NOT_THEIRS: "there is no such thing, or it is somebody else's",
    RefusalReason.NO_FACTS: "what has to be known of it could not be read",
    RefusalReason.ABOVE_WHAT_IS_LEFT: "it is more than is left",
    RefusalReason.NOT_AN_AMOUNT: "its amount is none that can be used",
    RefusalReason.COOLING_OFF: "how the customer is reached was changed a short time ago",
    RefusalReason.TOO_MUCH: "it is more than one account may have in so short a time",
    RefusalReason.CHANGED: "what would be done is not any more what was agreed to",
    RefusalReason.POLICY: "the rules do not allow it",
}
MOODS: Mapping[MoodKind, str] = {kind: kind.value.capitalize() for kind in MoodKind}
GIVEN: Mapping[OwnValue, str] = {
    OwnValue.NAME: "They give as their name",
    OwnValue.EMAIL: "They give as their e-mail address",
    OwnValue.PHONE: "They give as their telephone number",
    OwnValue.REFERENCE: "They name the number",
    OwnValue.ADDRESS: "They give of their address",
}


def label_of(slot: Slot, language: str = "en") -> str:
    """Return what a slot is called; in English where nobody has translated it."""
    return in_language(language, LABELS)[slot]
