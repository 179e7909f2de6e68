"""One of the staff logs in at the company's own identity provider (OpenID Connect).

Between the two steps only the browser holds something: one secret, from which the state, the nonce
and the proof key of the request are derived. What comes back is taken only from that browser.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.audit.model import AuditEntry
from handrail.flow.log_in import LoggedIn, begin_session
from handrail.flow.login_ports import LoginPorts, LoginWritten
from handrail.flow.staff import STAFF_NAMES
from handrail.kernel.errors import Forbidden, NotAuthenticated

_BYTES = 32
_NOT_A_NAME = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold what a request to the identity provider is bound to."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    """Proof key for code exchange (RFC 7636)."""
    back_to: str
    """Address of ours that the browser is sent back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Hold what the browser came back with."""

    code: str | None = field(repr=False)
    state: str | None = field(repr=False)
    issuer: str | None = None
    """Who says so (RFC 9207), where it is said."""
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIdentity:
    """Hold whom the identity provider vouches for."""

    subject: str
    """Issuer and subject: what never changes of a person there."""
    name: str
    groups: frozenset[str] = frozenset()


class IdentityProvider(Protocol):
    """Ask the company's identity provider who somebody is."""

    def address(self, asked: Asked) -> str:
        """Return where the browser is sent; raises Unavailable."""
        ...

    def identity(self, returned: Returned, asked: Asked) -> StaffIdentity:
        """Return whom the returned code stands for; raises NotAuthenticated, Unavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnPorts:
    """Hold what single sign-on needs from outside."""

    provider: IdentityProvider
    logins: LoginPorts
    role_of: Mapping[str, Role] = field(default_factory=dict)
    """Which role each group of the identity provider has; without any, only people who were linked
    beforehand get in."""


def begin_sign_on(back_to: str, ports: SignOnPorts) -> tuple[str, str]:
    """Return a secret for the browser to keep, and where to send it; raises Unavailable."""
    secret = secrets.token_urlsafe(_BYTES)
    return secret, ports.provider.address(asked_with(secret, back_to))


def finish_sign_on(
    secret: str | None,
    returned: Returned,
    back_to: str,
    ports: SignOnPorts,
    *,
    before: str | None = None,
) -> LoggedIn:
    """Begin a session for whom the provider vouches; the secret is the browser's.

    Raises NotAuthenticated where anything does not fit, Forbidden for somebody without a place
    here, Unavailable.
    """
    if not secret:
        raise _refused("this browser did not ask for it, or too long ago")
    asked = asked_with(secret, back_to)
    if returned.state is None or not hmac.compare_digest(
        returned.state.encode(), asked.state.encode()
    ):
        raise _refused("it does not belong to what was asked")
    if returned.error is not None or not returned.code:
        raise _refused("the identity provider refused it")
    identity = ports.provider.identity(returned, asked)
    with ports.logins.store.decide() as tx:
        staff = _staff_of(identity, tx, ports)
        return begin_session(staff, "single sign-on", tx, ports.logins, before=before)


def asked_with(secret: str, back_to: str) -> Asked:
    """Return what a request is bound to whose secret this is."""
    return Asked(
        state=_derived(secret, "state"),
        nonce=_derived(secret, "nonce"),
        verifier=_derived(secret, "verifier"),
        back_to=back_to,
    )


def link_staff(name: str, subject: str, ports: LoginPorts) -> None:
    """Let one of the staff come in as this subject of the provider; raises NotFound, Conflict."""
    with ports.store.decide() as tx:
        tx.link_subject(
            StaffId(name), subject, _entry("staff.linked", name, "operator", ports, None)
        )


def _staff_of(identity: StaffIdentity, tx: LoginWritten, ports: SignOnPorts) -> StaffSession:
    known = tx.staff_of_subject(identity.subject)
    if not ports.role_of:
        if known is None:
            raise Forbidden("You have no place here yet.", hint="Ask an admin to link your login.")
        return known
    roles = [ports.role_of[group] for group in identity.groups if group in ports.role_of]
    if not roles:
        raise Forbidden("None of your groups has a place here.", hint="Ask an admin.")
    role = max(roles, key=tuple(Role).index)
    if known is None:
        return _joined(identity, role, tx, ports)
    if known.role is not role:
        entry = _entry("staff.role_changed", known.staff, "single sign-on", ports.logins, role)
        tx.save_role(known.staff, role, entry)
    return StaffSession(staff=known.staff, role=role)


def _joined(
    identity: StaffIdentity, role: Role, tx: LoginWritten, ports: SignOnPorts
) -> StaffSession:
    """Add somebody who comes for the first time; a name that is taken is never taken over."""
    name = _NOT_A_NAME.sub("-", identity.name.partition("@")[0].lower()).strip("-._")
    if not STAFF_NAMES.fullmatch(name):
        raise Forbidden("Your name cannot be used here.", hint="Ask an admin to add you.")
    if tx.login(StaffId(name)) is not None:
        raise Forbidden(f"{name!r} is somebody else here.", hint="Ask an admin to link your login.")
    staff = StaffSession(staff=StaffId(name), role=role)
    unused = hashlib.sha256(secrets.token_bytes(_BYTES)).hexdigest()  # nobody has this token
    actor, logins = "single sign-on", ports.logins
    tx.add_staff(staff, unused, _entry("staff.added", name, actor, logins, role))
    tx.link_subject(
        staff.staff, identity.subject, _entry("staff.linked", name, actor, logins, None)
    )
    return staff


def _derived(secret: str, use: str) -> str:
    made = hmac.digest(secret.encode(), use.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _entry(kind: str, name: str, actor: str, ports: LoginPorts, role: Role | None) -> AuditEntry:
    facts = {} if role is None else {"role": role.value}
    now = ports.clock.now()
    return AuditEntry(kind=kind, actor=actor, subject=f"staff:{name}", at=now, facts=facts)


def _refused(why: str) -> NotAuthenticated:
    return NotAuthenticated(f"This sign-on is refused: {why}.", hint="Begin again.")
