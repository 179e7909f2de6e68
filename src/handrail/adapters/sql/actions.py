"""Read actions, what was decided on them, and the totals that bear on the next one."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, or_, select

from handrail.adapters.sql.action_rows import action_of, kept_resource
from handrail.adapters.sql.action_tables import action_approvals, action_holds, action_switches
from handrail.adapters.sql.action_tables import actions as table
from handrail.adapters.sql.columns import Moment
from handrail.adapters.sql.comparing import ReadComparisons
from handrail.adapters.sql.in_parts import in_parts
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    CustomerId,
    ResourceId,
    Switches,
    Totals,
)
from handrail.domain.actions.states import FOR_WORKERS, IN_HAND, UNSETTLED, WAITING
from handrail.domain.conversation.model import ConversationId
from handrail.flow.action_ports import TotalsFor

_a = table.c
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_LIFE = timedelta(days=8)  # of an action that waits for people and systems; keeps the index in use
_ALL = "*"
_DONE = ActionState.SUCCEEDED.value
_UNDER_WAY = _a.state.in_([s.value for s in UNSETTLED - WAITING])
_other = table.alias("other").c
_IS_FREE = or_(_a.lease_until.is_(None), _a.lease_until <= bindparam("now", type_=Moment))
_IS_BEFORE = or_(
    _other.state.in_(sorted(state.value for state in IN_HAND)),
    and_(_other.state == ActionState.APPROVED.value, _other.number < _a.number),
)
_IS_NEXT = ~exists().where(_other.resource == _a.resource, _other.id != _a.id, _IS_BEFORE)
_DUE = (
    select(_a.id)
    .where(_a.state.in_(sorted(state.value for state in FOR_WORKERS)), _IS_FREE)
    .where(or_(_a.state != ActionState.APPROVED.value, _IS_NEXT))
    .order_by(_a.number)
    .limit(bindparam("most", type_=Integer))
)

_APPROVALS = (
    select(action_approvals)
    .where(action_approvals.c.action.in_(bindparam("refs", expanding=True)))
    .order_by(action_approvals.c.number)
)


class ReadActions(ReadComparisons):
    """Read actions through one transaction."""

    def action(self, ref: ActionId) -> Action | None:
        """Return an action, or None."""
        held = self._first(select(table).where(_a.id == ref))
        return None if held is None else action_of(held, self._texts)

    def actions(
        self,
        states: Iterable[ActionState] = (),
        customer: CustomerId | None = None,
        limit: int = 200,
        *,
        newest_first: bool = False,
    ) -> tuple[Action, ...]:
        """Return actions in these states (all where none are given), oldest first."""
        order = _a.number.desc() if newest_first else _a.number
        asked = select(table).order_by(order).limit(limit)
        if named := [state.value for state in states]:
            asked = asked.where(_a.state.in_(named))
        if customer is not None:
            asked = asked.where(_a.person.in_(self._texts.persons_of(customer)))
        rows = self._connection.execute(asked).all()
        self._texts.know([row.person for row in rows])
        return tuple(action_of(row, self._texts) for row in rows)

    def actions_of(self, ref: ConversationId) -> tuple[Action, ...]:
        """Return the actions that were proposed in a conversation, oldest first."""
        asked = select(table).where(_a.conversation == ref).order_by(_a.number)
        return tuple(action_of(row, self._texts) for row in self._connection.execute(asked))

    def due_actions(self, now: datetime, limit: int = 50) -> tuple[ActionId, ...]:
        """Return the actions that a worker may take up now, oldest first.

        On one resource one is begun at a time: the next waits until it is settled.
        """
        rows = self._connection.execute(_DUE, {"now": now, "most": limit})
        return tuple(ActionId(row.id) for row in rows)

    def overdue(self, now: datetime, limit: int = 200) -> tuple[Action, ...]:
        """Return actions whose time to be decided, or to be begun, has run out."""
        states = [s.value for s in (*WAITING, ActionState.APPROVED)]
        rows = self._connection.execute(
            select(table)
            .where(_a.state.in_(states), _a.expires_at <= now)
            .order_by(_a.number)
            .limit(limit)
        )
        return tuple(action_of(row, self._texts) for row in rows)

    def approvals(self, ref: ActionId) -> tuple[Approval, ...]:
        """Return what was decided on an action, in order."""
        return self.approvals_of((ref,)).get(ref, ())

    def approvals_of(self, refs: Sequence[ActionId]) -> dict[ActionId, tuple[Approval, ...]]:
        """Return what was decided on actions, of each that anything was decided on."""
        found: dict[ActionId, tuple[Approval, ...]] = {}
        for some in in_parts(refs):
            for row in self._connection.execute(_APPROVALS, {"refs": some}):
                made = Approval(
                    action=ActionId(row.action),
                    version=row.version,
                    digest=row.digest,
                    by=row.by,
                    is_approved=row.is_approved,
                    at=row.at,
                )
                found[made.action] = (*found.get(made.action, ()), made)
        return found

    def totals(self, query: TotalsFor) -> Totals:
        """Return the running totals that bear on an action."""
        day, minute = query.now - _DAY, query.now - _MINUTE
        counts, is_open, is_named = _counts(query), _still_open(query), _a.name == query.name
        is_agreed = and_(counts, or_(_a.state == _DONE, _UNDER_WAY))
        theirs, today = self._theirs(query), or_(is_open, _a.settled_at > day)
        there = _a.resource == self._kept(query.resource, query.customer)
        paid = case((_a.pays_out, _a.amount), else_=0)
        row = self._connection.execute(
            select(
                _sum(and_(counts, is_open, there), paid),
                _sum(and_(is_open, there, is_named)),
                _sum(and_(counts, theirs, today), paid),
                _sum(and_(counts, theirs, today)),
                _sum(and_(theirs, _a.proposed_at > minute)),
                _sum(and_(is_agreed, is_named, today), paid),
            )
            .where(or_(theirs, there, and_(is_named, _a.proposed_at > day - _LIFE)))
            .where(_a.id != (query.without or ""))
        ).one()
        return Totals(
            resource_pending=int(row[0]),
            resource_open=int(row[1]),
            customer_money_today=int(row[2]),
            customer_actions_today=int(row[3]),
            customer_actions_last_minute=int(row[4]),
            action_money_today=int(row[5]),
            staff_money_today=self._approved_today(query),
            contact_changed_at=self._contact_changed_at(query),
        )

    def switches(self) -> Switches:
        """Return what is switched off and what only pretends."""
        s = action_switches.c
        rows = self._connection.execute(select(s.name, s.position))
        held = {row.name: row.position for row in rows}
        return Switches(
            all_off=held.get(_ALL) == "off",
            off=frozenset(name for name, position in held.items() if position == "off"),
            shadow=frozenset(name for name, position in held.items() if position == "shadow"),
        )

    def resource_version(self, ref: ResourceId, customer: CustomerId) -> int:
        """Return a number that grows with every change to actions on this resource; 0 at first."""
        h, kept = action_holds.c, self._kept(ref, customer)
        found: int | None = self._connection.execute(select(h.version).where(h.id == kept)).scalar()
        return found or 0

    def _theirs(self, query: TotalsFor) -> ColumnElement[bool]:
        return _a.person.in_(self._texts.persons_of(query.customer))

    def _kept(self, ref: str, customer: CustomerId) -> str:
        """Return how a resource or a hold is named in the database."""
        known = self._texts.persons_of(customer)
        return kept_resource(ref, known[0] if known else None)

    def _approved_today(self, query: TotalsFor) -> int:
        if query.staff is None:
            return 0
        p = action_approvals.c
        total = self._connection.execute(
            select(func.coalesce(func.sum(_a.amount), 0))
            .join_from(action_approvals, table, p.action == _a.id)
            .where(p.by == f"staff:{query.staff}", p.is_approved, p.at > query.now - _DAY)
            .where(_a.pays_out, _a.id != (query.without or ""), _counts(query))
        ).scalar_one()
        return int(total)

    def _contact_changed_at(self, query: TotalsFor) -> Any:
        """Return when the contact was changed last; a change under way counts as made now."""
        changed = and_(self._theirs(query), _a.changes_contact, _a.id != (query.without or ""))
        if self._first(select(_a.id).where(changed, _UNDER_WAY).limit(1)) is not None:
            return query.now
        done = and_(changed, _a.state == _DONE)
        return self._connection.execute(
            select(_a.settled_at).where(done).order_by(_a.settled_at.desc()).limit(1)
        ).scalar()


def _counts(query: TotalsFor) -> ColumnElement[bool]:
    """Say of an action that it has an effect, or still may; what only pretended has none."""
    return and_(or_(_a.state == _DONE, _still_open(query)), _a.is_shadow.is_(False))


def _still_open(query: TotalsFor) -> ColumnElement[bool]:
    waiting = _a.state.in_([s.value for s in WAITING])
    return or_(_UNDER_WAY, and_(waiting, _a.expires_at > query.now))


def _sum(condition: ColumnElement[bool], amount: Any = 1) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, amount), else_=0)), 0)
