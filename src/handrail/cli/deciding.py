"""Decide on a card in the terminal, as a click does on a page, and wait for how it ends."""

import time

from handrail.app import App
from handrail.domain.actions.model import Action, ActionId, ActionState
from handrail.domain.actions.states import FINAL
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import ActionRuled
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.identify_customer import session_of

_RESTING = FINAL | {
    ActionState.AWAITING_CUSTOMER,
    ActionState.AWAITING_STAFF,
    ActionState.UNKNOWN,
    ActionState.NEEDS_PERSON,
}
_LOOK_EVERY = 0.02
_PATIENCE = 15.0


def decide(
    card: ActionRuled, conversation: ConversationId, app: App, *, is_approved: bool
) -> Action:
    """Confirm or decline a card as the conversation's customer."""
    click = Click(
        action=ActionId(str(card.action)),
        version=card.version,
        digest=card.digest,
        is_approved=is_approved,
    )
    session = session_of(conversation, app.identity_ports())
    return confirm_action(click, session, app.action_ports())


def ended(ref: ActionId, app: App) -> Action:
    """Return an action once it is done, or waits for a person."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        with app.store.read() as reading:
            found = reading.action(ref)
        assert found is not None
        if found.state in _RESTING or time.monotonic() > deadline:
            return found
        time.sleep(_LOOK_EVERY)


def told(action: Action) -> str:
    """Return one line on where an action stands."""
    words = {
        ActionState.SUCCEEDED: "Done.",
        ActionState.FAILED: "It could not be done; nothing has changed.",
        ActionState.AWAITING_STAFF: "It waits for one of the team to approve it.",
        ActionState.DECLINED: "It was declined; nothing has changed.",
        ActionState.UNKNOWN: "It is being checked whether it was done.",
        ActionState.NEEDS_PERSON: "One of the team is checking whether it was done.",
    }
    return words.get(action.state, f"It is {action.state.value}.")
