"""A long log is verified while its page is open: the page tells what came of it by itself."""

import threading
from collections.abc import Iterator

import pytest

from handrail.audit_app import AuditApp
from handrail.flow.verify_audit import VerifyPorts
from tests.web import browsing
from tests.web.axe_check import axe_faults
from tests.web.console.site import ConsoleSite
from tests.web.console.watched import log_in, page_as_wide_as

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browsing.CHROMIUM is None, reason="chromium is not installed"),
]
_LONG = 30.0


@pytest.fixture
def let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold up every verification until somebody lets it go."""
    held, real = threading.Event(), AuditApp.verify_ports

    def held_up(app: AuditApp) -> VerifyPorts:
        assert held.wait(_LONG)
        return real(app)

    monkeypatch.setattr(AuditApp, "verify_ports", held_up)
    yield held
    held.set()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_tells_by_itself_what_came_of_it(
    width: int, console: ConsoleSite, let_go: threading.Event
) -> None:
    with (
        browsing.chromium() as chromium,
        page_as_wide_as(width, chromium, console.address) as page,
    ):
        log_in(page, "lee")
        page.goto("/console/audit")
        page.get_by_role("button", name="Verify all of it").click()
        page.get_by_role("heading", name="Being verified").wait_for()
        faults = axe_faults(page)
        let_go.set()
        page.get_by_role("heading", name="Nothing is sealed yet").wait_for()
        faults += axe_faults(page)

    assert faults == []
