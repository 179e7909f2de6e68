"""The chat page in a real browser: what a customer sees, and what text can never do."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browsing import ask, chromium, page_of
from tests.web.running import ANSWER, QUESTION, UNKNOWN, Site

pytestmark = pytest.mark.slow
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(params=[390, 1440])
def page(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[Any]:
    size = {"width": request.param, "height": 844}
    with page_of(browser, [site.address], viewport=size) as opened:
        opened.goto(site.address)
        yield opened
        assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_an_answer_shows_its_source_and_the_quote_on_demand(page: Any) -> None:
    ask(page, QUESTION)

    page.locator(".claim").get_by_text(ANSWER).wait_for()
    page.get_by_role("button", name="Sources: Refunds › How long it takes").click()
    page.locator("blockquote").get_by_text(ANSWER).wait_for()
    link = page.get_by_role("link", name="Open the article")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_what_is_not_known_offers_a_person_who_then_gets_what_is_added(page: Any) -> None:
    ask(page, UNKNOWN)
    page.locator(".offer").click()
    page.get_by_text("A person was asked to join.").wait_for()

    ask(page, "My order is 1234.")

    page.get_by_text("Kept for the person").wait_for()


def test_a_reload_keeps_the_conversation(page: Any) -> None:
    ask(page, QUESTION)
    page.locator(".claim").wait_for()
    page.reload()

    page.locator(".customer").get_by_text(QUESTION).wait_for()
    page.locator(".claim").get_by_text(ANSWER).wait_for()


def test_text_is_only_ever_text(page: Any) -> None:
    ask(page, HOSTILE)
    page.locator(".bubble.abstained").wait_for()

    page.locator(".customer").get_by_text(HOSTILE).wait_for()
    assert page.locator("handrail-chat img, handrail-chat script").count() == 0
