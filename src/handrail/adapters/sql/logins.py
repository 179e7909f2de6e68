"""How the staff log in, and which of their sessions are under way."""

from typing import Any

from sqlalchemy import Select, select

from handrail.adapters.sql.action_tables import staff_members
from handrail.adapters.sql.desk_tables import staff_logins, staff_sessions
from handrail.adapters.sql.reading import SqlReading
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.flow.login_ports import Login, LoginSession

_s, _l, _x = staff_members.c, staff_logins.c, staff_sessions.c
_LOGINS = (
    select(_s.name, _s.role, _l.password)
    .select_from(staff_members.outerjoin(staff_logins, _l.staff == _s.name))
    .where(_s.removed_at.is_(None))
)
_SESSIONS = (
    select(_x.digest, _x.begun_at, _x.seen_at, _x.until, _s.name, _s.role)
    .join_from(staff_sessions, staff_members, _s.name == _x.staff)
    .where(_s.removed_at.is_(None))
)


class ReadLogins(SqlReading):
    """Read logins and sessions through one transaction."""

    def login(self, name: StaffId) -> Login | None:
        """Return how somebody who works here logs in, or None."""
        row = self._first(_LOGINS.where(_s.name == name))
        return None if row is None else Login(staff=_member(row), password=row.password)

    def staff_of_subject(self, subject: str) -> StaffSession | None:
        """Return whom single sign-on knows under this subject, or None."""
        row = self._first(_LOGINS.where(_l.subject == subject))
        return None if row is None else _member(row)

    def login_session(self, digest: str) -> LoginSession | None:
        """Return a session of somebody who works here, also one that has ended, or None."""
        return next(iter(self._sessions(_SESSIONS.where(_x.digest == digest))), None)

    def login_sessions(self) -> tuple[LoginSession, ...]:
        """Return every session of those who work here, by name, the newest first."""
        return self._sessions(_SESSIONS.order_by(_s.name, _x.begun_at.desc()))

    def _sessions(self, asked: Select[Any]) -> tuple[LoginSession, ...]:
        return tuple(
            LoginSession(
                digest=row.digest,
                staff=_member(row),
                begun_at=row.begun_at,
                seen_at=row.seen_at,
                until=row.until,
            )
            for row in self._connection.execute(asked)
        )


def _member(row: Any) -> StaffSession:
    return StaffSession(staff=StaffId(row.name), role=Role(row.role))
