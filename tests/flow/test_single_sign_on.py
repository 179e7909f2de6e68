"""Single sign-on against a real provider on loopback, honest and not."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from handrail.adapters.openid.provider import Client, OpenIdProvider
from handrail.adapters.sql.logins_writing import SqlLogins
from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Role
from handrail.flow.log_in import LoggedIn, session_of_cookie
from handrail.flow.login_ports import LoginPorts
from handrail.flow.single_sign_on import (
    Returned,
    SignOnPorts,
    begin_sign_on,
    finish_sign_on,
    link_staff,
)
from handrail.flow.staff import StaffPorts, add_staff
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import (
    BadSettings,
    Conflict,
    Forbidden,
    NotAuthenticated,
    NotFound,
    Unavailable,
)
from tests.flow.logging_in import QUICK, an_empty_store
from tests.openid_issuer import CLIENT, SECRET, Claims, Issuer, running_issuer

BACK = "http://127.0.0.1:8080/console/login/callback"
GROUPS = {"support": Role.AGENT, "leads": Role.LEAD}
SUBJECT = "u-1"


@dataclass
class Company:
    issuer: Issuer
    store: SqlStore
    ports: SignOnPorts

    def comes_back(self, secret: str | None = None, **changes: str | None) -> LoggedIn:
        own, address = begin_sign_on(BACK, self.ports)
        returned = replace(returned_by(self.issuer.browse(address)), **changes)
        return finish_sign_on(own if secret is None else secret, returned, BACK, self.ports)


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def company(running: Issuer, tmp_path: Path) -> Iterator[Company]:
    issuer = running
    fresh = Issuer()
    issuer.subject, issuer.name, issuer.groups = SUBJECT, fresh.name, ("support", "chess")
    issuer.alter, issuer.forge, issuer.describe_as = fresh.alter, None, None
    store = an_empty_store(tmp_path)
    clock = SystemClock()
    client = Client(
        issuer=issuer.address, client_id=CLIENT, client_secret=SECRET, groups_claim="groups"
    )
    logins = LoginPorts(store=SqlLogins(store), passwords=QUICK, clock=clock)
    ports = SignOnPorts(provider=OpenIdProvider(client, clock), logins=logins, role_of=GROUPS)
    yield Company(issuer, store, ports)
    store.close()


def test_whoever_the_provider_vouches_for_gets_a_place_by_their_group(company: Company) -> None:
    came = company.comes_back()

    held = session_of_cookie(came.cookie, company.ports.logins)

    assert (held.staff.staff, held.staff.role) == ("kim.doe", Role.AGENT)


def test_the_next_time_they_are_the_same_person_with_the_role_of_today(company: Company) -> None:
    company.comes_back()
    company.issuer.groups = ("leads", "support")
    company.issuer.name = "kim.married"

    came = company.comes_back()

    assert (came.session.staff.staff, came.session.staff.role) == ("kim.doe", Role.LEAD)
    with company.store.read() as reading:
        kinds = [entry.kind for _, entry in reading.audit_entries()]
    assert kinds == [
        *("staff.added", "staff.linked", "staff.logged_in"),
        *("staff.role_changed", "staff.logged_in"),
    ]


def test_without_a_group_that_has_a_place_nobody_gets_in(company: Company) -> None:
    company.comes_back()
    company.issuer.groups = ("chess",)

    with pytest.raises(Forbidden):
        company.comes_back()


def test_where_no_group_has_a_role_only_linked_people_get_in(company: Company) -> None:
    company.ports = replace(company.ports, role_of={})
    with pytest.raises(Forbidden):
        company.comes_back()

    add_staff("kim", Role.ADMIN, StaffPorts(store=company.store, clock=SystemClock()))
    link_staff("kim", f"{company.issuer.address} {SUBJECT}", company.ports.logins)

    assert company.comes_back().session.staff.role is Role.ADMIN


def test_a_name_that_is_taken_is_never_taken_over(company: Company) -> None:
    add_staff("kim.doe", Role.ADMIN, StaffPorts(store=company.store, clock=SystemClock()))

    with pytest.raises(Forbidden):
        company.comes_back()


def test_a_name_that_cannot_be_used_gets_no_place(company: Company) -> None:
    company.issuer.name = "金"

    with pytest.raises(Forbidden):
        company.comes_back()


def test_nobody_is_linked_who_is_not_here_or_somebody_else(company: Company) -> None:
    staff, logins = StaffPorts(store=company.store, clock=SystemClock()), company.ports.logins
    add_staff("kim", Role.AGENT, staff)
    add_staff("lee", Role.AGENT, staff)
    link_staff("kim", "there u-1", logins)

    with pytest.raises(Conflict):
        link_staff("lee", "there u-1", logins)
    with pytest.raises(NotFound):
        link_staff("max", "there u-2", logins)


LIES: dict[str, Callable[[Claims], Claims]] = {
    "another nonce": lambda c: c | {"nonce": "another"},
    "no nonce": lambda c: {k: v for k, v in c.items() if k != "nonce"},
    "another audience": lambda c: c | {"aud": "another"},
    "two audiences": lambda c: c | {"aud": [CLIENT, "another"]},
    "given to another": lambda c: c | {"azp": "another"},
    "another issuer": lambda c: c | {"iss": "http://127.0.0.1:1"},
    "expired": lambda c: c | {"exp": int(time.time()) - 120},
    "never expires": lambda c: {k: v for k, v in c.items() if k != "exp"},
    "from long ago": lambda c: c | {"iat": int(time.time()) - 3600},
    "from tomorrow": lambda c: c | {"iat": int(time.time()) + 86_400},
    "not yet": lambda c: c | {"nbf": int(time.time()) + 600},
    "no subject": lambda c: c | {"sub": ""},
    "no moment": lambda c: c | {"exp": "soon"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_does_not_hold_is_refused(company: Company, lie: str) -> None:
    company.issuer.alter = LIES[lie]

    with pytest.raises(NotAuthenticated):
        company.comes_back()


FORGERIES: dict[str, Callable[[Claims], str]] = {
    "no signature": lambda c: jwt.encode(c, "", algorithm="none"),
    "a shared secret": lambda c: jwt.encode(
        c, SECRET * 3, algorithm="HS256", headers={"kid": "k1"}
    ),
    "another key": lambda c: Issuer().signed(c),
    "no token": lambda _: "not.a.token",
    "too long": lambda _: "a" * 40_000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_token_that_the_provider_did_not_sign_is_refused(company: Company, forgery: str) -> None:
    company.issuer.forge = FORGERIES[forgery]

    with pytest.raises(NotAuthenticated):
        company.comes_back()


def test_a_code_is_taken_once(company: Company) -> None:
    secret, address = begin_sign_on(BACK, company.ports)
    returned = returned_by(company.issuer.browse(address))
    finish_sign_on(secret, returned, BACK, company.ports)

    with pytest.raises(NotAuthenticated):
        finish_sign_on(secret, returned, BACK, company.ports)


@pytest.mark.parametrize("state", [None, "", "another"])
def test_another_state_is_refused_before_the_provider_is_asked(
    company: Company, state: str | None
) -> None:
    before = company.issuer.tokens_asked

    with pytest.raises(NotAuthenticated):
        company.comes_back(state=state)

    assert company.issuer.tokens_asked == before


@pytest.mark.parametrize("secret", ["", "another browser's"])
def test_another_browser_cannot_finish_what_this_one_began(company: Company, secret: str) -> None:
    with pytest.raises(NotAuthenticated):
        company.comes_back(secret)


def test_a_code_of_another_request_does_not_fit_this_ones_proof(company: Company) -> None:
    _, others = begin_sign_on(BACK, company.ports)
    stolen = returned_by(company.issuer.browse(others)).code

    with pytest.raises(NotAuthenticated):
        company.comes_back(code=stolen)


@pytest.mark.parametrize("changes", [{"error": "access_denied"}, {"code": None}, {"issuer": "x"}])
def test_what_the_provider_did_not_grant_is_refused(
    company: Company, changes: dict[str, str | None]
) -> None:
    with pytest.raises(NotAuthenticated):
        company.comes_back(**changes)


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(company: Company) -> None:
    company.issuer.describe_as = "https://elsewhere.example"

    with pytest.raises(Unavailable):
        begin_sign_on(BACK, company.ports)


def test_a_provider_that_is_gone_is_said_to_be_gone(company: Company) -> None:
    client = Client(issuer="http://127.0.0.1:9", client_id=CLIENT, client_secret=None)
    ports = replace(company.ports, provider=OpenIdProvider(client, SystemClock()))

    with pytest.raises(Unavailable):
        begin_sign_on(BACK, ports)


def test_a_provider_that_is_not_encrypted_is_refused_but_on_this_machine() -> None:
    client = Client(issuer="http://sso.example", client_id=CLIENT, client_secret=None)

    with pytest.raises(BadSettings):
        OpenIdProvider(client, SystemClock())


def returned_by(address: str) -> Returned:
    back = dict(parse_qsl(urlsplit(address).query))
    return Returned(code=back["code"], state=back["state"], issuer=back["iss"])
