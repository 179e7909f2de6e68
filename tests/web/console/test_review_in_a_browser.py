"""Reviews in a real browser: with the keyboard alone, on a phone and on a desk, for everybody."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.quality.review import Verdict
from handrail.flow.rank_worst import rank_worst
from handrail.flow.reviewed_cases import reviewed_cases
from handrail.review_app import rank_ports, review_ports
from handrail.settings import load_settings
from tests.flow.logging_in import PASSWORD
from tests.past import QUESTIONS, REFUNDS, a_past_project
from tests.projects import asked
from tests.web.axe_check import axe_faults
from tests.web.console.site import ConsoleSite, running_console
from tests.web.console.watched import watched_page

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed", exc_type=ImportError
)
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ConsoleSite]:
    app = a_past_project(tmp_path)
    app.store.close()
    with running_console(tmp_path) as running:
        running.app.settings = load_settings(tmp_path, {"HANDRAIL_QUALITY__DRAWN_SHARE": "1"})
        last = [asked(running.app, question) for question in QUESTIONS][-1]
        asked(running.app, "no, that is wrong", conversation=last.conversation)
        rank_worst(rank_ports(running.app))
        yield running


@pytest.mark.parametrize("width", [390, 1440])
def test_a_lead_reviews_the_worst_turn_with_the_keyboard_alone(
    site: ConsoleSite, width: int
) -> None:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": width, "height": 844}, base_url=site.address
        )
        with watched_page(context, site.address) as page:
            faults = _reviewed(page, width)
        browser.close()

    (case,) = reviewed_cases(review_ports(site.app))
    assert faults == []
    assert (case.review.verdict, case.review.articles) == (Verdict.WRONG, (REFUNDS,))


def _reviewed(page: Any, width: int) -> list[str]:
    """Review the first turn of the queue; return what each page does wrong for anybody."""
    page.goto("/console/login?next=/console/review")
    page.get_by_label("Name").fill("lee")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Review", exact=True).wait_for()
    page.get_by_role("link", name="Drawn by chance").click()
    page.get_by_role("link", name="An answer of").first.wait_for()
    faults = _faults(page, f"drawn-{width}")
    page.get_by_role("link", name="To read").click()
    page.get_by_role("link", name="Drawn by chance").wait_for()
    faults += _faults(page, f"queue-{width}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Was this right?").wait_for()
    faults += _faults(page, f"turn-{width}")
    page.get_by_role("radio", name="Wrong").focus()
    page.keyboard.press("Space")
    page.get_by_label("what went wrong").focus()
    page.keyboard.type("The article")
    page.get_by_label("The articles that answer").focus()
    page.keyboard.type(REFUNDS)
    page.get_by_role("button", name="Keep the verdict").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Somebody has the task").wait_for()
    return faults


def _faults(page: Any, name: str) -> list[str]:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return axe_faults(page)
