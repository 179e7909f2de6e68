"""What logging in needs from outside: a slow hash, and the rows of logins and sessions."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.flow.staff import StaffRead, StaffWritten
from handrail.kernel.clock import Clock


class Passwords(Protocol):
    """Hash passwords so slowly that guessing is not worth it."""

    def hashed(self, password: str) -> str:
        """Return what is stored of a password."""
        ...

    def is_right(self, held: str | None, password: str) -> bool:
        """Tell whether it is the password; without one it takes as long and is never right."""
        ...

    def is_outdated(self, held: str) -> bool:
        """Tell whether it was hashed with other parameters than are used now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Hold how one of the staff shows who they are."""

    staff: StaffSession
    password: str | None = field(repr=False)
    """Its hash; None where only single sign-on is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession:
    """Hold one login of one of the staff, which lasts until it ends, is idle or is revoked."""

    digest: str
    """SHA-256 of the cookie: the cookie itself is nowhere kept."""
    staff: StaffSession
    begun_at: datetime
    seen_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Hold how often a login failed lately, and when last."""

    count: int
    last: datetime | None


class LoginRead(StaffRead, Protocol):
    """Read logins and sessions."""

    def login(self, name: StaffId) -> Login | None:
        """Return how somebody who works here logs in, or None."""
        ...

    def staff_of_subject(self, subject: str) -> StaffSession | None:
        """Return whom single sign-on knows under this subject, or None."""
        ...

    def login_session(self, digest: str) -> LoginSession | None:
        """Return a session of somebody who works here, also one that has ended, or None."""
        ...

    def login_sessions(self) -> tuple[LoginSession, ...]:
        """Return every session of those who work here, by name, the newest first."""
        ...


class LoginWritten(LoginRead, StaffWritten, Protocol):
    """Change logins and sessions; what is only counted or touched takes no entry."""

    def tries(self, subject: str, since: datetime) -> Tries:
        """Return the failures under a subject; nobody else counts until the transaction ends."""
        ...

    def add_try(self, subject: str, at: datetime) -> None:
        """Count a try as failed, and forget those of the day before."""
        ...

    def forget_tries(self, subject: str, at: datetime | None = None) -> None:
        """Forget the failures under a subject: all of them, or the one of a moment."""
        ...

    def note_login(self, entry: AuditEntry) -> None:
        """Write down what became of a try to log in."""
        ...

    def save_password(self, name: StaffId, password: str, entry: AuditEntry) -> None:
        """Store a password's hash and end every session of theirs; raises NotFound."""
        ...

    def replace_hash(self, name: StaffId, old: str, new: str) -> None:
        """Store the same password hashed anew, unless it was changed meanwhile."""
        ...

    def link_subject(self, name: StaffId, subject: str, entry: AuditEntry) -> None:
        """Let single sign-on's subject be this person; raises NotFound.

        Raises Conflict where it is somebody else already.
        """
        ...

    def save_role(self, name: StaffId, role: Role, entry: AuditEntry) -> None:
        """Give one of the staff another role; raises NotFound."""
        ...

    def add_login_session(self, session: LoginSession, entry: AuditEntry) -> None:
        """Store a session, and forget those that ended long ago."""
        ...

    def touch_login_session(self, digest: str, at: datetime) -> None:
        """Note that a session is in use."""
        ...

    def end_login_session(self, digest: str, entry: AuditEntry) -> None:
        """End a session; nothing happens where it has ended."""
        ...

    def end_login_sessions(self, name: StaffId, entry: AuditEntry) -> int:
        """End every session of one person; return how many."""
        ...


class LoginStore(Protocol):
    """Open transactions on logins."""

    def read(self) -> AbstractContextManager[LoginRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[LoginWritten]:
        """Open a writing transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPorts:
    """Hold what logging in needs."""

    store: LoginStore
    passwords: Passwords
    clock: Clock
    lasts: timedelta = timedelta(hours=12)
    """A session ends then, however much it is used."""
    idle: timedelta = timedelta(minutes=60)
    """It ends after so long without use."""
