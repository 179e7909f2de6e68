"""Check what a sync changed, check everything now and then, and tell the staff what stands."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from handrail.app import App
from handrail.domain.knowledge.health.answers_elsewhere import ON_A_SCHEDULE
from handrail.domain.knowledge.health.model import CheckReport
from handrail.flow.ask_elsewhere import ask_elsewhere
from handrail.flow.check_knowledge import check_knowledge, check_what_changed, get_ready
from handrail.flow.send_digest import send_digest
from handrail.flow.tell_elsewhere import told_of
from handrail.flow.watch_quality import lines_for_digest
from handrail.kernel.uncollected import set_aside
from handrail.watch_app import watch_ports

_ONE_CHECK = threading.Lock()
"""Two checks at once would do the same work twice."""


def look_after_findings(
    app: App,
    tell: Callable[[str], None],
    is_stopped: Callable[[], bool] = lambda: False,
    *,
    opens_links: bool = True,
) -> None:
    """Check what is due, and send a digest where one is due.

    Where links to other sites are opened beside this, everything is checked there.
    """
    are_asked = app.settings.knowledge.external_links.check
    if (opens_links or not are_asked) and is_due(app):
        if are_asked:
            open_links(app, tell, is_stopped)
        check_all(app, tell)
    else:
        with _ONE_CHECK:
            _tell_of(check_what_changed(app.health.ports), tell)
    worse = partial(lines_for_digest, watch_ports(app))
    came = send_digest(replace(app.channels.digests, got_worse=worse))
    if came is not None:
        tell(came)


def open_links(app: App, tell: Callable[[str], None], is_stopped: Callable[[], bool]) -> None:
    """Open those links to other sites that are due, and say what came of it."""
    tell(told_of(ask_elsewhere(app.health.elsewhere(is_stopped), ON_A_SCHEDULE)))


def check_all(app: App, tell: Callable[[str], None]) -> None:
    """Check everything, and say what is new."""
    with _ONE_CHECK:
        _tell_of(check_knowledge(app.health.ports), tell)


def await_edits(app: App) -> None:
    """Read all that is served, once, so that the first edit is checked as fast as any."""
    with _ONE_CHECK:
        get_ready(app.health.ports)
        set_aside()


def is_due(app: App) -> bool:
    """Tell whether everything is to be checked."""
    every = timedelta(hours=app.settings.worker.check_every_hours)
    with app.health.ports.store.read() as reading:
        last = reading.last_check(is_full=True)
    return last is None or last.at + every <= app.clock.now()


def _tell_of(report: CheckReport | None, tell: Callable[[str], None]) -> None:
    if report is not None and (report.new or report.returned or report.fixed):
        found = len(report.new) + len(report.returned)
        tell(f"Checked: {found} new findings, {len(report.fixed)} put right.")
