"""One of the staff logs in to the console, works there for a while, and logs out.

A name that is not known takes as long to refuse as a wrong password, and is counted alike: neither
the answer nor its time tells who works here. After a few failures every further try has to wait.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handrail.domain.actions.model import StaffId, StaffSession
from handrail.domain.audit.model import AuditEntry, Facts
from handrail.flow.login_ports import LoginPorts, LoginSession, LoginWritten, Tries
from handrail.kernel.errors import BadInput, Busy, NotAuthenticated
from handrail.kernel.ids import digest
from handrail.kernel.networks import network_of

_BYTES = 32
_SHORTEST, _LONGEST = 12, 256
_LOOKED_BACK = timedelta(hours=1)
_FREE_BY_NAME, _FREE_BY_ADDRESS = 5, 30
_LONGEST_WAIT = timedelta(minutes=15)
_TOUCHED_EVERY = timedelta(minutes=1)
_NO_NAME = 100  # characters: no longer name is looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Hold what somebody showed who wants to log in, and from where."""

    name: str
    password: str = field(repr=False)
    address: str
    """Network address of whoever asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """Hold a session that has just begun; the cookie is told now and never again."""

    cookie: str = field(repr=False)
    session: LoginSession


def log_in(attempt: Attempt, ports: LoginPorts, *, before: str | None = None) -> LoggedIn:
    """Begin a session, and end the one that the browser came with.

    Raises NotAuthenticated, in the same words whatever is wrong, and Busy where it is too soon for
    another try.
    """
    at = _count_try(attempt, ports)
    name = StaffId(attempt.name)
    with ports.store.read() as reading:
        held = reading.login(name) if len(attempt.name) <= _NO_NAME else None
    password = _normal(attempt.password)
    kept = None if held is None else held.password
    if not ports.passwords.is_right(kept, password) or held is None or kept is None:
        _note_failure(attempt, name if held is not None else None, ports)
        raise NotAuthenticated("Name and password do not belong together.", hint="Try again.")
    fresh = ports.passwords.hashed(password) if ports.passwords.is_outdated(kept) else None
    with ports.store.decide() as tx:
        again = tx.login(name)
        if again is None or again.password != kept:  # removed, or changed, in this very moment
            raise NotAuthenticated("Name and password do not belong together.", hint="Try again.")
        tx.forget_tries(_by_name(attempt))
        tx.forget_tries(_by_address(attempt), at)
        if fresh is not None:
            tx.replace_hash(name, kept, fresh)
        return begin_session(again.staff, "password", tx, ports, before=before)


def begin_session(
    staff: StaffSession,
    how: str,
    tx: LoginWritten,
    ports: LoginPorts,
    *,
    before: str | None = None,
) -> LoggedIn:
    """Store a new session under a new cookie; end the one that was there before."""
    now = ports.clock.now()
    if before:
        tx.end_login_session(cookie_digest(before), _entry("staff.logged_out", staff, now, {}))
    cookie = secrets.token_urlsafe(_BYTES)
    session = LoginSession(
        digest=cookie_digest(cookie),
        staff=staff,
        begun_at=now,
        seen_at=now,
        until=now + ports.lasts,
    )
    tx.add_login_session(session, _entry("staff.logged_in", staff, now, {"how": how}))
    return LoggedIn(cookie=cookie, session=session)


def session_of_cookie(
    cookie: str | None, ports: LoginPorts, *, is_used: bool = True
) -> LoginSession:
    """Return the session that a cookie opens; raises NotAuthenticated where it opens none.

    `is_used` is false where the page asks by itself: that does not keep a session alive.
    """
    now = ports.clock.now()
    held = None
    if cookie:
        with ports.store.read() as reading:
            held = reading.login_session(cookie_digest(cookie))
    if held is None or held.until <= now or held.seen_at + ports.idle <= now:
        raise NotAuthenticated("Nobody is logged in.", hint="Log in to the console.")
    if is_used and held.seen_at + _TOUCHED_EVERY <= now:
        with ports.store.decide() as tx:
            tx.touch_login_session(held.digest, now)
    return held


def log_out(cookie: str, ports: LoginPorts) -> None:
    """End the session of a cookie; nothing happens where there is none."""
    shown = cookie_digest(cookie)
    with ports.store.decide() as tx:
        held = tx.login_session(shown)
        if held is not None:
            tx.end_login_session(
                shown, _entry("staff.logged_out", held.staff, ports.clock.now(), {})
            )


def end_sessions(name: str, by: StaffSession, ports: LoginPorts) -> int:
    """End every session of one of the staff; return how many there were."""
    entry = AuditEntry(
        kind="staff.sessions_ended",
        actor=f"staff:{by.staff}",
        subject=f"staff:{name}",
        at=ports.clock.now(),
    )
    with ports.store.decide() as tx:
        return tx.end_login_sessions(StaffId(name), entry)


def set_password(name: str, password: str, ports: LoginPorts, *, actor: str = "operator") -> None:
    """Set somebody's password; it ends every session of theirs. Raises BadInput, NotFound."""
    normal = _normal(password)
    require_strong(name, normal)
    hashed = ports.passwords.hashed(normal)
    entry = AuditEntry(
        kind="staff.password_set", actor=actor, subject=f"staff:{name}", at=ports.clock.now()
    )
    with ports.store.decide() as tx:
        tx.save_password(StaffId(name), hashed, entry)


