"""Logging in: who gets in, for how long, and what a guesser learns."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from handrail.adapters.passwords.argon import ArgonPasswords
from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.flow.log_in import (
    LoggedIn,
    cookie_digest,
    end_sessions,
    log_in,
    log_out,
    session_of_cookie,
    set_password,
    wait_after,
)
from handrail.flow.login_ports import LoginPorts, Tries
from handrail.flow.staff import StaffPorts, add_staff, remove_staff
from handrail.kernel.errors import BadInput, Busy, HandrailError, NotAuthenticated, NotFound
from tests.fakes import FixedClock
from tests.flow.logging_in import PASSWORD, an_attempt, an_empty_store, login_ports, with_login

ADMIN = StaffSession(staff=StaffId("ada"), role=Role.ADMIN)


@dataclass
class Door:
    store: SqlStore
    clock: FixedClock = field(default_factory=FixedClock)

    @property
    def ports(self) -> LoginPorts:
        return login_ports(self.store, self.clock)

    @property
    def staff(self) -> StaffPorts:
        return StaffPorts(store=self.store, clock=self.clock)

    def opens_for(self, came: LoggedIn) -> bool:
        try:
            session_of_cookie(came.cookie, self.ports)
        except NotAuthenticated:
            return False
        return True

    def kinds(self) -> list[str]:
        with self.store.read() as reading:
            return [entry.kind for _, entry in reading.audit_entries()]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(an_empty_store(tmp_path))
    with_login(made.store, made.ports)
    yield made
    made.store.close()


@pytest.fixture
def any_door(sql_store: SqlStore) -> Door:
    """Return one on each database, for what the database has to see to."""
    made = Door(sql_store)
    with_login(sql_store, made.ports)
    return made


def test_whoever_shows_the_password_is_let_in_with_their_role(door: Door) -> None:
    came = log_in(an_attempt(), door.ports)

    held = session_of_cookie(came.cookie, door.ports)

    assert (held.staff.staff, held.staff.role) == ("kim", Role.AGENT)
    assert door.kinds() == ["staff.added", "staff.password_set", "staff.logged_in"]


def test_only_the_digest_of_a_cookie_is_kept(door: Door) -> None:
    came = log_in(an_attempt(), door.ports)

    assert came.session.digest == cookie_digest(came.cookie)
    assert came.cookie not in repr(came)
    assert len(came.cookie) >= 43


@pytest.mark.parametrize(
    ("name", "password"),
    [("kim", "wrong horse, battery"), ("lee", PASSWORD), ("", ""), ("k" * 600, PASSWORD)],
)
def test_whatever_is_wrong_the_refusal_reads_the_same(door: Door, name: str, password: str) -> None:
    with pytest.raises(NotAuthenticated) as refused:
        log_in(an_attempt(name, password), door.ports)

    assert str(refused.value) == "Name and password do not belong together. Try again."


def test_a_name_that_nobody_has_costs_as_much_work_as_a_wrong_password(door: Door) -> None:
    checked: list[str | None] = []

    class Counting(ArgonPasswords):
        @override
        def is_right(self, held: str | None, password: str) -> bool:
            checked.append(held)
            return super().is_right(held, password)

    ports = replace(door.ports, passwords=Counting(kibibytes=64, passes=1))
    for name in ("kim", "nobody", "k" * 600):
        with pytest.raises(NotAuthenticated):
            log_in(an_attempt(name, "wrong"), ports)

    assert [held is None for held in checked] == [False, True, True]


def test_a_password_that_was_hashed_otherwise_is_hashed_anew_at_the_next_login(
    door: Door,
) -> None:
    stronger = replace(door.ports, passwords=ArgonPasswords(kibibytes=128, passes=1))

    log_in(an_attempt(), stronger)

    with door.ports.store.read() as reading:
        held = reading.login(StaffId("kim"))
    assert held is not None
    assert "m=128,t=1" in str(held.password)
    assert door.opens_for(log_in(an_attempt(), stronger))


def test_without_a_password_of_their_own_nobody_logs_in(door: Door) -> None:
    add_staff("lee", Role.ADMIN, door.staff)

    for password in ("", PASSWORD):
        with pytest.raises(NotAuthenticated):
            log_in(an_attempt("lee", password), door.ports)


@pytest.mark.parametrize("name", ["kim", "nobody"])
def test_after_five_failures_each_try_waits_twice_as_long(door: Door, name: str) -> None:
    fails(door, name, times=5)

    with pytest.raises(Busy, match="seconds"):
        log_in(an_attempt(name), door.ports)
    door.clock.advance(3)
    fails(door, name, times=1)
    door.clock.advance(3)
    with pytest.raises(Busy):
        log_in(an_attempt(name, "again"), door.ports)


def test_each_failure_is_written_down_without_what_was_typed(door: Door) -> None:
    fails(door, "kim", times=2)
    fails(door, "my secret password", times=1, address="198.51.100.4")

    with door.store.read() as reading:
        failed = [e for _, e in reading.audit_entries() if e.kind == "staff.login_failed"]
    assert [e.subject for e in failed] == ["staff:kim", "staff:kim", "staff:unknown"]
    assert failed[0].facts == failed[1].facts != failed[2].facts
    told = " ".join(f"{e.subject} {e.actor} {dict(e.facts)}" for e in failed)
    assert not any(word in told for word in ("wrong", "secret", "192.0.2.7", "198.51.100"))


def test_the_right_password_forgets_the_failures_under_the_name(door: Door) -> None:
    fails(door, "kim", times=5)
    door.clock.advance(60)

    log_in(an_attempt(), door.ports)

    fails(door, "kim", times=5)


def test_one_address_cannot_try_many_names(door: Door) -> None:
    for n in range(30):
        fails(door, f"name{n}", times=1, address="2001:db8::1")

    with pytest.raises(Busy):
        log_in(an_attempt(address="2001:db8::2"), door.ports)
    log_in(an_attempt(address="2001:db8:0:1::2"), door.ports)


def test_no_wait_is_longer_than_a_quarter_of_an_hour() -> None:
    waits = [wait_after(Tries(count=n, last=None), 5) for n in range(1000)]

    assert waits[4:8] == [timedelta(seconds=s) for s in (0, 2, 4, 8)]
    assert max(waits) == timedelta(minutes=15)


def test_many_tries_at_once_are_counted_one_by_one(any_door: Door) -> None:
    refused: list[str] = []

    def guess() -> None:
        try:
            log_in(an_attempt("kim", "guess"), any_door.ports)
        except HandrailError as error:
            refused.append(type(error).__name__)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(refused) == ["Busy"] * 7 + ["NotAuthenticated"] * 5


def test_a_session_ends_after_a_day_of_work_and_when_nobody_uses_it(door: Door) -> None:
    idle, used = log_in(an_attempt(), door.ports), log_in(an_attempt(), door.ports)
    for _ in range(13):
        door.clock.advance(50 * 60)
        assert door.opens_for(used)

    assert not door.opens_for(idle)
    door.clock.advance(2 * 50 * 60)
    assert not door.opens_for(used)


def test_a_page_that_asks_by_itself_keeps_no_session_alive(door: Door) -> None:
    came = log_in(an_attempt(), door.ports)

    for _ in range(2):
        door.clock.advance(29 * 60)
        session_of_cookie(came.cookie, door.ports, is_used=False)

    door.clock.advance(29 * 60)
    assert not door.opens_for(came)


def test_logging_in_again_ends_the_session_that_the_browser_came_with(any_door: Door) -> None:
    first = log_in(an_attempt(), any_door.ports)

    second = log_in(an_attempt(), any_door.ports, before=first.cookie)

    assert not any_door.opens_for(first)
    assert any_door.opens_for(second)


def test_logging_out_ends_the_session_at_once(door: Door) -> None:
    came, other = log_in(an_attempt(), door.ports), log_in(an_attempt(), door.ports)

    log_out(came.cookie, door.ports)
    log_out(came.cookie, door.ports)

    assert not door.opens_for(came)
    assert door.opens_for(other)
    assert door.kinds().count("staff.logged_out") == 1


def test_whoever_is_removed_is_out_at_once_and_does_not_come_back_by_an_old_cookie(
    any_door: Door,
) -> None:
    came = log_in(an_attempt(), any_door.ports)

    remove_staff("kim", any_door.staff)

    assert not any_door.opens_for(came)
    add_staff("kim", Role.AGENT, any_door.staff)
    assert not any_door.opens_for(came)
    with pytest.raises(NotAuthenticated):
        log_in(an_attempt(), any_door.ports)


def test_a_new_password_ends_every_session(door: Door) -> None:
    came = log_in(an_attempt(), door.ports)

    set_password("kim", "another horse, battery", door.ports)

    assert not door.opens_for(came)
    with pytest.raises(NotAuthenticated):
        log_in(an_attempt(), door.ports)
    assert door.opens_for(log_in(an_attempt(password="another horse, battery"), door.ports))


def test_an_admin_ends_all_sessions_of_one_person(any_door: Door) -> None:
    sessions = [log_in(an_attempt(), any_door.ports) for _ in range(3)]

    ended = end_sessions("kim", ADMIN, any_door.ports)

    assert ended == 3
    assert not any(any_door.opens_for(came) for came in sessions)


def test_a_role_is_the_one_held_now(door: Door) -> None:
    came = log_in(an_attempt(), door.ports)
    remove_staff("kim", door.staff)
    add_staff("kim", Role.LEAD, door.staff)
    set_password("kim", PASSWORD, door.ports)

    again = log_in(an_attempt(), door.ports, before=came.cookie)

    assert session_of_cookie(again.cookie, door.ports).staff.role is Role.LEAD


@pytest.mark.parametrize("cookie", [None, "", "x", "\ud800", "a" * 5000])
def test_another_cookie_opens_nothing(door: Door, cookie: str | None) -> None:
    log_in(an_attempt(), door.ports)

    with pytest.raises(NotAuthenticated):
        session_of_cookie(cookie, door.ports)


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaa", "kim is my name", "x" * 300])
def test_a_password_that_is_easily_guessed_is_refused(door: Door, password: str) -> None:
    with pytest.raises(BadInput):
        set_password("kim", password, door.ports)


def test_nobody_gets_a_password_who_does_not_work_here(door: Door) -> None:
    with pytest.raises(NotFound):
        set_password("lee", PASSWORD, door.ports)


def test_an_accent_may_be_typed_in_either_way(door: Door) -> None:
    set_password("kim", "na\u00efve horses run", door.ports)

    assert door.opens_for(log_in(an_attempt(password="nai\u0308ve horses run"), door.ports))


def fails(door: Door, name: str, *, times: int, address: str = "192.0.2.7") -> None:
    for _ in range(times):
        with pytest.raises(NotAuthenticated):
            log_in(an_attempt(name, "wrong", address), door.ports)
