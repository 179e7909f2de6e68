"""The chat page and its files."""

import json
import re
from importlib.resources import files

import pytest

from handrail.web.bundle import MODULES, bundled
from handrail.web.own_files import compressed
from tests.web.running import Site

SERVED = {
    "page.css": "text/css",
    "widget.js": "text/javascript",
    "icon.svg": "image/svg+xml",
    "words/ur.json": "application/json",
}
LARGEST = 20_000
SPOKEN = ("en", "zh", "hi", "es", "fr", "ar", "bn", "pt", "ru", "ur", "he", "de")
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
    served = {name: site.client.get(f"/{name}") for name in SERVED}

    for name, response in served.items():
        assert response.status_code == 200, name
        assert response.headers["content-type"].startswith(SERVED[name])
        assert response.headers["x-content-type-options"] == "nosniff"


def test_what_a_customer_loads_has_less_than_20_kilobytes(site: Site) -> None:
    script = site.client.get("/widget.js")
    words = {language: len(compressed(said)) for language, said in bundled().words.items()}

    assert script.headers["content-encoding"] == "gzip"
    assert int(script.headers["content-length"]) + max(words.values()) < LARGEST


def test_the_widget_is_the_same_bytes_after_every_start() -> None:
    assert compressed(bundled().script) == compressed(bundled().script)


def test_a_browser_that_takes_nothing_compressed_is_sent_it_plain(site: Site) -> None:
    plain = site.client.get("/widget.js", headers={"Accept-Encoding": "br, gzip;q=0"})

    assert "content-encoding" not in plain.headers
    assert plain.text.startswith("(()=>{")


def test_every_language_says_everything_that_english_says() -> None:
    said = {language: json.loads(words) for language, words in bundled().words.items()}

    assert set(SPOKEN) <= set(said)
    for language, words in said.items():
        assert list(words) == list(said["en"]), language
        for name, text in words.items():
            assert text.strip(), (language, name)
            placed = re.findall(r"\{\w+\}", text)
            assert sorted(placed) == sorted(re.findall(r"\{\w+\}", said["en"][name])), name


def test_modules_keep_to_what_putting_them_together_asks_of_them() -> None:
    for name in MODULES:
        source = (WIDGET / f"{name}.js").read_text(encoding="utf-8")
        imported = re.findall(r'^import .* from "\./(\w+)\.js";$', source, re.MULTILINE)

        assert len(imported) == len(re.findall(r"^import\b", source, re.MULTILINE)), name
        for other in imported:
            assert other == "made" or MODULES.index(other) < MODULES.index(name), (name, other)
        for line in source.splitlines():
            assert line.count("`") % 2 == 0, (name, line)


def test_a_browser_that_has_a_file_is_not_sent_it_again(site: Site) -> None:
    first = site.client.get("/widget.js")

    again = site.client.get(
        "/widget.js", headers={"If-None-Match": f'W/"x", {first.headers["etag"]}'}
    )

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/../settings.py", "/%2e%2e/settings.py", "/chat.html", "/frame.js", "/__init__.py"]
)
def test_no_other_file_is_served(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404


def test_the_widget_never_parses_text_as_html() -> None:
    for item in WIDGET.iterdir():
        if item.name.endswith(".js"):
            source = item.read_text(encoding="utf-8")
            assert (
                re.findall(
                    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser|setHTML|srcdoc|postMessage|Function\(",
                    source,
                )
                == []
            )
