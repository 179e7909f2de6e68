"""The chat page in a real browser: what a customer sees, and what text can never do."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.running import ANSWER, QUESTION, UNKNOWN, Site

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed", exc_type=ImportError
)
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


@pytest.fixture(params=[390, 1440])
def page(request: pytest.FixtureRequest, site: Site) -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": request.param, "height": 844})
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("dialog", lambda dialog: faults.append(dialog.message))
        opened.on(
            "request",
            lambda asked: faults.append(asked.url) if site.address not in asked.url else None,
        )
        opened.goto(site.address)
        yield opened
        assert faults == []
        assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")
        browser.close()


def ask(page: Any, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def test_an_answer_shows_its_source_and_the_quote_on_demand(page: Any) -> None:
    ask(page, QUESTION)

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    page.get_by_role("button", name="Source 1: Refunds › How long it takes").click()
    page.locator("blockquote").get_by_text(ANSWER).wait_for()
    link = page.get_by_role("link", name="Open the article")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_what_is_not_known_offers_a_person_who_then_gets_what_is_added(page: Any) -> None:
    ask(page, UNKNOWN)
    page.locator(".offer").get_by_role("button", name="Talk to a person").click()
    page.get_by_text("A person was asked to join.").wait_for()

    ask(page, "My order is 1234.")

    page.get_by_text("Added for the person").wait_for()


def test_a_reload_keeps_the_conversation(page: Any) -> None:
    ask(page, QUESTION)
    page.locator(".claim").wait_for()
    page.reload()

    page.locator(".customer").get_by_text(QUESTION).wait_for()
    page.locator(".claim").get_by_text(ANSWER).wait_for()


def test_text_is_only_ever_text(page: Any) -> None:
    ask(page, HOSTILE)
    page.locator(".turn.assistant:not(.waiting)").wait_for()

    page.locator(".customer").get_by_text(HOSTILE).wait_for()
    assert page.locator("handrail-chat img, handrail-chat script").count() == 0
