"""One of the staff approves or declines an action, on the card that shows its rows.

Whoever proposed an action or approved it before cannot approve it; above a limit it takes two
people, or a lead. The rules are looked at once more, with the approver's own total of the day.
"""

from dataclasses import replace

from handrail.domain.actions.gate import Asked, authorise, control_of
from handrail.domain.actions.model import (
    Action,
    ActionState,
    Approval,
    Control,
    CustomerSession,
    Refuse,
    Role,
    StaffSession,
)
from handrail.flow.action_ports import ActionsWritten
from handrail.flow.confirm_action import Click, refused_now, require_shown
from handrail.flow.judge_action import (
    ActionPorts,
    Case,
    asked_of,
    known_action,
    lock,
    on_fresh_facts,
    open_case,
    proposal_of,
)
from handrail.flow.propose_action import CUSTOMER, entry_of, ruled_entry, settled_events
from handrail.kernel.errors import Conflict, Forbidden


def decide_approval(click: Click, staff: StaffSession, ports: ActionPorts) -> Action:
    """Approve or decline; return the action as it then stands.

    Raises NotFound, Forbidden where this person may not decide it, Conflict where it is not what
    the card showed or somebody else decided first.
    """

    def decide() -> Action:
        with ports.store.read() as reading:
            seen = known_action(click.action, reading)
        case = _case(seen, staff, ports) if click.is_approved else None
        with ports.store.decide() as tx:
            if case is not None:
                lock(case, tx)
            return _decided(click, case, staff, tx, ports)

    return on_fresh_facts(decide)


def require_may_decide(
    action: Action, staff: StaffSession, before: tuple[Approval, ...], ports: ActionPorts
) -> None:
    """Raise Forbidden where this person may not approve this action."""
    by = actor_of(staff)
    if by in (action.proposed_by, f"staff:{action.customer}"):
        raise Forbidden("Nobody approves what they asked for themselves.", hint="Ask a colleague.")
    if any(approval.by == by for approval in before):
        raise Forbidden("You have decided on this already.", hint="It takes a second person.")
    require_lead_where_large(action, staff, ports)


def require_lead_where_large(action: Action, staff: StaffSession, ports: ActionPorts) -> None:
    """Raise Forbidden where an agent decides on more money than agents may."""
    if staff.role is Role.AGENT and _takes_a_lead(action, ports):
        raise Forbidden("This takes a lead.", hint="Ask a lead or an admin to look at it.")


def _takes_a_lead(action: Action, ports: ActionPorts) -> bool:
    is_large = ports.agent_money is not None and action.amount > ports.agent_money
    return is_large and action.pays_out


def _case(seen: Action, staff: StaffSession, ports: ActionPorts) -> Case:
    """Stand in for the customer, whose session may have ended since they confirmed."""
    until = ports.clock.now() + ports.waiting.approved
    confirmed = CustomerSession(customer=seen.customer, expires_at=until, proof="confirmed")
    case = open_case(ports.spec_of(seen), proposal_of(seen), confirmed, ports)
    return replace(case, action=seen.id, approver=staff.staff)


def _decided(
    click: Click, case: Case | None, staff: StaffSession, tx: ActionsWritten, ports: ActionPorts
) -> Action:
    action = known_action(click.action, tx)
    require_shown(click, action, ActionState.AWAITING_STAFF, ports)
    before = tx.approvals(action.id)
    require_may_decide(action, staff, before, ports)
    by, now = actor_of(staff), ports.clock.now()
    kind = "action.approved" if click.is_approved else "action.declined"
    decision = Approval(
        action=action.id,
        version=action.version,
        digest=action.digest,
        by=by,
        is_approved=click.is_approved,
        at=now,
    )
    tx.save_approval(decision, entry_of(action, kind, by, now))
    if case is None:
        moved = replace(action, state=ActionState.DECLINED, why="declined by the staff")
    else:
        moved = _approved(action, case, (*before, decision), tx, ports)
    return tx.move_action(moved, ruled_entry(moved, now), settled_events(moved))


def _approved(
    action: Action,
    case: Case,
    approvals: tuple[Approval, ...],
    tx: ActionsWritten,
    ports: ActionPorts,
) -> Action:
    asked = asked_of(case, tx, ports)
    _require_own_total(action, asked, ports)
    ruling = authorise(asked, ports.rules)
    if isinstance(ruling, Refuse):
        return refused_now(action, ruling)
    if not any(a.by == CUSTOMER and a.is_approved for a in approvals):
        raise Conflict("The customer has not confirmed this.", hint="It cannot be approved.")
    control = control_of(ruling)
    needed = 2 if control is Control.TWO_STAFF else 1
    if sum(a.is_approved and a.by != CUSTOMER for a in approvals) < needed:
        return replace(action, control=control, policies=ruling.policies)
    until = ports.clock.now() + ports.waiting.approved
    return replace(
        action,
        state=ActionState.APPROVED,
        control=control,
        policies=ruling.policies,
        expires_at=until,
    )


def _require_own_total(action: Action, asked: Asked, ports: ActionPorts) -> None:
    """Raise Forbidden where it would pass the approver's total: a colleague may still approve."""
    limit = ports.limits.staff_money_a_day
    total = asked.totals.staff_money_today + action.amount
    if action.pays_out and limit is not None and total > limit:
        raise Forbidden(
            "That is more than you may approve in a day.", hint="Ask a colleague to look at it."
        )


def actor_of(staff: StaffSession) -> str:
    """Return how one of the staff is named in decisions and in the audit log."""
    return f"staff:{staff.staff}"
