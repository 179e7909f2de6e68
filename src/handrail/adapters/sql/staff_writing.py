"""Add to the staff, and take tokens away."""

from datetime import datetime

from sqlalchemy import delete, select, update

from handrail.adapters.sql.action_tables import staff_members
from handrail.adapters.sql.desk_tables import staff_away, staff_logins, staff_sessions
from handrail.adapters.sql.desk_writing import WriteDesk
from handrail.domain.actions.model import StaffId, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.kernel.errors import Conflict, NotFound

_s = staff_members.c


class WriteStaff(WriteDesk):
    """Change the staff through one transaction."""

    def add_staff(self, member: StaffSession, digest: str, entry: AuditEntry) -> None:
        """Add somebody, or let them return with a new token; raises Conflict where they are here.

        A name is never given to another person: what it approved stays theirs.
        """
        held = self._first(select(_s.removed_at).where(_s.name == member.staff).with_for_update())
        row = {"role": member.role.value, "token_digest": digest, "removed_at": None}
        if held is None:
            self._put(staff_members, name=member.staff, added_at=entry.at, **row)
        elif held.removed_at is None:
            raise Conflict(f"{member.staff!r} is one of the staff.", hint="Use another name.")
        else:
            self._connection.execute(
                update(staff_members).where(_s.name == member.staff).values(**row)
            )
        self._note(entry)

    def remove_staff(self, name: StaffId, at: datetime, entry: AuditEntry) -> None:
        """Take somebody's token, login and sessions away; raises NotFound."""
        gone = self._connection.execute(
            update(staff_members)
            .where(_s.name == name, _s.removed_at.is_(None))
            .values(removed_at=at)
        )
        if gone.rowcount != 1:
            raise NotFound(f"Nobody of the staff is called {name!r}.", hint="See who there is.")
        for table in (staff_sessions, staff_logins, staff_away):
            self._connection.execute(delete(table).where(table.c.staff == name))
        self._note(entry)

    def show_staff_as(self, name: StaffId, shown_as: str | None, entry: AuditEntry) -> None:
        """Let customers know somebody under a name, or None: their login; raises NotFound."""
        changed = self._connection.execute(
            update(staff_members)
            .where(_s.name == name, _s.removed_at.is_(None))
            .values(shown_as=shown_as)
        )
        if changed.rowcount != 1:
            raise NotFound(f"Nobody of the staff is called {name!r}.", hint="See who there is.")
        self._note(entry)

    def keep_away(self, staff: StaffId, since: datetime | None, entry: AuditEntry) -> None:
        """Note since when one of the staff is away; None: they are there; raises NotFound."""
        if self._first(select(_s.name).where(_s.name == staff, _s.removed_at.is_(None))) is None:
            raise NotFound(f"Nobody of the staff is called {staff!r}.", hint="See who there is.")
        self._connection.execute(delete(staff_away).where(staff_away.c.staff == staff))
        if since is not None:
            self._put(staff_away, staff=staff, since=since)
        self._note(entry)