def require_strong(name: str, password: str) -> None:
    """Raise BadInput for a password that is too easily guessed, or too long to be hashed."""
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise BadInput(
            f"A password has {_SHORTEST} to {_LONGEST} characters.",
            hint="A sentence of four or five words is easy to remember.",
        )
    if name in password.lower() or len(set(password)) < _SHORTEST // 2:
        raise BadInput("This password is too easily guessed.", hint="Choose another one.")


def cookie_digest(cookie: str) -> str:
    """Return what is stored of a cookie."""
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()


def wait_after(tries: Tries, free: int) -> timedelta:
    """Return how long after the last failure the next try has to wait; it doubles each time."""
    if tries.count < free:
        return timedelta(0)
    return min(_LONGEST_WAIT, timedelta(seconds=2 ** min(tries.count - free + 1, 20)))


def _count_try(attempt: Attempt, ports: LoginPorts) -> datetime:
    """Count a try as failed before it is made: many at once cannot slip through together."""
    now = ports.clock.now()
    subjects = ((_by_name(attempt), _FREE_BY_NAME), (_by_address(attempt), _FREE_BY_ADDRESS))
    with ports.store.decide() as tx:
        for subject, free in subjects:
            tries = tx.tries(subject, now - _LOOKED_BACK)
            if tries.last is not None and tries.last + wait_after(tries, free) > now:
                seconds = int((tries.last + wait_after(tries, free) - now).total_seconds()) + 1
                raise Busy("Too many tries failed.", hint=f"Try again in {seconds} seconds.")
        for subject, _ in subjects:
            tx.add_try(subject, now)
    return now


def _note_failure(attempt: Attempt, known: StaffId | None, ports: LoginPorts) -> None:
    """Write down that a try failed, and for whom; a name that nobody has may be a password."""
    entry = AuditEntry(
        kind="staff.login_failed",
        actor="unknown",
        subject="staff:unknown" if known is None else f"staff:{known}",
        at=ports.clock.now(),
        facts={"from": _by_address(attempt)},
    )
    with ports.store.decide() as tx:
        tx.note_login(entry)


def _by_name(attempt: Attempt) -> str:
    return digest("login", "name", attempt.name)


def _by_address(attempt: Attempt) -> str:
    return digest("login", "address", network_of(attempt.address))


def _normal(password: str) -> str:
    """Return the password as every keyboard spells it: letters with accents in one way."""
    return unicodedata.normalize("NFC", password)


def _entry(kind: str, staff: StaffSession, at: datetime, facts: Facts) -> AuditEntry:
    who = f"staff:{staff.staff}"
    return AuditEntry(kind=kind, actor=who, subject=who, at=at, facts=facts)
