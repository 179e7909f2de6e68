"""Somebody asks for something to be done: the gate rules, and the ruling is written down.

The model, or the rules that stand in for it, only name an action and its arguments. Who asks comes
from a signed token, what is true from the operator's system and our own rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from handrail.domain.actions.action_json import card_as_json
from handrail.domain.actions.arguments import fits
from handrail.domain.actions.card import card_of, digest_of
from handrail.domain.actions.fill import completed
from handrail.domain.actions.gate import Asked, authorise, control_of
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    AskCustomer,
    AskStaff,
    CustomerSession,
    Do,
    Proposal,
    Refuse,
    Ruling,
)
from handrail.domain.actions.spec import Arguments, MoneyFlow, PersonalData
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Event
from handrail.flow.action_ports import ActionsWritten
from handrail.flow.judge_action import (
    ActionPorts,
    Case,
    asked_of,
    lock,
    on_fresh_facts,
    open_case,
)
from handrail.kernel.errors import BadInput, NotFound

CUSTOMER = "customer"
"""Who confirmed: the one customer of the action, whose name no log holds."""
_MANY = 10_000
_ASKED = frozenset({ActionState.AWAITING_CUSTOMER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Hold the action as it stands after the ruling, and whether it had been asked for before."""

    action: Action
    ruling: Ruling
    events: Sequence[Event] = ()
    """What the conversation has to be told of it."""
    is_repeated: bool = False
    asked: Asked | None = None
    """What the gate was told; None where it ruled on the same before."""


def propose_action(
    proposal: Proposal, session: CustomerSession, conversation: ConversationId, ports: ActionPorts
) -> Proposed:
    """Rule on a proposal in a transaction of its own; raises NotFound for an unknown action."""

    def decide() -> Proposed:
        case = case_of(proposal, session, ports)
        with ports.store.decide() as tx:
            placed = place(case, conversation, tx, ports)
            tx.tell_of(conversation, placed.events)
            return placed

    return on_fresh_facts(decide)


def case_of(proposal: Proposal, session: CustomerSession, ports: ActionPorts) -> Case:
    """Read the facts that a proposal is ruled on; raises NotFound, BadInput, Unavailable.

    Where the customer named no value, the declared fact stands in; the card then shows it.
    """
    spec = ports.catalogue.find(proposal.name)
    if spec is None:
        raise NotFound(f"There is no action {proposal.name!r}.", hint="Name a declared one.")
    named = spec.resource_argument
    if named is not None and not isinstance(proposal.arguments.get(named), str):
        raise BadInput(f"{spec.title} needs {named!r}.", hint="Name what it is to be done to.")
    case = open_case(spec, proposal, session, ports)
    if case.resource is None:
        return case
    filled = completed(spec, proposal.arguments, case.resource.facts)
    return replace(case, proposal=replace(proposal, arguments=filled))


def place(
    case: Case, conversation: ConversationId, tx: ActionsWritten, ports: ActionPorts
) -> Proposed:
    """Rule on a case and store the action, inside a transaction; raises FactsMoved.

    The caller tells the events, in the order that suits the turn.

    The same request again finds the action that waits already; another request for the same thing
    takes the place of one that its customer has not confirmed.
    """
    lock(case, tx)
    for waiting in _waiting(case, tx):
        is_here = waiting.conversation == conversation and waiting.expires_at > ports.clock.now()
        if is_here and dict(waiting.arguments) == dict(case.proposal.arguments):
            again = AskCustomer(policies=waiting.policies)
            return Proposed(action=waiting, ruling=again, is_repeated=True)
        _cancel(waiting, conversation, tx, ports)
    asked = asked_of(case, tx, ports)
    ruling = authorise(asked, ports.rules)
    action = _new(case, conversation, asked.amount or 0, ports)
    is_shadow = case.spec.name in asked.switches.shadow | ports.shadow
    tx.add_action(action, entry_of(action, "action.proposed", case.asked_by, asked.now))
    ruled = _as_ruled(replace(action, is_shadow=is_shadow), ruling, ports)
    moved = tx.move_action(ruled, ruled_entry(ruled, asked.now))
    events = proposed_events(moved, ports)
    return Proposed(action=moved, ruling=ruling, events=events, asked=asked)


