"""Did what was to be done for a customer fail? Whoever writes after that gets a person."""

from collections.abc import Sequence

from handrail.domain.actions.model import ActionId, ActionState
from handrail.domain.decision.model import ActionRuled, TurnRecord
from handrail.domain.decision.progress import steps_of
from handrail.flow.judge_action import ActionPorts

_NOT_DONE = frozenset({ActionState.FAILED, ActionState.UNKNOWN, ActionState.NEEDS_PERSON})


def has_failed_action(recent: Sequence[TurnRecord], ports: ActionPorts | None) -> bool:
    """Tell whether the newest action of a conversation failed, or nobody knows how it ended.

    Asks the database only where an action was shown since a person last had the word.
    """
    shown = [ref for step in steps_of(recent) if (ref := _shown(step.outcome)) is not None]
    if not shown or ports is None:
        return False
    with ports.store.read() as reading:
        action = reading.action(shown[-1])
    return action is not None and action.state in _NOT_DONE


def _shown(outcome: object) -> ActionId | None:
    return outcome.action if isinstance(outcome, ActionRuled) else None
