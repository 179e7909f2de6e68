"""When is a person called? Every reason with its condition; the first that holds counts.

`AT_ONCE` is looked through before anything is searched, `AFTERWARDS` once it is known what would be
said. Two reasons are found elsewhere: `model_failure` where a part is down (`handle_message`), and
`tool_failure` also where the operator's system does not answer (`act_in_turn`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from handrail.domain.actions.cues import only_asks, read_sentence
from handrail.domain.conversation.distress import Distress, Level, distress_of
from handrail.domain.conversation.small_talk import small_talk
from handrail.domain.conversation.wants_person import person_request
from handrail.domain.decision.message_language import message_language
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    ActionRuled,
    Courtesy,
    HandOff,
    HandOffReason,
    Outcome,
)
from handrail.domain.decision.progress import Step, is_asked_before, steps_nowhere

MOST_TURNS = 2
"""Turns without progress after which a person is called, where the settings say nothing."""
_UPSET_FOR = 4  # messages in which anger that is said twice has not passed
_ASKS_FOR_A_DEED = ("can_you", "can_i_have", "please", "wish", "opens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold what the conditions look at."""

    text: str
    wants_person: bool = False
    """The customer pressed the button that asks for a person."""
    steps: tuple[Step, ...] = ()
    """What came before, since a person last had the word."""
    has_failed_action: bool = False
    """Something that was to be done for the customer failed, or nobody knows whether it was."""
    most_turns: int = MOST_TURNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Hold what would be said now, with the steps up to it that led nowhere."""

    facts: Facts
    outcome: Outcome
    nowhere: tuple[Step, ...]

    @property
    def is_stuck(self) -> bool:
        """Tell whether as many turns led nowhere as may."""
        return bool(self.nowhere) and len(self.nowhere) >= self.facts.most_turns


def _is_in_distress(facts: Facts) -> bool:
    level = distress_of(facts.text).level
    if level is not Level.UPSET:
        return level is Level.DISTRESS
    before = facts.steps[-_UPSET_FOR:]
    return any(distress_of(step.text).level is not Level.NONE for step in before)


def _asks_for_a_person(facts: Facts) -> bool:
    return facts.wants_person or person_request(facts.text) is not None


def _writes_after_a_failure(facts: Facts) -> bool:
    return facts.has_failed_action and small_talk(facts.text) is None


AT_ONCE: tuple[tuple[HandOffReason, Callable[[Facts], bool]], ...] = (
    (HandOffReason.DISTRESS, _is_in_distress),
    (HandOffReason.CUSTOMER_REQUEST, _asks_for_a_person),
    (HandOffReason.TOOL_FAILURE, _writes_after_a_failure),
)


def _is_refused_again(decided: Decided) -> bool:
    said = [step.outcome for step in decided.facts.steps if not isinstance(step.outcome, Courtesy)]
    return bool(said) and _is_refusal(said[-1]) and _is_refusal(decided.outcome)


def _wants_what_is_not_offered(decided: Decided) -> bool:
    return decided.is_stuck and all(
        isinstance(step.outcome, Abstain) and _asks_for_a_deed(step.text)
        for step in decided.nowhere
    )


def _is_stuck_on_what_is_contested(decided: Decided) -> bool:
    return decided.is_stuck and any(
        isinstance(step.outcome, Abstain)
        and step.outcome.reason is AbstainReason.CONTESTED_KNOWLEDGE
        for step in decided.nowhere
    )


def _knows_too_little(decided: Decided) -> bool:
    """Tell whether different questions were asked, and the help centre answers none of them."""
    steps = decided.nowhere
    return decided.is_stuck and all(
        isinstance(step.outcome, Abstain)
        and step.outcome.reason is not AbstainReason.NOT_UNDERSTOOD
        and not is_asked_before(step, steps[:place])
        for place, step in enumerate(steps)
    )


def _gets_no_further(decided: Decided) -> bool:
    return decided.is_stuck


AFTERWARDS: tuple[tuple[HandOffReason, Callable[[Decided], bool]], ...] = (
    (HandOffReason.POLICY_RESTRICTION, _is_refused_again),
    (HandOffReason.UNSUPPORTED_REQUEST, _wants_what_is_not_offered),
    (HandOffReason.CONTESTED_KNOWLEDGE, _is_stuck_on_what_is_contested),
    (HandOffReason.MISSING_KNOWLEDGE, _knows_too_little),
    (HandOffReason.NO_PROGRESS, _gets_no_further),
)


def called_at_once(facts: Facts) -> HandOff | None:
    """Return the hand-over that a message brings about by itself, whatever else could be said."""
    reason = next((reason for reason, holds in AT_ONCE if holds(facts)), None)
    if reason is None:
        return None
    if reason is HandOffReason.DISTRESS:
        return handed_over_in_distress(distress_of(facts.text), facts.text)
    request = person_request(facts.text)
    language = message_language(facts.text) if request is None else request.language
    return HandOff(reason=reason, language=language)


def called_afterwards(outcome: Outcome, facts: Facts) -> HandOff | None:
    """Return the hand-over that takes the place of what would be said, or None."""
    if isinstance(outcome, HandOff):
        return None
    now = Step(facts.text, outcome)
    nowhere = steps_nowhere((*facts.steps, now))
    if not nowhere or nowhere[-1] is not now:
        nowhere = ()  # what is said now leads on, or aside
    decided = Decided(facts=facts, outcome=outcome, nowhere=nowhere)
    reason = next((reason for reason, holds in AFTERWARDS if holds(decided)), None)
    if reason is None:
        return None
    return HandOff(reason=reason, language=message_language(facts.text))


def may_be_the_last(facts: Facts) -> bool:
    """Tell whether one more turn without progress calls a person: then nothing is told early."""
    return len(steps_nowhere(facts.steps)) + 1 >= facts.most_turns


def handed_over_in_distress(distress: Distress, text: str) -> HandOff:
    """Return the hand-over of somebody in distress."""
    language = distress.language if distress.phrase else message_language(text)
    return HandOff(reason=HandOffReason.DISTRESS, language=language, concern=distress.concern)


def _is_refusal(outcome: Outcome) -> bool:
    return isinstance(outcome, ActionRuled) and outcome.refusal is not None


def _asks_for_a_deed(text: str) -> bool:
    found = read_sentence(text).cues
    return any(found[cue] for cue in _ASKS_FOR_A_DEED) and not only_asks(text)
