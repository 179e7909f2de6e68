"""Change actions; every change compares what it saw with what is there, and says why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from handrail.adapters.sql.action_rows import action_row, kept_resource
from handrail.adapters.sql.action_tables import (
    action_approvals,
    action_holds,
    action_switches,
    actions,
)
from handrail.adapters.sql.comparing_writing import WriteComparisons
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    CustomerId,
    ResourceId,
)
from handrail.domain.actions.states import require_transition
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import Event
from handrail.kernel.errors import Conflict, FactsMoved, NotFound

_NEVER_CHANGED = frozenset(
    {"id", "name", "spec_version", "conversation", "person", "resource", "amount", "pays_out"}
    | {"changes_contact", "digest", "proposed_by", "proposed_at", "compensates"}
)


class WriteActions(WriteComparisons):
    """Write actions through one transaction."""

    def hold(
        self, resource: ResourceId, customer: CustomerId, seen: int, also: Sequence[str] = ()
    ) -> None:
        """Lock a resource, its customer, and what else totals are counted over, until the end.

        Locks are taken in one order, so that no two transactions wait for each other. Raises
        FactsMoved where the resource's version is not `seen` any more.
        """
        kept = self._kept(resource, customer)
        for ref in sorted({kept, self._kept(f"Customer/{customer}", customer), *also}):
            held = self._held(ref)
            if ref == kept and held != seen:
                raise FactsMoved(
                    f"Something else was done to {kept} meanwhile.", hint="Decide again."
                )

    def add_action(self, action: Action, entry: AuditEntry, events: Sequence[Event] = ()) -> None:
        """Store a new action, with events for its conversation; locks as `move_action` does."""
        person = self._texts.person(action.customer, entry.at)
        kept = kept_resource(action.resource, person)
        self._held(kept)  # before the new row, which locks its conversation
        self._put(actions, **action_row(action, person, self._texts))
        self._changed(kept)
        self.tell_of(action.conversation, events)
        self._note(entry)

    def move_action(
        self, action: Action, entry: AuditEntry, events: Sequence[Event] = ()
    ) -> Action:
        """Store an action that was at `action.version` and return it at the next one.

        Locks are taken in the order of `hold`: the resource before the row. Raises Conflict where
        the row has another version, or its state may not become this one.
        """
        self._hold_resource_of(action.id)
        a = actions.c
        held = self._first(
            select(a.version, a.state, a.digest, a.person)
            .where(a.id == action.id)
            .with_for_update()
        )
        if held is None:
            raise NotFound(f"There is no action {action.id!r}.")
        if held.version != action.version or held.digest != action.digest:
            raise Conflict(f"Action {action.id} has moved on.", hint="Look at it again.")
        before = ActionState(held.state)
        if before is not action.state or before is ActionState.RECONCILING:
            require_transition(before, action.state)
        moved = replace(action, version=action.version + 1)
        row = action_row(moved, held.person, self._texts)
        row = {name: value for name, value in row.items() if name not in _NEVER_CHANGED}
        self._connection.execute(update(actions).where(a.id == action.id), row)
        self._changed(kept_resource(action.resource, held.person))
        self.tell_of(action.conversation, events)
        self._note(entry)
        return moved

    def renew_leases(self, worker: str, refs: Sequence[ActionId], until: datetime) -> None:
        """Hold on to those of the actions that `worker` still holds."""
        a = actions.c
        mine = update(actions).where(a.worker == worker, a.id.in_(refs))
        self._connection.execute(mine.values(lease_until=until))

    def save_approval(self, approval: Approval, entry: AuditEntry) -> None:
        """Store a decision; raises Conflict where this person decided on this action before."""
        self._hold_resource_of(approval.action)  # the row that it refers to is locked with it
        self._put(
            action_approvals,
            action=approval.action,
            version=approval.version,
            digest=approval.digest,
            by=approval.by,
            is_approved=approval.is_approved,
            at=approval.at,
        )
        self._note(entry)

    def save_switch(self, name: str, position: str, entry: AuditEntry) -> None:
        """Set an action, or all under the name `*`, to `on`, `off` or `shadow`."""
        put = self._insert(action_switches).values(name=name, position=position)
        self._connection.execute(
            put.on_conflict_do_update(index_elements=["name"], set_={"position": position})
        )
        self._note(entry)

    def _hold_resource_of(self, ref: ActionId) -> None:
        """Lock what an action is about before its row is, in the order of `hold`."""
        about = self._first(select(actions.c.resource).where(actions.c.id == ref))
        if about is not None:
            self._held(about.resource)

    def _held(self, ref: str) -> int:
        """Lock the row called `ref`, made where there is none; return its version."""
        h = action_holds.c
        asked = select(h.version).where(h.id == ref).with_for_update()
        held = self._first(asked)
        if held is None:
            put = self._insert(action_holds).values(id=ref, version=0)
            self._connection.execute(put.on_conflict_do_nothing())
            held = self._first(asked)
        assert held is not None
        return int(held.version)

    def _changed(self, ref: str) -> None:
        h = action_holds.c
        self._held(ref)
        self._connection.execute(
            update(action_holds).where(h.id == ref).values(version=h.version + 1)
        )

    def _insert(self, table: Any) -> Any:
        is_sqlite = self._connection.dialect.name == "sqlite"
        return (insert_sqlite if is_sqlite else insert_postgresql)(table)
