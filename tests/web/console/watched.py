"""A page of a real browser of which every fault is kept: errors, dialogs, requests elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


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
