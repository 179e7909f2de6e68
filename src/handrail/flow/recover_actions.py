"""Find what a worker has to do, whoever left it there, and do it.

Approved actions, those whose worker ended, and those whose pause is over are all one thing: rows
that nobody holds. There is no other queue, so nothing can be lost from it.
"""

from handrail.domain.actions.carry import Step
from handrail.domain.actions.model import ActionId
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.note_action import CarryPorts


def due_actions(ports: CarryPorts, limit: int = 50) -> tuple[ActionId, ...]:
    """Return the actions that may be taken up now, oldest first.

    Raises LogStopped where the database is older than what it gave out: an action that it holds to
    be due may be done already.
    """
    with ports.actions.store.read() as reading:
        due = reading.due_actions(ports.now, limit)
    if due:
        ports.require_continuity()
    return due


def recover_actions(ports: CarryPorts) -> tuple[tuple[ActionId, Step], ...]:
    """Take every due action one step further; return the steps."""
    return tuple((ref, carry_out_action(ref, ports)) for ref in due_actions(ports))


def keep_hold(refs: tuple[ActionId, ...], ports: CarryPorts) -> None:
    """Hold on to actions in hand for another lease: a worker's heartbeat."""
    if refs:
        with ports.actions.store.decide() as tx:
            tx.renew_leases(ports.worker, refs, ports.now + ports.pace.lease)