def entry_of(action: Action, kind: str, actor: str, at: datetime) -> AuditEntry:
    """Return the audit entry of a change to an action; the digest stands for what was written."""
    facts = {
        "action": action.name,
        "state": action.state.value,
        "digest": action.digest,
        "amount": action.amount,
        "conversation": action.conversation,
    }
    return AuditEntry(kind=kind, actor=actor, subject=action.id, at=at, facts=facts)


def ruled_entry(action: Action, at: datetime) -> AuditEntry:
    """Return the audit entry of a ruling: which control, by which policies, or why not."""
    entry = entry_of(action, "action.ruled", "system", at)
    ruled = {
        "control": None if action.control is None else action.control.value,
        "policies": ", ".join(action.policies),
        "refusal": None if action.refusal is None else action.refusal.value,
        "shadow": action.is_shadow,
    }
    return replace(entry, facts={**entry.facts, **ruled})


def proposed_events(action: Action, ports: ActionPorts) -> Sequence[Event]:
    """Return what the conversation is told: the card where somebody has to decide."""
    if action.state not in (ActionState.AWAITING_CUSTOMER, ActionState.APPROVED):
        return ()
    standing = {
        "state": action.state.value,
        "control": None if action.control is None else action.control.value,
    }
    card = card_of(action, ports.spec_of(action), ports.currency)
    return (Event(kind="action.proposed", facts={**card_as_json(card), **standing}),)


def settled_events(action: Action) -> Sequence[Event]:
    """Return what the conversation is told of where an action stands now."""
    facts: dict[str, object] = {"action": action.id, "state": action.state.value}
    return (Event(kind="action.settled", facts=facts),)


def _waiting(case: Case, tx: ActionsWritten) -> list[Action]:
    """Return the customer's cards for the same thing that nobody confirmed yet, newest first."""
    theirs = tx.actions(_ASKED, case.session.customer, limit=_MANY)
    same = [a for a in theirs if (a.name, a.resource) == (case.spec.name, case.ref)]
    return [a for a in reversed(same) if not a.is_shadow]


def _cancel(
    waiting: Action, conversation: ConversationId, tx: ActionsWritten, ports: ActionPorts
) -> None:
    """Take a card away; another conversation that shows it is told, this one gets a new one."""
    gone = replace(waiting, state=ActionState.CANCELLED, why="asked for otherwise")
    told = settled_events(gone) if gone.conversation != conversation else ()
    entry = entry_of(gone, "action.cancelled", CUSTOMER, ports.clock.now())
    tx.move_action(gone, entry, told)


def _declared(case: Case) -> Arguments:
    """Return the arguments that are declared and fit; the gate refuses where there are others."""
    given = case.proposal.arguments
    return {
        p.name: given[p.name]
        for p in case.spec.parameters
        if p.name in given and fits(p, given[p.name])
    }


def _new(case: Case, conversation: ConversationId, amount: int, ports: ActionPorts) -> Action:
    now, does = ports.clock.now(), case.spec.consequences
    action = Action(
        id=ActionId(ports.ids.new("act")),
        name=case.spec.name,
        spec_version=case.spec.version,
        conversation=conversation,
        customer=case.session.customer,
        resource=case.ref,
        arguments=_declared(case),
        amount=amount,
        pays_out=does.money.flow is MoneyFlow.OUT,
        changes_contact=does.personal_data is PersonalData.CONTACT,
        salt=ports.ids.new("salt"),
        digest="",
        state=ActionState.PROPOSED,
        compensates=case.compensates,
        proposed_by=case.proposal.proposed_by,
        proposed_at=now,
        expires_at=now + ports.waiting.customer,
    )
    return replace(action, digest=digest_of(action))


def _as_ruled(action: Action, ruling: Ruling, ports: ActionPorts) -> Action:
    match ruling:
        case Refuse(policies=policies, reason=reason):
            return replace(action, state=ActionState.REFUSED, policies=policies, refusal=reason)
        case Do() | AskCustomer() | AskStaff():
            control = control_of(ruling)
            ruled = replace(action, policies=ruling.policies, control=control)
        case other:
            assert_never(other)
    if action.is_shadow:
        return replace(ruled, state=ActionState.CANCELLED, why="decided in shadow mode")
    if isinstance(ruling, Do):
        until = ports.clock.now() + ports.waiting.approved
        return replace(ruled, state=ActionState.APPROVED, expires_at=until)
    return replace(ruled, state=ActionState.AWAITING_CUSTOMER)
