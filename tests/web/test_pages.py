"""The chat page and its files."""

import re
from importlib.resources import files

import pytest

from tests.web.running import Site

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
WIDGET = files("handrail.web.widget")


def test_the_page_carries_its_title_as_text_and_the_strictest_policy(site: Site) -> None:
    page = site.client.get("/")

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Help &amp; &lt;more&gt;</title>" in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


def test_the_page_loads_nothing_from_elsewhere_and_holds_no_inline_code(site: Site) -> None:
    page = site.client.get("/").text

    assert re.findall(r"https?://", page) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page) == []


def test_every_file_of_the_widget_is_served_with_its_type(site: Site) -> None:
    names = [item.name for item in WIDGET.iterdir() if item.name.endswith(tuple(TYPES))]

    served = {name: site.client.get(f"/{name}") for name in names}

    assert len(served) >= 6
    for name, response in served.items():
        assert response.status_code == 200, name
        assert response.headers["content-type"].startswith(TYPES[name.rpartition(".")[2]])
        assert response.headers["x-content-type-options"] == "nosniff"


def test_a_browser_that_has_a_file_is_not_sent_it_again(site: Site) -> None:
    first = site.client.get("/chat.js")

    again = site.client.get(
        "/chat.js", headers={"If-None-Match": f'W/"x", {first.headers["etag"]}'}
    )

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/../settings.py", "/%2e%2e/settings.py", "/chat.html", "/__init__.py"]
)
def test_no_other_file_is_served(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404


def test_the_widget_never_parses_text_as_html() -> None:
    for item in WIDGET.iterdir():
        if item.name.endswith(".js"):
            source = item.read_text(encoding="utf-8")
            assert (
                re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)
                == []
            )
