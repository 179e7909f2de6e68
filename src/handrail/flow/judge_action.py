"""What is known about an action, from trusted places only, and how the gate rules on it.

Facts come from the operator's system over the network, so they are read before the transaction;
inside it the resource is held at the version that was seen. Whatever we did to it meanwhile moved
the version, and the decision is made again on new facts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.gate import Asked
from handrail.domain.actions.model import (
    Action,
    ActionId,
    CustomerId,
    CustomerSession,
    Limits,
    Proposal,
    Resource,
    ResourceId,
    StaffId,
)
from handrail.domain.actions.ports import Rules
from handrail.domain.actions.spec import ActionName, ActionSpec, Arguments
from handrail.flow.action_ports import (
    ActionReading,
    ActionStore,
    ActionsWritten,
    OperatorSystem,
    TotalsFor,
)
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Busy, FactsMoved, NotFound
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import Ids

_TRIES = 8
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Say how long an action waits."""

    customer: timedelta = timedelta(minutes=15)
    staff: timedelta = timedelta(hours=24)
    approved: timedelta = timedelta(hours=1)
    """For its first attempt, once it is approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPorts:
    """Hold what deciding on actions needs from outside."""

    store: ActionStore
    systems: Mapping[ActionName, OperatorSystem]
    catalogue: Catalogue
    rules: Rules
    clock: Clock
    ids: Ids
    limits: Limits = field(default_factory=Limits)
    waiting: Waiting = field(default_factory=Waiting)
    agent_money: int | None = None
    """Minor units up to which an agent may approve; above it a lead does. None: no limit."""
    currency: str = "EUR"
    shadow: frozenset[str] = frozenset()
    """Actions that the settings only pretend to do, beside those that staff switched so."""
    failpoints: Failpoints = field(default_factory=Failpoints)

    def spec_of(self, action: Action) -> ActionSpec:
        """Return the declaration of an action; raises NotFound where it is gone."""
        spec = self.catalogue.find(action.name)
        if spec is None:
            raise NotFound(f"Action {action.name!r} is not declared any more.", hint="Declare it.")
        return spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold what is asked for, with the facts and the version of the resource that they are of."""

    spec: ActionSpec
    proposal: Proposal
    session: CustomerSession
    ref: ResourceId
    version: int
    resource: Resource | None
    action: ActionId | None = None
    """Its row, where it has one already: it does not count against itself."""
    approver: StaffId | None = None
    compensates: ActionId | None = None
    asked_by: str = "customer"
    """Who asked, for the audit log: the customer, or `staff:<id>` where it compensates."""


def known_action(ref: ActionId, reading: ActionReading, hint: str = "") -> Action:
    """Return an action; raises NotFound where there is none of that id."""
    found = reading.action(ref)
    if found is None:
        raise NotFound(f"There is no action {ref!r}.", hint=hint)
    return found


def open_case(
    spec: ActionSpec, proposal: Proposal, session: CustomerSession, ports: ActionPorts
) -> Case:
    """Read the facts of what an action would be done to; raises Unavailable.

    The version is read first: after a change between the two, the facts are newer than the
    version, and the decision is made again. Of what belongs to somebody else nothing is kept: it
    is like what is not there.
    """
    ref = resource_id(spec, session.customer, proposal.arguments)
    with ports.store.read() as reading:
        version = reading.resource_version(ref, session.customer)
    found = ports.systems[spec.name].resource(spec, session.customer, proposal.arguments)
    is_theirs = found is not None and (found.id, found.owner) == (ref, session.customer)
    return Case(
        spec=spec,
        proposal=proposal,
        session=session,
        ref=ref,
        version=version,
        resource=found if is_theirs else None,
    )


def resource_id(spec: ActionSpec, customer: CustomerId, arguments: Arguments) -> ResourceId:
    """Return the id of what an action is done to."""
    if spec.resource_argument is None:
        return ResourceId(f"{spec.resource}/{customer}")
    return ResourceId(f"{spec.resource}/{arguments.get(spec.resource_argument)}")


def lock(case: Case, tx: ActionsWritten) -> None:
    """Lock what the decision is about until the transaction ends; raises FactsMoved."""
    also = [f"Action/{case.spec.name}"]
    if case.approver is not None:
        also.append(f"Staff/{case.approver}")
    tx.hold(case.ref, case.session.customer, case.version, also)


def asked_of(case: Case, tx: ActionsWritten, ports: ActionPorts) -> Asked:
    """Return what the gate is asked, with totals and switches as they are under the lock."""
    now = ports.clock.now()
    query = TotalsFor(
        name=case.spec.name,
        customer=case.session.customer,
        resource=case.ref,
        now=now,
        without=case.action,
        staff=case.approver,
    )
    totals = tx.totals(query)
    if case.action is not None:  # how often was counted when it was asked for
        totals = replace(totals, customer_actions_last_minute=0, customer_actions_today=0)
    return Asked(
        proposal=case.proposal,
        spec=case.spec,
        session=case.session,
        resource=case.resource,
        totals=totals,
        limits=ports.limits,
        switches=tx.switches(),
        now=now,
    )


def proposal_of(action: Action) -> Proposal:
    """Return what was proposed, from the row."""
    return Proposal(name=action.name, arguments=action.arguments, proposed_by=action.proposed_by)


def on_fresh_facts(decide: Callable[[], _T]) -> _T:
    """Decide; where the facts moved meanwhile, decide again; raises Busy after a few times."""
    for _ in range(_TRIES):
        try:
            return decide()
        except FactsMoved:
            continue
    raise Busy("Too much is done to the same thing at once.", hint="Try again.")
