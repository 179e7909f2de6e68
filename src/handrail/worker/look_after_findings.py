"""Check what a sync changed, check everything now and then, and tell the staff what stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from handrail.app import App
from handrail.domain.knowledge.health.answers_elsewhere import ON_A_SCHEDULE
from handrail.domain.knowledge.health.model import CheckReport
from handrail.flow.ask_elsewhere import ask_elsewhere
from handrail.flow.check_knowledge import check_knowledge, check_what_changed
from handrail.flow.send_digest import send_digest
from handrail.flow.tell_elsewhere import told_of
from handrail.flow.watch_quality import lines_for_digest
from handrail.watch_app import watch_ports


def look_after_findings(
    app: App, tell: Callable[[str], None], is_stopped: Callable[[], bool] = lambda: False
) -> None:
    """Check what is due, and send a digest where one is due."""
    report = _checked(app, tell, is_stopped)
    if report is not None and (report.new or report.returned or report.fixed):
        found = len(report.new) + len(report.returned)
        tell(f"Checked: {found} new findings, {len(report.fixed)} put right.")
    worse = partial(lines_for_digest, watch_ports(app))
    came = send_digest(replace(app.channels.digests, got_worse=worse))
    if came is not None:
        tell(came)


def _checked(
    app: App, tell: Callable[[str], None], is_stopped: Callable[[], bool]
) -> CheckReport | None:
    ports = app.health.ports
    every = timedelta(hours=app.settings.worker.check_every_hours)
    with ports.store.read() as reading:
        last = reading.last_check(is_full=True)
    if last is None or last.at + every <= app.clock.now():
        if app.settings.knowledge.external_links.check:
            tell(told_of(ask_elsewhere(app.health.elsewhere(is_stopped), ON_A_SCHEDULE)))
        return check_knowledge(ports)
    return check_what_changed(ports)
