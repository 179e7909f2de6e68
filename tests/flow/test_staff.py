"""Who of the staff is acting: whoever shows the token that was given out once."""

from collections.abc import Iterator

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import Role
from handrail.flow.staff import (
    StaffPorts,
    add_staff,
    all_staff,
    remove_staff,
    show_as,
    shown_names,
    staff_of,
)
from handrail.kernel.errors import BadInput, Conflict, NotAuthenticated, NotFound
from tests.fakes import FixedClock
from tests.vault import a_cipher


@pytest.fixture(params=["sqlite", "postgres"])
def ports(request: pytest.FixtureRequest) -> Iterator[StaffPorts]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    yield StaffPorts(store=store, clock=FixedClock())
    store.close()


def test_a_token_shows_who_acts_and_in_which_role(ports: StaffPorts) -> None:
    token = add_staff("kim", Role.LEAD, ports)

    member = staff_of(token, ports)

    assert (member.staff, member.role) == ("kim", Role.LEAD)
    assert all_staff(ports) == (member,)


@pytest.mark.parametrize("token", [None, "", "hrs_nobody", "kim"])
def test_another_token_shows_nobody(ports: StaffPorts, token: str | None) -> None:
    add_staff("kim", Role.LEAD, ports)

    with pytest.raises(NotAuthenticated):
        staff_of(token, ports)


def test_a_token_that_was_taken_away_opens_nothing_and_the_name_stays_theirs(
    ports: StaffPorts,
) -> None:
    token = add_staff("kim", Role.AGENT, ports)

    remove_staff("kim", ports)

    with pytest.raises(NotAuthenticated):
        staff_of(token, ports)
    again = add_staff("kim", Role.AGENT, ports)
    assert again != token
    with pytest.raises(NotAuthenticated):
        staff_of(token, ports)


def test_nobody_is_added_twice_or_removed_who_is_not_there(ports: StaffPorts) -> None:
    add_staff("kim", Role.AGENT, ports)

    with pytest.raises(Conflict):
        add_staff("kim", Role.ADMIN, ports)
    with pytest.raises(NotFound):
        remove_staff("lee", ports)


@pytest.mark.parametrize("name", ["", "Kim", "kim:lead", "a" * 64, "-kim"])
def test_a_name_that_could_be_mistaken_is_refused(ports: StaffPorts, name: str) -> None:
    with pytest.raises(BadInput):
        add_staff(name, Role.AGENT, ports)


def test_the_database_and_the_audit_log_never_hold_a_token(ports: StaffPorts) -> None:
    token = add_staff("kim", Role.AGENT, ports)

    with ports.store.read() as reading:
        entries = reading.audit_entries()  # type: ignore[attr-defined]

    assert [entry.kind for _, entry in entries] == ["staff.added"]
    assert token not in str(entries)


def test_a_name_for_customers_is_given_with_the_token_changed_and_taken_back(
    ports: StaffPorts,
) -> None:
    add_staff("kim", Role.AGENT, ports, shown_as="  Kim   L. ")
    add_staff("lee", Role.LEAD, ports)

    first = shown_names(ports)
    show_as("lee", "Lee", ports, actor="staff:ada")
    show_as("kim", " ", ports)

    assert first == {"kim": "Kim L."}
    assert shown_names(ports) == {"lee": "Lee"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "Kim\u202eL.", "Kim\0"])
def test_a_name_that_customers_could_not_read_is_given_to_nobody(
    ports: StaffPorts, name: str
) -> None:
    with pytest.raises(BadInput):
        add_staff("kim", Role.AGENT, ports, shown_as=name)

    assert all_staff(ports) == ()


def test_nobody_is_named_who_does_not_work_here(ports: StaffPorts) -> None:
    with pytest.raises(NotFound):
        show_as("kim", "Kim L.", ports)
