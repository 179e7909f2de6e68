"""The door of the console, over real HTTP: cookies, sessions, and who is shown what."""

import re

import httpx2
import pytest

from handrail.domain.actions.model import Role
from handrail.flow.log_in import set_password
from handrail.flow.staff import add_staff, remove_staff
from handrail.web.console.cookies import cookies_of
from handrail.web.console.parts import own_page
from handrail.web.console.routing import DOORS
from tests.flow.logging_in import PASSWORD
from tests.web.console.site import OWN, STAFF, ConsoleSite


def test_whoever_is_not_logged_in_is_sent_to_the_door_and_back_afterwards(
    console: ConsoleSite,
) -> None:
    visitor = console.visitor()

    sent = visitor.get("/console/knowledge?words=refund")
    shown = visitor.get(sent.headers["location"])
    came = visitor.post(
        "/console/login",
        data={"name": "kim", "password": PASSWORD, "next": "/console/knowledge?words=refund"},
    )

    assert sent.headers["location"] == "/console/login?next=%2Fconsole%2Fknowledge%3Fwords%3Drefund"
    assert 'value="/console/knowledge?words=refund"' in shown.text
    assert came.headers["location"] == "/console/knowledge?words=refund"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/console//elsewhere.example",
        "/console/\\elsewhere",
        "/elsewhere",
        "/console/\n",
        "",
    ],
)
def test_no_login_sends_anybody_elsewhere(wanted: str) -> None:
    assert own_page(wanted) == "/console/inbox"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(console: ConsoleSite) -> None:
    came = console.visitor().post("/console/login", data={"name": "kim", "password": PASSWORD})

    cookie = came.headers["set-cookie"]
    assert re.fullmatch(r"handrail=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", cookie)


def test_behind_an_encrypted_address_the_cookie_is_for_this_host_alone(
    console: ConsoleSite,
) -> None:
    headers = OWN | {"X-Forwarded-Proto": "https", "Host": "help.example"}

    came = console.visitor(headers).post(
        "/console/login", data={"name": "kim", "password": PASSWORD}
    )

    cookie = came.headers["set-cookie"]
    assert cookie.startswith("__Host-handrail=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=lax; Secure")


@pytest.mark.parametrize(
    ("scheme", "host", "name"),
    [
        ("http", "127.0.0.1:8080", "handrail"),
        ("http", "localhost", "handrail"),
        ("http", "[::1]:8080", "handrail"),
        ("https", "127.0.0.1:8080", "__Host-handrail"),
        ("http", "help.example", "__Host-handrail"),
        ("http", "127.0.0.1.example", "__Host-handrail"),
        ("http", "", "__Host-handrail"),
    ],
)
def test_a_cookie_counts_only_under_the_name_for_its_address(
    scheme: str, host: str, name: str
) -> None:
    both = "handrail=plain; __Host-handrail=bound"
    headers = [(b"host", host.encode()), (b"cookie", both.encode())]

    cookies = cookies_of({"type": "http", "scheme": scheme, "headers": headers})

    assert cookies.get("handrail") == ("plain" if name == "handrail" else "bound")


@pytest.mark.parametrize("sent", ["handrail", "=", ";;;", "handrail=" + "a" * 9_000, '"\\'])
def test_cookies_that_cannot_be_read_are_none(console: ConsoleSite, sent: str) -> None:
    answer = console.visitor(OWN | {"Cookie": sent}).get("/console/inbox")

    assert answer.headers["location"].startswith("/console/login")


