"""The customer confirms or declines exactly what the card showed, once.

The click names the action, the version and the hash that were on the card. It counts only from the
customer for whom the action was proposed, before it expires, and only while the gate still agrees.
"""

from dataclasses import dataclass, replace
from hmac import compare_digest

from handrail.domain.actions.card import digest_of
from handrail.domain.actions.gate import authorise, control_of
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    Control,
    CustomerSession,
    Refuse,
)
from handrail.flow.action_ports import ActionsWritten
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
from handrail.kernel.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """Hold what a person clicked on: the card named all three."""

    action: ActionId
    version: int
    digest: str
    is_approved: bool


def confirm_action(click: Click, session: CustomerSession, ports: ActionPorts) -> Action:
    """Confirm or decline; return the action as it then stands.

    The same click again returns what the first one did; what waits for the staff may still be
    declined, on the version that it has then. Raises NotFound where there is no such
    action of this customer, Conflict where it is not what the card showed, not awaited any more,
    or out of time.
    """

    def decide() -> Action:
        seen = _theirs(click, session, ports)
        if (same := _same_click(click, seen, ports)) is not None:
            return same
        case = _case(seen, session, ports) if click.is_approved else None
        with ports.store.decide() as tx:
            if case is not None:
                lock(case, tx)
            return _decided(click, case, tx, ports)

    return on_fresh_facts(decide)


def require_shown(click: Click, action: Action, state: ActionState, ports: ActionPorts) -> None:
    """Raise Conflict unless the click is on the action as it stands, in this state and in time."""
    is_same = compare_digest(click.digest.encode(), action.digest.encode())
    if not is_same or not compare_digest(digest_of(action), action.digest):
        raise Conflict("This is not what the card showed.", hint="Open the card again.")
    if action.state is not state or action.version != click.version:
        raise Conflict(
            f"This is not waiting for that decision: it is {action.state.value}.",
            hint="Somebody may have decided it; open it again.",
        )
    if action.expires_at <= ports.clock.now():
        raise Conflict("The time to decide this has run out.", hint="Ask for it again.")


def refused_now(action: Action, refuse: Refuse) -> Action:
    """Return the action as refused by the rules when they were looked at again."""
    return replace(
        action, state=ActionState.REFUSED, refusal=refuse.reason, policies=refuse.policies
    )


def _theirs(click: Click, session: CustomerSession, ports: ActionPorts) -> Action:
    with ports.store.read() as reading:
        found = reading.action(click.action)
    if found is None or found.customer != session.customer:
        raise NotFound(f"There is no action {click.action!r}.", hint="Look at your conversation.")
    if session.expires_at <= ports.clock.now():
        raise Conflict("You are not signed in any more.", hint="Sign in and try again.")
    return found


def _same_click(click: Click, seen: Action, ports: ActionPorts) -> Action | None:
    with ports.store.read() as reading:
        decided = reading.approvals(click.action)
    mine = next((a for a in decided if a.by == CUSTOMER), None)
    if mine is None:
        return None
    if not click.is_approved and seen.state is ActionState.AWAITING_STAFF:
        return _withdrawn(click, ports)
    is_same = mine.is_approved is click.is_approved and mine.version == click.version
    if not is_same or not compare_digest(mine.digest.encode(), click.digest.encode()):
        raise Conflict("You have decided this already.", hint="Look at what became of it.")
    return seen


def _withdrawn(click: Click, ports: ActionPorts) -> Action:
    """Take back what waits for the staff: its customer does not want it any more."""
    with ports.store.decide() as tx:
        action = known_action(click.action, tx)
        require_shown(click, action, ActionState.AWAITING_STAFF, ports)
        gone = replace(action, state=ActionState.CANCELLED, why="withdrawn by the customer")
        entry = entry_of(gone, "action.withdrawn", CUSTOMER, ports.clock.now())
        return tx.move_action(gone, entry, settled_events(gone))


def _case(seen: Action, session: CustomerSession, ports: ActionPorts) -> Case:
    case = open_case(ports.spec_of(seen), proposal_of(seen), session, ports)
    return replace(case, action=seen.id)


def _decided(click: Click, case: Case | None, tx: ActionsWritten, ports: ActionPorts) -> Action:
    action = known_action(click.action, tx)
    require_shown(click, action, ActionState.AWAITING_CUSTOMER, ports)
    now = ports.clock.now()
    kind = "action.confirmed" if click.is_approved else "action.declined"
    tx.save_approval(
        Approval(
            action=action.id,
            version=action.version,
            digest=action.digest,
            by=CUSTOMER,
            is_approved=click.is_approved,
            at=now,
        ),
        entry_of(action, kind, CUSTOMER, now),
    )
    moved = _declined(action) if case is None else _confirmed(action, case, tx, ports)
    return tx.move_action(moved, ruled_entry(moved, now), settled_events(moved))


def _declined(action: Action) -> Action:
    return replace(action, state=ActionState.DECLINED, why="declined by the customer")


def _confirmed(action: Action, case: Case, tx: ActionsWritten, ports: ActionPorts) -> Action:
    ruling = authorise(asked_of(case, tx, ports), ports.rules)
    if isinstance(ruling, Refuse):
        return refused_now(action, ruling)
    control, now = control_of(ruling), ports.clock.now()
    if control in (Control.NONE, Control.CUSTOMER):
        state, until = ActionState.APPROVED, now + ports.waiting.approved
    else:
        state, until = ActionState.AWAITING_STAFF, now + ports.waiting.staff
    return replace(action, state=state, control=control, policies=ruling.policies, expires_at=until)
