"""Who of the staff is there, and to whom nothing is passed on."""

from datetime import timedelta

import pytest

from handrail.adapters.sql.logins_writing import SqlLogins
from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.flow.login_ports import LoginSession
from handrail.kernel.errors import NotFound
from tests.builders import NOON, an_entry

KIM, LEE = StaffId("kim"), StaffId("lee")
IDLE = timedelta(minutes=60)


@pytest.fixture
def staffed(sql_store: SqlStore) -> SqlStore:
    with sql_store.decide() as tx:
        for name in (LEE, KIM):
            tx.add_staff(StaffSession(staff=name, role=Role.AGENT), f"token {name}", an_entry())
    return sql_store


def away(store: SqlStore) -> dict[str, bool]:
    with store.read() as reading:
        return {one.staff: one.is_away for one in reading.colleagues(NOON, NOON - IDLE)}


def logged_in(store: SqlStore, *, seen: timedelta, until: timedelta) -> None:
    session = LoginSession(
        digest="d",
        staff=StaffSession(staff=KIM, role=Role.AGENT),
        begun_at=NOON - IDLE,
        seen_at=NOON - seen,
        until=NOON + until,
    )
    with SqlLogins(store).decide() as tx:
        tx.save_password(KIM, "hash", an_entry())
        tx.add_login_session(session, an_entry())


def test_who_said_so_is_away_until_they_are_back(staffed: SqlStore) -> None:
    with staffed.decide() as tx:
        tx.keep_away(KIM, NOON, an_entry())
    gone = away(staffed)
    with staffed.decide() as tx:
        tx.keep_away(KIM, NOON, an_entry())
        tx.keep_away(KIM, None, an_entry())

    assert gone == {"kim": True, "lee": False}
    assert away(staffed) == {"kim": False, "lee": False}


@pytest.mark.parametrize(
    ("seen", "until", "is_away"),
    [
        (timedelta(minutes=1), timedelta(hours=1), False),
        (timedelta(minutes=61), timedelta(hours=1), True),
        (timedelta(minutes=1), -timedelta(minutes=1), True),
    ],
)
def test_who_uses_the_console_is_there_while_they_are_logged_in(
    staffed: SqlStore, seen: timedelta, until: timedelta, is_away: bool
) -> None:
    logged_in(staffed, seen=seen, until=until)

    assert away(staffed) == {"kim": is_away, "lee": False}


def test_who_left_is_nobodys_colleague(staffed: SqlStore) -> None:
    with staffed.decide() as tx:
        tx.keep_away(KIM, NOON, an_entry())
        tx.remove_staff(KIM, NOON, an_entry())

    assert away(staffed) == {"lee": False}


def test_nobody_is_away_who_is_not_there_at_all(staffed: SqlStore) -> None:
    with pytest.raises(NotFound), staffed.decide() as tx:
        tx.keep_away(StaffId("nobody"), NOON, an_entry())
