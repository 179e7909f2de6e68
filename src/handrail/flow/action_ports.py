"""What actions need from outside: the operator's systems, and the rows that are the truth."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from handrail.domain.actions.compare import Difference, ListedEffect
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    CustomerId,
    Resource,
    ResourceId,
    StaffId,
    Switches,
    Totals,
)
from handrail.domain.actions.spec import ActionName, ActionSpec, Arguments
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Event
from handrail.flow.ports import Reading, Writing

Said = Mapping[str, str | int | bool | None]
"""What an operator's system answered: plain values, kept with the action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """Hold what is sent to an operator's system: the same bytes on every attempt."""

    action: ActionId
    name: ActionName
    key: str
    """Idempotency key of class A, our reference of class B; both always carry it."""
    customer: CustomerId
    resource: ResourceId
    arguments: Arguments
    amount: int
    not_after: datetime
    """When the request is worth nothing any more; a system that can, refuses it later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Say that the effect is there, once."""

    said: Said = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Say that the system refused this try, and that it has no effect; no word on earlier ones."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """Say that nobody knows whether there is an effect: a timeout, a 5xx, a broken reply."""

    why: str
    is_untouched: bool = False
    """The request surely had no effect, as the system was never reached or said so: it may be tried
    again, whatever the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThere:
    """Say that the system knows no effect under our reference."""


class OperatorSystem(Protocol):
    """Read from and act at one of the operator's systems."""

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Return the actions that this system carries out."""
        ...

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return the thing that an action would be done to, or None; raises Unavailable."""
        ...

    def send(self, order: WorkOrder) -> Done | Rejected | Uncertain:
        """Try once; never raises for what the system or the network does."""
        ...

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        """Ask by our reference whether the effect is there; Uncertain where it cannot be asked."""
        ...

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        """Yield the system's own list of effects since a moment; raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsFor:
    """Say for which action running totals are counted, and as of when."""

    name: ActionName
    customer: CustomerId
    resource: ResourceId
    now: datetime
    without: ActionId | None = None
    """The action itself, where it has a row already."""
    staff: StaffId | None = None


class ActionReading(Protocol):
    """Read actions from a consistent state of the database."""

    def action(self, ref: ActionId) -> Action | None:
        """Return an action, or None."""
        ...

    def actions(
        self,
        states: Iterable[ActionState] = (),
        customer: CustomerId | None = None,
        limit: int = 200,
        *,
        newest_first: bool = False,
    ) -> tuple[Action, ...]:
        """Return actions in these states (all where none are given), oldest first."""
        ...

    def overdue(self, now: datetime, limit: int = 200) -> tuple[Action, ...]:
        """Return actions whose time to be decided, or to be begun, has run out."""
        ...

    def due_actions(self, now: datetime, limit: int = 50) -> tuple[ActionId, ...]:
        """Return the actions that a worker may take up now, oldest first.

        On one resource one is begun at a time: the next waits until it is settled.
        """
        ...

    def actions_to_compare(self, since: datetime, keys: Sequence[str]) -> tuple[Action, ...]:
        """Return the actions that were tried since a moment, and those that bear these keys."""
        ...

    def compared_until(self, system: str) -> datetime | None:
        """Return up to when a system's list was compared with our actions, or None."""
        ...

    def open_differences(self) -> tuple[Difference, ...]:
        """Return the differences that nobody has looked into, oldest first."""
        ...

    def approvals(self, ref: ActionId) -> tuple[Approval, ...]:
        """Return what was decided on an action, in order."""
        ...

    def approvals_of(self, refs: Sequence[ActionId]) -> Mapping[ActionId, tuple[Approval, ...]]:
        """Return what was decided on actions, of each that anything was decided on."""
        ...

    def totals(self, query: TotalsFor) -> Totals:
        """Return the running totals that bear on an action."""
        ...

    def switches(self) -> Switches:
        """Return what is switched off and what only pretends."""
        ...

    def resource_version(self, ref: ResourceId, customer: CustomerId) -> int:
        """Return a number that grows with every change to actions on this resource; 0 at first."""
        ...


class ActionWriting(ActionReading, Protocol):
    """Change actions; every change says why."""

    def hold(
        self, resource: ResourceId, customer: CustomerId, seen: int, also: Sequence[str] = ()
    ) -> None:
        """Lock a resource, its customer, and what else totals are counted over, until the end.

        Facts are read from outside before the transaction; this shows that they are still those
        to decide on. Raises FactsMoved where the resource's version is not `seen` any more.
        """
        ...

    def add_action(self, action: Action, entry: AuditEntry, events: Sequence[Event] = ()) -> None:
        """Store a new action, with events for its conversation."""
        ...

    def move_action(
        self, action: Action, entry: AuditEntry, events: Sequence[Event] = ()
    ) -> Action:
        """Store an action that was at `action.version` and return it at the next one.

        Raises Conflict where the row has another version, or its state may not become this one.
        """
        ...

    def tell_of(self, conversation: ConversationId, events: Sequence[Event]) -> None:
        """Store events of a conversation; the change that they tell of has its entry."""
        ...

    def renew_leases(self, worker: str, refs: Sequence[ActionId], until: datetime) -> None:
        """Hold on to those of the actions that `worker` still holds.

        Takes no entry: it changes nothing of an action but how soon others may take it up, which
        the next change of the action records.
        """
        ...

    def save_difference(self, difference: Difference, entry: AuditEntry) -> bool:
        """Store a difference; tell whether it is new, and else change nothing."""
        ...

    def close_difference(self, ref: str, entry: AuditEntry) -> None:
        """Note that somebody looked into it; raises NotFound where none is open."""
        ...

    def save_comparison(self, system: str, until: datetime, entry: AuditEntry) -> None:
        """Note up to when a system's list was compared."""
        ...

    def save_approval(self, approval: Approval, entry: AuditEntry) -> None:
        """Store a decision; raises Conflict where this person decided on this action before."""
        ...

    def save_switch(self, name: str, position: str, entry: AuditEntry) -> None:
        """Set an action, or all under the name `*`, to `on`, `off` or `shadow`."""
        ...


class ActionsRead(Reading, ActionReading, Protocol):
    """Read conversations and actions."""


class ActionsWritten(Writing, ActionWriting, Protocol):
    """Change conversations and actions in one transaction."""


class ActionStore(Protocol):
    """Open transactions in which actions are decided on."""

    def read(self) -> AbstractContextManager[ActionsRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[ActionsWritten]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        ...
