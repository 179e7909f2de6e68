"""What tests of logging in share: quick hashes, and somebody who works here."""

import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path

from handrail.adapters.passwords.argon import ArgonPasswords
from handrail.adapters.sql.logins_writing import SqlLogins
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.model import Role
from handrail.flow.log_in import Attempt, set_password
from handrail.flow.login_ports import LoginPorts
from handrail.flow.staff import StaffPorts, add_staff
from tests.fakes import FixedClock
from tests.vault import a_cipher

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


def an_empty_store(folder: Path) -> SqlStore:
    """Open a new SQLite database; copied, because making one takes a while."""
    place = folder / "handrail.db"
    place.write_bytes(_made())
    return open_store(f"sqlite:///{place}", upgrade, cipher=a_cipher)


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "handrail.db"
        open_store(f"sqlite:///{place}", upgrade, cipher=a_cipher).close()
        return place.read_bytes()
