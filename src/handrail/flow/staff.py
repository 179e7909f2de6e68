"""Who of the staff is acting? Whoever shows the token that was given to them, once."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, NotAuthenticated

STAFF_NAMES = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
LONGEST_NAME = 60
_PREFIX = "hrs_"
_BYTES = 32


class StaffRead(Protocol):
    """Read who works here."""

    def staff(self) -> tuple[StaffSession, ...]:
        """Return who works here now, by name."""
        ...

    def staff_of_token(self, digest: str) -> StaffSession | None:
        """Return whose token this is the digest of, or None."""
        ...

    def shown_names(self) -> Mapping[StaffId, str]:
        """Return under which names customers know those who have another one than their login."""
        ...


class StaffWritten(Protocol):
    """Change who works here."""

    def add_staff(self, member: StaffSession, digest: str, entry: AuditEntry) -> None:
        """Add somebody, or let them return with a new token; raises Conflict where they are here.

        A name is never given to another person: what it approved stays theirs.
        """
        ...

    def remove_staff(self, name: StaffId, at: datetime, entry: AuditEntry) -> None:
        """Take somebody's token, login and sessions away; raises NotFound."""
        ...

    def show_staff_as(self, name: StaffId, shown_as: str | None, entry: AuditEntry) -> None:
        """Let customers know somebody under a name, or None: their login; raises NotFound."""
        ...


class StaffStore(Protocol):
    """Open transactions on the staff."""

    def read(self) -> AbstractContextManager[StaffRead]:
        """Open a short reading transaction."""
        ...

    def decide(self) -> AbstractContextManager[StaffWritten]:
        """Open a writing transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPorts:
    """Hold what the staff's roll needs from outside."""

    store: StaffStore
    clock: Clock


def add_staff(name: str, role: Role, ports: StaffPorts, *, shown_as: str | None = None) -> str:
    """Add one of the staff; return their token, which is shown now and never again.

    `shown_as` is the name that customers are told; without one, they are told `name`.
    """
    if not STAFF_NAMES.fullmatch(name):
        raise BadInput(
            f"{name!r} cannot be the name of one of the staff.",
            hint="Use small letters, digits, dots, hyphens and underscores.",
        )
    shown = None if shown_as is None else readable_name(shown_as)
    token = _PREFIX + secrets.token_urlsafe(_BYTES)
    member = StaffSession(staff=StaffId(name), role=role)
    with ports.store.decide() as tx:
        tx.add_staff(member, _digest(token), _entry("staff.added", name, role.value, ports))
        if shown is not None:
            tx.show_staff_as(member.staff, shown, _entry("staff.named", name, None, ports))
    return token


def show_as(name: str, shown_as: str | None, ports: StaffPorts, *, actor: str = "operator") -> None:
    """Let customers know somebody under this name from now on; None or nothing: under their login.

    What was said before keeps the name that it was said under. Raises BadInput, NotFound.
    """
    shown = readable_name(shown_as) if shown_as and shown_as.strip() else None
    entry = replace(_entry("staff.named", name, None, ports), actor=actor)
    with ports.store.decide() as tx:
        tx.show_staff_as(StaffId(name), shown, entry)


def readable_name(text: str) -> str:
    """Return a name as customers can read it on one line; raises BadInput."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(
            f"Customers cannot be told the name {text!r}.",
            hint=f"Use 1 to {LONGEST_NAME} letters that can be seen.",
        )
    return name


def remove_staff(name: str, ports: StaffPorts, *, actor: str = "operator") -> None:
    """Take somebody's token, login and sessions away; raises NotFound."""
    with ports.store.decide() as tx:
        entry = replace(_entry("staff.removed", name, None, ports), actor=actor)
        tx.remove_staff(StaffId(name), entry.at, entry)


def shown_names(ports: StaffPorts) -> Mapping[StaffId, str]:
    """Return under which names customers know those who have another one than their login."""
    with ports.store.read() as reading:
        return reading.shown_names()


def all_staff(ports: StaffPorts) -> tuple[StaffSession, ...]:
    """Return who works here now, by name."""
    with ports.store.read() as reading:
        return reading.staff()


def staff_of(token: str | None, ports: StaffPorts) -> StaffSession:
    """Return whose token this is; raises NotAuthenticated where it is nobody's."""
    if token and token.startswith(_PREFIX):
        with ports.store.read() as reading:
            found = reading.staff_of_token(_digest(token))
        if found is not None:
            return found
    raise NotAuthenticated(
        "This needs the token of one of the staff.",
        hint="`handrail staff add NAME --role ROLE` gives one out.",
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _entry(kind: str, name: str, role: str | None, ports: StaffPorts) -> AuditEntry:
    facts = {} if role is None else {"role": role}
    return AuditEntry(
        kind=kind, actor="operator", subject=f"staff:{name}", at=ports.clock.now(), facts=facts
    )