@pytest.mark.parametrize(("name", "password"), [("kim", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    console: ConsoleSite, name: str, password: str
) -> None:
    answer = console.visitor().post("/console/login", data={"name": name, "password": password})

    assert answer.status_code == 401
    assert "Name and password do not belong together." in answer.text
    assert "set-cookie" not in answer.headers


def test_too_many_tries_are_told_to_wait(console: ConsoleSite) -> None:
    visitor = console.visitor()

    answers = [
        visitor.post("/console/login", data={"name": "guessed", "password": f"guess {n}"})
        for n in range(6)
    ]

    assert [a.status_code for a in answers] == [401] * 5 + [429]
    assert "Try again in" in answers[-1].text


def test_logging_out_ends_the_session_not_only_the_cookie(console: ConsoleSite) -> None:
    client = console.logged_in("max")
    held = client.cookies["handrail"]

    left = client.post("/console/logout")

    assert left.headers["location"] == "/console/login"
    assert not is_in(console, held)


def test_a_session_that_was_planted_is_worth_nothing_after_the_login(
    console: ConsoleSite,
) -> None:
    planted = console.logged_in("max").cookies["handrail"]
    victim = console.visitor()
    victim.cookies.set("handrail", planted, domain="127.0.0.1")

    victim.post("/console/login", data={"name": "lee", "password": PASSWORD})

    assert not is_in(console, planted)


def test_whoever_is_removed_is_out_at_once(console: ConsoleSite) -> None:
    add_staff("zoe", Role.ADMIN, console.app.staff_ports())
    set_password("zoe", PASSWORD, console.app.console.logins)
    zoe = console.logged_in("zoe")
    assert zoe.get("/console/staff").status_code == 200

    remove_staff("zoe", console.app.staff_ports())

    assert zoe.get("/console/staff").status_code == 303
    assert zoe.get("/console/live", headers={"Handrail-Live": "1"}).status_code == 401


def test_a_changed_password_ends_every_other_session(console: ConsoleSite) -> None:
    add_staff("pat", Role.AGENT, console.app.staff_ports())
    set_password("pat", PASSWORD, console.app.console.logins)
    here, elsewhere = console.logged_in("pat"), console.logged_in("pat").cookies["handrail"]
    fresh = "an entirely different one"
    form = {"held": PASSWORD, "fresh": fresh, "again": fresh}

    wrong = here.post("/console/account/password", data=form | {"held": "wrong"})
    unlike = here.post("/console/account/password", data=form | {"again": "unlike"})
    changed = here.post("/console/account/password", data=form)

    assert [wrong.status_code, unlike.status_code, changed.status_code] == [422, 422, 303]
    assert "Your password is changed." in here.get("/console/account").text
    assert not is_in(console, elsewhere)


LEAST = {door.path: door.least for door in DOORS if door.method == "GET" and "{" not in door.path}


OF_NOTHING = ("/quality/slice",)
"""Pages about a topic or language: there is none of which something is known yet."""


@pytest.mark.parametrize(("name", "role"), [("kim", 0), ("lee", 1), ("ada", 2)])
def test_each_role_opens_the_pages_that_are_for_it(
    console: ConsoleSite, name: str, role: int
) -> None:
    client = console.logged_in(name)
    roles = tuple(Role)

    now = {"id": "help/shipping.md", "to": console.app.clock.now().isoformat()}

    opened = {
        path: client.get(f"/console{path}", params=now).status_code
        for path in LEAST
        if path != "/live"
    }

    assert opened == {
        path: (404 if path in OF_NOTHING else 200) if roles.index(least) <= role else 403
        for path, least in LEAST.items()
        if path != "/live"
    }


def test_every_role_is_shown_the_places_that_are_for_it(console: ConsoleSite) -> None:
    pages = {name: console.logged_in(name).get("/console/account").text for name in STAFF}

    shown = {
        name: re.findall(r'<a href="/console/(\w+)">', page.partition("</nav>")[0])
        for name, page in pages.items()
    }

    first, second = ["inbox", "actions", "knowledge"], ["quality", "review", "audit"]
    assert shown == {
        "kim": first,
        "max": first,
        "lee": [*first, *second],
        "ada": [*first, *second, "staff", "settings"],
    }


def test_the_routes_of_the_staff_open_by_the_cookie_too(console: ConsoleSite) -> None:
    kim, nobody = console.logged_in("kim"), console.visitor()

    path = "/api/v1/staff/handoffs"
    answers = [client.get(path).status_code for client in (kim, nobody)]

    assert answers == [200, 401]


def is_in(console: ConsoleSite, cookie: str) -> bool:
    client: httpx2.Client = console.visitor()
    client.cookies.set("handrail", cookie, domain="127.0.0.1")
    return client.get("/console/inbox").status_code == 200
