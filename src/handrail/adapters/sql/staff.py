"""Who of the staff there is, and what is stored of the tokens that they show."""

from collections.abc import Mapping

from sqlalchemy import select

from handrail.adapters.sql.action_tables import staff_members
from handrail.adapters.sql.desk import ReadDesk
from handrail.domain.actions.model import Role, StaffId, StaffSession

_s = staff_members.c


class ReadStaff(ReadDesk):
    """Read the staff through one transaction."""

    def staff(self) -> tuple[StaffSession, ...]:
        """Return who works here now, by name."""
        rows = self._connection.execute(
            select(_s.name, _s.role).where(_s.removed_at.is_(None)).order_by(_s.name)
        )
        return tuple(StaffSession(staff=StaffId(n), role=Role(role)) for n, role in rows)

    def staff_of_token(self, digest: str) -> StaffSession | None:
        """Return whose token this is the digest of, or None."""
        row = self._first(
            select(_s.name, _s.role).where(_s.token_digest == digest, _s.removed_at.is_(None))
        )
        return None if row is None else StaffSession(staff=StaffId(row.name), role=Role(row.role))

    def shown_names(self) -> Mapping[StaffId, str]:
        """Return under which names customers know those who have another one than their login."""
        rows = self._connection.execute(
            select(_s.name, _s.shown_as).where(_s.removed_at.is_(None), _s.shown_as.is_not(None))
        )
        return {StaffId(name): str(shown_as) for name, shown_as in rows}
