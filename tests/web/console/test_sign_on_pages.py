"""Single sign-on through the pages, as a browser goes: to the provider and back."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from handrail.console_app import ConsoleApp
from handrail.console_settings import ConsoleSettings, SignOnSettings
from handrail.domain.actions.model import Role
from tests.flow.logging_in import QUICK
from tests.openid_issuer import CLIENT, SECRET, Issuer, running_issuer
from tests.projects import a_synced_project
from tests.web.console.site import OWN, ConsoleSite, running_console

BACK = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}
"""What a browser says when the provider sends it back."""


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with running_issuer() as running:
        running.groups = ("support",)
        yield running


@pytest.fixture(scope="module")
def console(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleSite]:
    project: Path = a_synced_project(tmp_path_factory.mktemp("sso") / "project")
    said = SignOnSettings(
        issuer=issuer.address,
        client_id=CLIENT,
        client_secret=SecretStr(SECRET),
        groups_claim="groups",
        roles={"support": Role.AGENT},
        label="Example account",
    )
    with running_console(project) as site:
        app = site.app
        settings = ConsoleSettings(oidc=said)
        app.settings = app.settings.model_copy(update={"console": settings})
        app.console = ConsoleApp(settings, app.store, app.clock, QUICK)
        yield site


def test_somebody_comes_in_by_the_provider(console: ConsoleSite, issuer: Issuer) -> None:
    browser = console.visitor()

    came = follow(browser, issuer)

    assert came.headers["location"] == "/console/inbox"
    assert "handrail-sign-on" not in browser.cookies
    page = browser.get("/console/account").text
    assert "<h2>kim.doe</h2>" in page


def test_the_door_names_the_provider(console: ConsoleSite) -> None:
    page = console.visitor().get("/console/login").text

    assert "Log in with Example account" in page
    assert 'href="/console/login/elsewhere"' in page


def test_another_browser_cannot_finish_it(console: ConsoleSite, issuer: Issuer) -> None:
    victim, thief = console.visitor(), console.visitor()
    address = victim.get("/console/login/elsewhere").headers["location"]
    back = urlsplit(issuer.browse(address))

    came = thief.get(f"{back.path}?{back.query}", headers=BACK)

    assert came.status_code == 401
    assert "This sign-on is refused" in came.text
    assert "handrail" not in thief.cookies


def test_the_same_return_counts_once(console: ConsoleSite, issuer: Issuer) -> None:
    browser = console.visitor()
    address = browser.get("/console/login/elsewhere").headers["location"]
    secret = browser.cookies["handrail-sign-on"]
    back = urlsplit(issuer.browse(address))
    browser.get(f"{back.path}?{back.query}", headers=BACK)
    again = console.visitor()
    again.cookies.set("handrail-sign-on", secret, domain="127.0.0.1")

    came = again.get(f"{back.path}?{back.query}", headers=BACK)

    assert came.status_code == 401


def test_who_has_no_place_here_is_told_so(console: ConsoleSite, issuer: Issuer) -> None:
    issuer.groups = ("chess",)

    came = follow(console.visitor(), issuer)
    issuer.groups = ("support",)

    assert came.status_code == 401
    assert "None of your groups has a place here." in came.text


@pytest.mark.parametrize("path", ["/console/login/elsewhere", "/console/login/callback?state=x"])
def test_without_a_provider_there_is_no_such_way(path: str, tmp_path: Path) -> None:
    with running_console(a_synced_project(tmp_path / "project")) as plain:
        assert plain.visitor().get(path).status_code == 404


def follow(browser: httpx2.Client, issuer: Issuer) -> httpx2.Response:
    """Go to the provider and come back."""
    sent = browser.get("/console/login/elsewhere", headers=OWN)
    back = urlsplit(issuer.browse(sent.headers["location"]))
    return browser.get(f"{back.path}?{back.query}", headers=BACK)
