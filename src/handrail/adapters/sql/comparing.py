"""Read how the operator's systems' own lists of effects differ from our actions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from handrail.adapters.sql.action_rows import action_of
from handrail.adapters.sql.action_tables import actions, effect_comparisons, effect_differences
from handrail.adapters.sql.sessions import ReadSessions
from handrail.domain.actions.compare import Difference, DifferenceKind
from handrail.domain.actions.model import Action, ActionId
from handrail.domain.actions.spec import ActionName

_a, _c, _d = actions.c, effect_comparisons.c, effect_differences.c
_ASKED_AT_ONCE = 500


class ReadComparisons(ReadSessions):
    """Read comparisons through one transaction."""

    def actions_to_compare(self, since: datetime, keys: Sequence[str]) -> tuple[Action, ...]:
        """Return the actions that were tried since a moment, and those that bear these keys."""
        found: dict[str, Action] = {}
        for start in range(0, max(len(keys), 1), _ASKED_AT_ONCE):
            named = _a.key.in_(keys[start : start + _ASKED_AT_ONCE])
            tried = or_(_a.last_attempt_at >= since, named) if start == 0 else named
            rows = self._connection.execute(select(actions).where(tried).order_by(_a.number))
            found |= {row.id: action_of(row, self._texts) for row in rows}
        return tuple(found.values())

    def compared_until(self, system: str) -> datetime | None:
        """Return up to when a system's list was compared with our actions, or None."""
        asked = select(_c.until).where(_c.system == system)
        until: datetime | None = self._connection.execute(asked).scalar()
        return until

    def open_differences(self) -> tuple[Difference, ...]:
        """Return the differences that nobody has looked into, oldest first."""
        asked = select(effect_differences).where(_d.closed_at.is_(None)).order_by(_d.number)
        return tuple(
            Difference(
                kind=DifferenceKind(row.kind),
                name=ActionName(row.name),
                key=row.key,
                action=None if row.action is None else ActionId(row.action),
                ours=row.ours,
                theirs=row.theirs,
            )
            for row in self._connection.execute(asked)
        )
