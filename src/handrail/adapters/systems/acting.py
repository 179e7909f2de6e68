"""An operator's system that was declared: reads its facts, acts at it, asks it, lists what it did.

What the system speaks is the caller's business; this file knows declarations and what they mean.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from handrail.action_settings import (
    ActionDeclaration,
    FindsDeclaration,
    ListsDeclaration,
    PlaceDeclaration,
    ReadsDeclaration,
)
from handrail.adapters.systems.calling import (
    Answered,
    Call,
    Caller,
    Denied,
    Heard,
    NothingThere,
    Unclear,
    spelled,
)
from handrail.adapters.systems.listing import effects_of
from handrail.adapters.systems.schema import ABSENT, fact_value, field_of, moment_value
from handrail.domain.actions.card import plain_arguments
from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import CustomerId, Resource, ResourceId
from handrail.domain.actions.spec import ActionName, ActionSpec, Arguments, BackendClass, Parameter
from handrail.flow.action_ports import (
    Done,
    NotThere,
    Rejected,
    Said,
    Uncertain,
    WorkOrder,
)
from handrail.kernel.clock import Clock
from handrail.kernel.errors import Unavailable

_LONGEST_WHY = 200
_LONGEST_SAID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Hold an operation that acts."""

    operation: str
    spec: ActionSpec
    declared: ActionDeclaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """Hold an operation that reads a resource, and the facts by name."""

    operation: str
    by: str
    declared: ReadsDeclaration
    facts: Mapping[str, Parameter]
    moments: frozenset[str]
    """Facts that are moments: seconds since 1970, 0 for never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Hold what a system can do."""

    name: str
    actions: Mapping[ActionName, Acts]
    reads: Mapping[str, Reads]
    """By kind of resource."""
    finds: tuple[str, FindsDeclaration] | None = None
    """Operation and declaration."""
    lists: tuple[str, ListsDeclaration] | None = None
    timeout: timedelta = field(default=timedelta(seconds=10))


