"""A page of a real browser of which every fault is kept: errors, dialogs, requests elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.flow.logging_in import PASSWORD


@contextmanager
def watched_page(context: Any, address: str) -> Iterator[Any]:
    """Open a page; at the end nothing may have gone wrong in it, or asked elsewhere."""
    opened = context.new_page()
    faults: list[str] = []

    def on_console(said: Any) -> None:
        if said.type == "error":  # what the policy stopped is told here, too
            faults.append(said.text)

    def on_request(asked: Any) -> None:
        if not asked.url.startswith(address):
            faults.append(asked.url)

    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    opened.on("console", on_console)
    opened.on("request", on_request)
    yield opened
    assert faults == []
    opened.close()


@contextmanager
def page_as_wide_as(width: int, browser: Any, address: str) -> Iterator[Any]:
    """Open a page of a phone or a desk; at the end nothing may stand beyond its window."""
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=address)
    with watched_page(context, address) as opened:
        yield opened
        assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()


def log_in(page: Any, name: str = "kim") -> None:
    """Log in as one of the staff, and wait for the inbox."""
    page.goto("/console")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Inbox").wait_for()
