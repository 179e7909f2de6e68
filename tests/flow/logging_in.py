"""What tests of logging in share: quick hashes, a clock that is set, and somebody who works here."""

from datetime import timedelta

from handrail.adapters.passwords.argon import ArgonPasswords
from handrail.adapters.sql.logins_writing import SqlLogins
from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Role
from handrail.flow.log_in import Attempt, set_password
from handrail.flow.login_ports import LoginPorts
from handrail.flow.staff import StaffPorts, add_staff
from tests.fakes import FixedClock

PASSWORD = "correct horse, battery"
QUICK = ArgonPasswords(kibibytes=64, passes=1)


def login_ports(store: SqlStore, clock: FixedClock, **more: timedelta) -> LoginPorts:
    """Return ports on a real database."""
    return LoginPorts(store=SqlLogins(store), passwords=QUICK, clock=clock, **more)


def with_login(
    store: SqlStore, ports: LoginPorts, name: str = "kim", role: Role = Role.AGENT
) -> None:
    """Add somebody to the staff who can log in."""
    add_staff(name, role, StaffPorts(store=store, clock=ports.clock))
    set_password(name, PASSWORD, ports)


def an_attempt(name: str = "kim", password: str = PASSWORD, address: str = "192.0.2.7") -> Attempt:
    """Return a try to log in."""
    return Attempt(name=name, password=password, address=address)
