"""Ask the gate about tool calls, true ones and mutated ones, beside what an oracle allows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from handrail.domain.actions.catalogue import Catalogue
from handrail.domain.actions.gate import Asked, authorise
from handrail.domain.actions.model import (
    ActionId,
    CustomerId,
    CustomerSession,
    Limits,
    Proposal,
    Resource,
    ResourceId,
    Ruling,
    Switches,
    Totals,
)
from handrail.domain.actions.ports import Rules
from handrail.domain.actions.spec import ActionName, Arguments
from handrail.flow.action_ports import Done, OperatorSystem, WorkOrder
from tests.policies_tau2.model import Call, Record, Situation, World

Mutation = Callable[[World, Call, Random], tuple[World, Call] | None]
"""Return another database and call, or None where it does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Hold one company: its database, its actions, its policies and what they should mean."""

    name: str
    world: World
    tasks: tuple[tuple[str, tuple[Record, ...]], ...]
    catalogue: Catalogue
    rules: Rules
    now: datetime
    system: Callable[[World], OperatorSystem]
    arguments: Callable[[Call], Arguments]
    customer: Callable[[World, Record], str]
    allows: Callable[[World, Call], bool]
    mutations: Mapping[str, Mutation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold a situation, whether it is legal, and how the gate ruled."""

    task: str
    situation: Situation
    is_legal: bool
    ruling: Ruling


def judged(domain: Domain, tries: int, seed: int) -> Iterator[Judged]:
    """Yield all true calls in order, each task on a fresh database, and mutations of each."""
    chance = Random(seed)
    for task, records in domain.tasks:
        world = domain.world
        for record in records:
            call = Call(
                customer=domain.customer(world, record),
                name=record["name"],
                arguments=record["arguments"],
            )
            true = Situation(kind="true", world=world, call=call)
            for situation in (true, *_mutated(domain, true, tries, chance)):
                yield _judge(domain, task, situation)
            world = _carried_out(domain, true)


def _mutated(domain: Domain, true: Situation, tries: int, chance: Random) -> Iterator[Situation]:
    seen = set()
    for kind, mutation in domain.mutations.items():
        for _ in range(tries):
            made = mutation(true.world, true.call, chance)
            if made is not None and (key := repr((kind, made[1], _marks(*made)))) not in seen:
                seen.add(key)
                yield Situation(kind=kind, world=made[0], call=made[1])


def _marks(world: World, call: Call) -> object:
    """Return what tells the changed database from another one."""
    named = [world[table].get(str(v)) for table in world.tables for v in call.arguments.values()]
    return [n for n in named if n is not None], world["users"].get(call.customer)


def _judge(domain: Domain, task: str, situation: Situation) -> Judged:
    return Judged(
        task=task,
        situation=situation,
        is_legal=domain.allows(situation.world, situation.call),
        ruling=authorise(asked_of(domain, situation), domain.rules),
    )


def asked_of(domain: Domain, situation: Situation) -> Asked:
    """Return the situation as the gate is asked about it."""
    call = situation.call
    spec, arguments = domain.catalogue.find(call.name), domain.arguments(call)
    resource: Resource | None = None
    if spec is not None:
        system = domain.system(situation.world)
        resource = system.resource(spec, CustomerId(call.customer), arguments)
    return Asked(
        proposal=Proposal(name=call.name, arguments=arguments, proposed_by="task"),
        spec=spec,
        session=CustomerSession(
            customer=CustomerId(call.customer),
            expires_at=domain.now + timedelta(minutes=15),
            proof="digest",
        ),
        resource=resource,
        totals=Totals(),
        limits=Limits(),
        switches=Switches(),
        now=domain.now,
    )


def _carried_out(domain: Domain, situation: Situation) -> World:
    """Return the database after a true call."""
    system = domain.system(situation.world)
    call = situation.call
    order = WorkOrder(
        action=ActionId("a"),
        name=ActionName(call.name),
        key="k",
        customer=CustomerId(call.customer),
        resource=ResourceId("r"),
        arguments=domain.arguments(call),
        amount=0,
        not_after=domain.now,
    )
    assert isinstance(system.send(order), Done)
    world = getattr(system, "world", None)
    assert isinstance(world, World)
    return world
