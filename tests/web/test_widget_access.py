"""Whoever cannot see, or cannot use a mouse, finds the same chat: axe-core looks at every state."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.web.browsing import KEY, Host, chromium, front_for, page_of, shop_host
from tests.web.running import Site, running_site
from tests.web.widget_states import STATES, show

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-core is not installed"
)
pytestmark = pytest.mark.slow
SCHEMES: Mapping[str, Mapping[str, object]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast"]},  # nothing else differs there
}
PANEL = f'<handrail-chat site="{KEY}" open></handrail-chat>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with shop_host() as running:
        yield running


@pytest.fixture(scope="module")
def site(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    front = front_for(host, colour="#ffcc00")
    with running_site(folder, front=front) as running:
        yield running


@pytest.mark.parametrize("state", sorted(STATES))
def test_axe_finds_nothing_in_either_scheme(
    browser: Any, host: Host, site: Site, state: str
) -> None:
    still: dict[str, str] = {"reduced_motion": "reduce", "color_scheme": "light"}
    with page_of(browser, [site.address, host.address], **still) as page:
        show(state, page, site, host, PANEL)
        found = []
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            looked = axe.Axe().run(page, options={"resultTypes": ["violations"], **rules})
            found += [
                (scheme, fault["id"], [node["html"] for node in fault["nodes"]])
                for fault in looked.response["violations"]
            ]

        assert found == []
