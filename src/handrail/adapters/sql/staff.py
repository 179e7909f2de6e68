"""Who of the staff there is, and what is stored of the tokens that they show."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, exists, select

from handrail.adapters.sql.action_tables import staff_members
from handrail.adapters.sql.desk import ReadDesk
from handrail.adapters.sql.desk_tables import staff_away, staff_logins, staff_sessions
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.flow.handoff_ports import Colleague

_s, _l, _x = staff_members.c, staff_logins.c, staff_sessions.c


class ReadStaff(ReadDesk):
    """Read the staff through one transaction."""

    def colleagues(self, now: datetime, seen_since: datetime) -> tuple[Colleague, ...]:
        """Return who works here by name; a login that was last seen before then has ended."""
        is_in = exists().where(_x.staff == _s.name, _x.until > now, _x.seen_at > seen_since)
        has_login = exists().where(_l.staff == _s.name)
        said_so = exists().where(staff_away.c.staff == _s.name)
        asked = select(
            _s.name, _s.role, said_so.label("said_so"), and_(has_login, ~is_in).label("is_out")
        )
        rows = self._connection.execute(asked.where(_s.removed_at.is_(None)).order_by(_s.name))
        return tuple(
            Colleague(
                staff=StaffId(row.name),
                role=Role(row.role),
                is_away=bool(row.said_so or row.is_out),
                said_so=bool(row.said_so),
            )
            for row in rows
        )

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