class ActingSystem:
    """Act at one declared system."""

    def __init__(self, declared: Declared, caller: Caller, clock: Clock) -> None:
        self._declared = declared
        self._caller = caller
        self._clock = clock

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Return the actions that this system carries out."""
        return tuple(acts.spec for acts in self._declared.actions.values())

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return the thing that an action would be done to, or None; raises Unavailable."""
        named = spec.resource_argument
        ref = customer if named is None else str(arguments[named])
        reads = self._declared.reads[spec.resource]
        heard = self._caller.call(Call(operation=reads.operation, arguments={reads.by: ref}))
        match heard:
            case Answered(body=body):
                return _resource(spec, ref, reads, body)
            case NothingThere() | Denied():
                return None
            case Unclear(why=why):
                raise self._unavailable(why)
            case other:
                assert_never(other)

    def send(self, order: WorkOrder) -> Done | Rejected | Uncertain:
        """Try once; never raises for what the system or the network does."""
        acts = self._declared.actions[order.name]
        heard = self._caller.call(
            Call(
                operation=acts.operation,
                arguments=plain_arguments(order.arguments),
                placed=tuple(self._placed(order, acts.declared)),
                is_refusal_an_error=acts.declared.refusals_are_errors,
            )
        )
        return _outcome(heard)

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        """Ask by our reference whether the effect is there; Uncertain where it cannot be asked."""
        acts = self._declared.actions[order.name]
        if self._declared.finds is None or acts.spec.consequences.backend is not BackendClass.B:
            return Uncertain(why=f"{self._declared.name} cannot be asked by our reference.")
        operation, declared = self._declared.finds
        heard = self._caller.call(
            Call(operation=operation, arguments={declared.finds_by: order.key})
        )
        match heard:
            case Answered(body=body):
                return Done(said=_said(body))
            case NothingThere():
                return NotThere()
            case Denied(why=why) | Unclear(why=why):
                return Uncertain(why=_short(why))
            case other:
                assert_never(other)

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        """Yield the system's own list of effects since a moment; raises Unavailable."""
        if self._declared.lists is None:
            raise self._unavailable("It does not list its effects.")
        operation, declared = self._declared.lists
        given: dict[str, object] = {declared.since: spelled(since)}
        last: object = None
        while True:
            rows = field_of(self._listed(operation, given), declared.lists)
            if not isinstance(rows, list):
                raise self._unavailable("It lists no effects where it says it would.")
            yield from effects_of(rows, declared, self._unavailable)
            newest = field_of(rows[-1], declared.id) if rows else ABSENT
            if declared.after is None or newest is ABSENT or newest == last:
                return
            last = given[declared.after] = newest

    def close(self) -> None:
        """Leave the system."""
        self._caller.close()

    def _listed(self, operation: str, given: Mapping[str, object]) -> object:
        heard = self._caller.call(Call(operation=operation, arguments=dict(given)))
        match heard:
            case Answered(body=body):
                return body
            case Denied(why=why) | Unclear(why=why):
                raise self._unavailable(why)
            case NothingThere():
                raise self._unavailable("It knows no list of effects.")
            case other:
                assert_never(other)

    def _placed(
        self, order: WorkOrder, declared: ActionDeclaration
    ) -> Iterator[tuple[PlaceDeclaration, str]]:
        """Yield what goes elsewhere than among the arguments.

        The deadline is this try's own: after it nobody waits for the reply, so that a request that
        is held up on the way has no effect once the settle time has passed.
        """
        if declared.key is not None:
            yield declared.key, order.key
        if declared.customer is not None:
            yield declared.customer, order.customer
        if declared.deadline is not None:
            given_up = self._clock.now() + self._declared.timeout
            yield declared.deadline, spelled(min(order.not_after, given_up))

    def _unavailable(self, why: str) -> Unavailable:
        return Unavailable(
            f"The system {self._declared.name!r} cannot be read: {_short(why)}",
            hint="Look after it, or after its section under actions.systems.",
        )


def _resource(spec: ActionSpec, ref: str, reads: Reads, body: object) -> Resource | None:
    """Return the resource under the system's own id, or None where the reply does not say it.

    A fact that does not fit is left out, and then the gate refuses.
    """
    own = ref if reads.declared.id is None else field_of(body, reads.declared.id)
    if not isinstance(own, str | int):
        return None
    facts = {}
    for fact in spec.facts:
        held = field_of(body, reads.declared.facts[fact.name].field or fact.name)
        is_moment = fact.name in reads.moments
        value = moment_value(held) if is_moment else fact_value(fact, held)
        if value is not None:
            facts[fact.name] = value
    owner = field_of(body, reads.declared.owner)
    return Resource(
        id=ResourceId(f"{spec.resource}/{own}"),
        owner=CustomerId(str(owner)) if isinstance(owner, str | int) else None,
        facts=facts,
    )


def _outcome(heard: Heard) -> Done | Rejected | Uncertain:
    match heard:
        case Answered(body=body):
            return Done(said=_said(body))
        case Denied(why=why):
            return Rejected(why=_short(why))
        case NothingThere():
            return Rejected(why="It does not know what this would be done to.")
        case Unclear(why=why, is_untouched=is_untouched):
            return Uncertain(why=_short(why), is_untouched=is_untouched)
        case other:
            assert_never(other)


def _said(body: object) -> Said:
    """Return the plain values of a reply; what is nested or long is left out."""
    if not isinstance(body, Mapping):
        return {}
    return {
        str(name): value
        for name, value in body.items()
        if value is None
        or isinstance(value, int)
        or (isinstance(value, str) and len(value) <= _LONGEST_SAID)
    }


def _short(why: str) -> str:
    return why if len(why) <= _LONGEST_WHY else f"{why[:_LONGEST_WHY]} …"
