"""Change logins and sessions of the staff, and count tries that failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from handrail.adapters.sql.action_tables import staff_members
from handrail.adapters.sql.desk_tables import login_failures, staff_logins, staff_sessions
from handrail.adapters.sql.logins import ReadLogins
from handrail.adapters.sql.staff_writing import WriteStaff
from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Role, StaffId
from handrail.domain.audit.model import AuditEntry
from handrail.flow.login_ports import LoginSession, Tries
from handrail.kernel.errors import Conflict, NotFound

_s, _l, _x, _f = staff_members.c, staff_logins.c, staff_sessions.c, login_failures.c
_KEPT = timedelta(days=1)
_LOGIN_LOCK = 0x6C6F6769  # any number, the same in every process


class SqlLogins:
    """Open transactions on logins."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @contextmanager
    def read(self) -> Iterator[ReadLogins]:
        """Open a short reading transaction."""
        with self._store.reading_connection() as connection:
            yield ReadLogins(connection, self._store.cipher, self._store.known)

    @contextmanager
    def decide(self) -> Iterator["WriteLogins"]:
        """Open a writing transaction in which whoever waited for a lock sees what was done."""
        with self._store.counting_connection() as connection:
            yield WriteLogins(connection, self._store.cipher, self._store.known)


class WriteLogins(WriteStaff, ReadLogins):
    """Change logins and sessions through one transaction."""

    def tries(self, subject: str, since: datetime) -> Tries:
        """Return the failures under a subject; nobody else counts until the transaction ends."""
        if self._connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            self._connection.execute(select(func.pg_advisory_xact_lock(_LOGIN_LOCK)))
        asked = select(func.count(), func.max(_f.at)).where(_f.subject == subject, _f.at > since)
        count, last = self._connection.execute(asked).one()
        return Tries(count=count, last=last)

    def add_try(self, subject: str, at: datetime) -> None:
        """Count a try as failed, and forget those of the day before."""
        self._connection.execute(delete(login_failures).where(_f.at < at - _KEPT))
        self._put(login_failures, subject=subject, at=at)

    def forget_tries(self, subject: str, at: datetime | None = None) -> None:
        """Forget the failures under a subject: all of them, or the one of a moment."""
        gone = delete(login_failures).where(_f.subject == subject)
        self._connection.execute(gone if at is None else gone.where(_f.at == at))

    def note_login(self, entry: AuditEntry) -> None:
        """Write down what became of a try to log in."""
        self._note(entry)

    def save_password(self, name: StaffId, password: str, entry: AuditEntry) -> None:
        """Store a password's hash and end every session of theirs; raises NotFound."""
        self._store_login(name, entry.at, password=password)
        self._connection.execute(delete(staff_sessions).where(_x.staff == name))
        self._note(entry)

    def replace_hash(self, name: StaffId, old: str, new: str) -> None:
        """Store the same password hashed anew, unless it was changed meanwhile."""
        changed = update(staff_logins).where(_l.staff == name, _l.password == old)
        self._connection.execute(changed.values(password=new))

    def link_subject(self, name: StaffId, subject: str, entry: AuditEntry) -> None:
        """Let single sign-on's subject be this person; raises NotFound.

        Raises Conflict where it is somebody else already.
        """
        held = self._first(select(_l.staff).where(_l.subject == subject))
        if held is not None and held.staff != name:
            raise Conflict("This sign-on belongs to somebody else of the staff.")
        self._store_login(name, entry.at, subject=subject)
        self._note(entry)

    def save_role(self, name: StaffId, role: Role, entry: AuditEntry) -> None:
        """Give one of the staff another role; raises NotFound."""
        self._require_here(name)
        self._connection.execute(
            update(staff_members).where(_s.name == name).values(role=role.value)
        )
        self._note(entry)

    def add_login_session(self, session: LoginSession, entry: AuditEntry) -> None:
        """Store a session, and forget those that ended long ago."""
        self._connection.execute(delete(staff_sessions).where(_x.until < session.begun_at - _KEPT))
        self._put(
            staff_sessions,
            digest=session.digest,
            staff=session.staff.staff,
            begun_at=session.begun_at,
            seen_at=session.seen_at,
            until=session.until,
        )
        self._note(entry)

    def touch_login_session(self, digest: str, at: datetime) -> None:
        """Note that a session is in use."""
        self._connection.execute(
            update(staff_sessions).where(_x.digest == digest).values(seen_at=at)
        )

    def end_login_session(self, digest: str, entry: AuditEntry) -> None:
        """End a session; nothing happens where it has ended."""
        gone = self._connection.execute(delete(staff_sessions).where(_x.digest == digest))
        if gone.rowcount:
            self._note(entry)

    def end_login_sessions(self, name: StaffId, entry: AuditEntry) -> int:
        """End every session of one person; return how many."""
        gone = self._connection.execute(delete(staff_sessions).where(_x.staff == name))
        if gone.rowcount:
            self._note(entry)
        return gone.rowcount

    def _store_login(self, name: StaffId, at: datetime, **values: str) -> None:
        self._require_here(name)
        row = {"changed_at": at, **values}
        changed = update(staff_logins).where(_l.staff == name).values(**row)
        if self._connection.execute(changed).rowcount == 0:
            self._put(staff_logins, staff=name, **row)

    def _require_here(self, name: StaffId) -> None:
        asked = select(_s.name).where(_s.name == name, _s.removed_at.is_(None)).with_for_update()
        if self._first(asked) is None:
            raise NotFound(f"Nobody of the staff is called {name!r}.", hint="See who there is.")
