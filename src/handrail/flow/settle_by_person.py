"""Somebody of the staff looked at the operator's system and says what became of an action."""

from dataclasses import replace

from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    StaffSession,
)
from handrail.flow.decide_approval import actor_of, require_lead_where_large
from handrail.flow.judge_action import ActionPorts, known_action
from handrail.flow.propose_action import entry_of, settled_events
from handrail.kernel.errors import Conflict, Forbidden


def settle_by_person(
    ref: ActionId, *, version: int, was_done: bool, staff: StaffSession, ports: ActionPorts
) -> Action:
    """Settle an action that waits for a person, who looked at the operator's system.

    Nothing is sent: it is only written down what the person found. Raises NotFound, Forbidden,
    Conflict where it does not wait for that.
    """
    with ports.store.decide() as tx:
        action = known_action(ref, tx, hint="See `handrail actions list`.")
        if action.state is not ActionState.NEEDS_PERSON or action.version != version:
            raise Conflict(
                f"This is not waiting for a person: it is {action.state.value}.",
                hint="Open it again.",
            )
        _require_may_settle(action, tx.approvals(ref), staff, ports, was_done=was_done)
        now = ports.clock.now()
        state = ActionState.SUCCEEDED if was_done else ActionState.FAILED
        settled = replace(action, state=state, settled_at=now)
        kind = "action.found_done" if was_done else "action.found_not_done"
        entry = entry_of(settled, kind, actor_of(staff), now)
        return tx.move_action(settled, entry, settled_events(settled))


def _require_may_settle(
    action: Action,
    approvals: tuple[Approval, ...],
    staff: StaffSession,
    ports: ActionPorts,
    *,
    was_done: bool,
) -> None:
    """Raise Forbidden: saying that money did not move frees it, and takes what approving takes."""
    if was_done or not action.pays_out:
        return
    if any(approval.by == actor_of(staff) for approval in approvals):
        raise Forbidden("You approved this yourself.", hint="It takes a second person.")
    require_lead_where_large(action, staff, ports)
