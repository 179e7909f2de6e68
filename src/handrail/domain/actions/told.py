"""What a conversation is told of an action that was carried out, or was not."""

from handrail.domain.actions.model import Action, ActionState
from handrail.domain.actions.states import FINAL
from handrail.domain.conversation.model import Event

_IN_DOUBT = frozenset({ActionState.UNKNOWN, ActionState.NEEDS_PERSON})


def events_of_action(action: Action) -> tuple[Event, ...]:
    """Return what is told of an action in its new state: nothing while it is under way.

    One whose effect nobody knows is being checked; it is never called failed.
    """
    facts = {"action": action.id, "name": action.name, "state": action.state.value}
    if action.state in FINAL:
        return (Event(kind="action.settled", facts=facts),)
    return (Event(kind="action.unknown", facts=facts),) if action.state in _IN_DOUBT else ()
