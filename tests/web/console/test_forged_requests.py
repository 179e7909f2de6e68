"""T9, what no other page can make the browser of one of the staff do: a table made of the routes.

Every route that changes something is asked as another page's form, as a fetch, without the
headers of a browser, and from nowhere; each time with the cookie of somebody who may do it.
"""

import httpx2
import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from handrail.web.api.action_routes import routes as staff_routes
from handrail.web.api.desk_routes import routes as desk_routes
from handrail.web.api.finding_routes import routes as finding_routes
from handrail.web.api.gap_routes import routes as gap_routes
from handrail.web.api.passing_routes import routes as passing_routes
from handrail.web.api.review_routes import routes as review_routes
from handrail.web.api.watch_routes import routes as watch_routes
from handrail.web.console.routing import DOORS, OPEN_DOORS
from tests.web.console.site import OWN, ConsoleSite

FORM = "application/x-www-form-urlencoded"
FORGED = {
    "a form of another site": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
        "Origin": "https://elsewhere.example",
    },
    "a form of a neighbour's site": {
        "Sec-Fetch-Site": "same-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    },
    "a fetch without CORS": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "empty",
        "Content-Type": "text/plain",
    },
    "a browser that says nothing": {},
    "a page from nowhere": {"Origin": "null"},
    "an old browser at another page": {"Origin": "https://elsewhere.example"},
    "typed in by hand": {"Sec-Fetch-Site": "none"},
    "own headers and a foreign origin": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "http://127.0.0.1",
    },
}
CONSOLE = [f"/console{door.path}" for door in DOORS if door.method == "POST"]
CONSOLE += [f"/console{path}" for path, _, method in OPEN_DOORS if method == "POST"]
API = [
    route.path
    for routes in (
        staff_routes,
        desk_routes,
        passing_routes,
        finding_routes,
        gap_routes,
        review_routes,
        watch_routes,
    )
    for route in routes.routes
    if isinstance(route, APIRoute) and "/staff/" in route.path and "POST" in (route.methods or ())
]


def filled(path: str) -> str:
    for name, ref in {
        "conversation": "conv_1",
        "action": "act_1",
        "handoff": "hand_1",
        "finding": "find_1",
        "gap": "gap_1",
        "draft": "draft_1",
        "alert": "alert_1",
        "record": "rec_1",
    }.items():
        path = path.replace(f"{{{name}}}", ref)
    return path


@pytest.fixture(scope="module")
def ada(console: ConsoleSite) -> httpx2.Client:
    client = console.logged_in("ada")
    cookie = client.cookies["handrail"]
    bare = console.visitor({})
    bare.cookies.set("handrail", cookie, domain="127.0.0.1")
    return bare


def test_the_table_holds_every_route_that_changes_something(console: ConsoleSite) -> None:
    found = set()
    for mount in console.routes():
        if isinstance(mount, Mount) and mount.path == "/console":
            for route in mount.routes:
                if isinstance(route, Route) and route.methods and "POST" in route.methods:
                    found.add(f"/console{route.path}")

    assert found == set(CONSOLE)
    assert len(CONSOLE) >= 14
    assert len(API) >= 8


@pytest.mark.parametrize("path", [*CONSOLE, *API])
def test_a_forged_request_changes_nothing(
    console: ConsoleSite, ada: httpx2.Client, path: str
) -> None:
    before = console.everything()
    body = {"name": "kim", "action": "*", "position": "off", "theme": "dark", "text": "Hello"}

    answers = {
        forged: ada.post(filled(path), data=body, headers=headers)
        for forged, headers in FORGED.items()
    }

    assert {name: a.status_code for name, a in answers.items()} == dict.fromkeys(FORGED, 403)
    assert not any("set-cookie" in answer.headers for answer in answers.values())
    assert console.everything() == before


@pytest.mark.parametrize("path", [*CONSOLE, *API])
def test_the_same_request_from_our_own_page_reaches_its_route(
    console: ConsoleSite, path: str
) -> None:
    ada = console.logged_in("ada")

    answer = ada.post(filled(path), data={"theme": "dark"}, headers=OWN)

    assert answer.status_code != 403


def test_what_only_shows_takes_no_other_method(ada: httpx2.Client) -> None:
    does = {door.path for door in DOORS if door.method == "POST"}
    shown = {filled(f"/console{door.path}") for door in DOORS if door.path not in does}

    answers = {
        (place, method): ada.request(method, place, headers=OWN).status_code
        for place in shown
        for method in ("PUT", "PATCH", "DELETE", "POST")
    }

    assert set(answers.values()) <= {404, 405}


def test_an_old_browser_on_our_own_page_is_known_by_its_origin(
    console: ConsoleSite, ada: httpx2.Client
) -> None:
    answer = ada.post("/console/theme", data={"theme": "dark"}, headers={"Origin": console.address})

    assert answer.status_code == 303


@pytest.mark.parametrize("dest", ["iframe", "image", "script", "object", "empty"])
def test_another_page_can_neither_frame_nor_read_ours(ada: httpx2.Client, dest: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": dest}

    answer = ada.get("/console/inbox", headers=headers)

    assert answer.status_code == 403


def test_a_link_from_elsewhere_opens_a_page(ada: httpx2.Client) -> None:
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }

    answer = ada.get("/console/inbox", headers=headers)

    assert answer.status_code == 200


def test_a_token_of_the_staff_needs_no_browser(console: ConsoleSite) -> None:
    answer = console.visitor({"Authorization": "Bearer hrs_nobody"}).post(
        "/api/v1/staff/switch", json={"position": "off"}
    )

    assert answer.status_code == 401


def test_looking_at_every_page_changes_nothing_but_that_it_was_looked_at(
    console: ConsoleSite,
) -> None:
    ada = console.logged_in("ada")
    conversation = console.hears("I want to talk to a person").conversation
    before = console.everything(without=("audit_entries",))

    for door in DOORS:
        if door.method == "GET" and door.path != "/live":
            place = door.path.replace("{conversation}", conversation)
            ada.get(f"/console{place}".replace("{action}", "act_1"))

    assert console.everything(without=("audit_entries",)) == before
    assert set(console.entries()[-1:]) == {"conversation.read"}
