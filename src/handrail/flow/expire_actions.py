"""What nobody decided in time is not done."""

from dataclasses import replace

from handrail.domain.actions.model import Action, ActionState
from handrail.flow.judge_action import ActionPorts
from handrail.flow.propose_action import entry_of, settled_events
from handrail.kernel.errors import Conflict


def expire_actions(ports: ActionPorts) -> int:
    """Let each action expire that waited too long for a decision or an attempt; count them."""
    with ports.store.read() as reading:
        late = reading.overdue(ports.clock.now())
    return sum(_expire(action, ports) for action in late)


def _expire(action: Action, ports: ActionPorts) -> bool:
    now = ports.clock.now()
    gone = replace(action, state=ActionState.EXPIRED, why=f"{action.state.value} for too long")
    try:
        with ports.store.decide() as tx:
            tx.move_action(
                gone, entry_of(gone, "action.expired", "system", now), settled_events(gone)
            )
    except Conflict:  # somebody decided at the last moment: their decision stands
        return False
    return True
