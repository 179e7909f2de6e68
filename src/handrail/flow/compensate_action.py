"""Somebody of the staff asks to make good for an action that was done.

The compensation is an action like any other: the gate rules on it, it is confirmed and approved as
the rules say, and it is linked to what it makes good for. It is asked for once.
"""

from dataclasses import replace
from datetime import timedelta

from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    CustomerSession,
    Proposal,
    StaffSession,
)
from handrail.domain.actions.spec import ActionSpec, Arguments
from handrail.flow.action_ports import ActionsWritten
from handrail.flow.decide_approval import actor_of
from handrail.flow.judge_action import ActionPorts, Case, known_action, lock, on_fresh_facts
from handrail.flow.propose_action import Proposed, case_of, place
from handrail.kernel.errors import BadInput, Conflict

_CAME_TO_NOTHING = frozenset(
    {ActionState.FAILED, ActionState.REFUSED, ActionState.DECLINED}
    | {ActionState.EXPIRED, ActionState.CANCELLED}
)
_LASTS = timedelta(minutes=1)


def compensate_action(ref: ActionId, staff: StaffSession, ports: ActionPorts) -> Proposed:
    """Propose what makes good for an action.

    Raises NotFound, BadInput where nothing makes good for it, Conflict where it was not done or is
    being made good for already.
    """

    def decide() -> Proposed:
        done = _done(ref, ports)
        case = _case(done, staff, ports)
        with ports.store.decide() as tx:
            lock(case, tx)
            _require_first(done, tx)
            placed = place(case, done.conversation, tx, ports)
            tx.tell_of(done.conversation, placed.events)
            return placed

    return on_fresh_facts(decide)


def _done(ref: ActionId, ports: ActionPorts) -> Action:
    with ports.store.read() as reading:
        action = known_action(ref, reading, hint="See `handrail actions list`.")
    if action.state is not ActionState.SUCCEEDED:
        raise Conflict(
            f"There is nothing to make good for: it is {action.state.value}.",
            hint="Only what was done can be compensated.",
        )
    return action


def _case(done: Action, staff: StaffSession, ports: ActionPorts) -> Case:
    name = ports.spec_of(done).consequences.compensation
    spec = None if name is None else ports.catalogue.find(name)
    if spec is None:
        raise BadInput(
            f"No action makes good for {done.name!r}.", hint="Declare its `compensation`."
        )
    proposal = Proposal(
        name=spec.name, arguments=_arguments(done, spec), proposed_by=actor_of(staff)
    )
    session = CustomerSession(
        customer=done.customer, expires_at=ports.clock.now() + _LASTS, proof=actor_of(staff)
    )
    case = case_of(proposal, session, ports)
    return replace(case, compensates=done.id, asked_by=actor_of(staff))


def _arguments(done: Action, spec: ActionSpec) -> Arguments:
    """Return what the action was done with, and what the system said of it, by name."""
    said = {name: value for name, value in done.result.items() if value is not None}
    known: Arguments = {**said, **done.arguments}
    return {p.name: known[p.name] for p in spec.parameters if p.name in known}


def _require_first(done: Action, tx: ActionsWritten) -> None:
    others = tx.actions(customer=done.customer, limit=10_000)
    for other in others:
        if other.compensates == done.id and other.state not in _CAME_TO_NOTHING:
            raise Conflict(
                f"It is made good for by {other.id} already.", hint="Look at what became of it."
            )
