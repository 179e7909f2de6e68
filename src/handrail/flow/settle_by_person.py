"""Somebody of the staff looked at the operator's system and says what became of an action."""

from dataclasses import replace

from handrail.domain.actions.model import Action, ActionId, ActionState, StaffSession
from handrail.flow.judge_action import ActionPorts
from handrail.flow.propose_action import entry_of, settled_events
from handrail.kernel.errors import Conflict, NotFound


def settle_by_person(
    ref: ActionId, *, version: int, was_done: bool, staff: StaffSession, ports: ActionPorts
) -> Action:
    """Settle an action that waits for a person; raises NotFound, Conflict where it does not.

    Nothing is sent: it is only written down what the person found.
    """
    with ports.store.decide() as tx:
        action = tx.action(ref)
        if action is None:
            raise NotFound(f"There is no action {ref!r}.", hint="See `handrail actions list`.")
        if action.state is not ActionState.NEEDS_PERSON or action.version != version:
            raise Conflict(
                f"This is not waiting for a person: it is {action.state.value}.",
                hint="Open it again.",
            )
        now = ports.clock.now()
        state = ActionState.SUCCEEDED if was_done else ActionState.FAILED
        settled = replace(action, state=state, settled_at=now)
        kind = "action.found_done" if was_done else "action.found_not_done"
        entry = entry_of(settled, kind, f"staff:{staff.staff}", now)
        return tx.move_action(settled, entry, settled_events(settled))
