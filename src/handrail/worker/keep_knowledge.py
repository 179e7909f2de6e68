"""Sync and check on a schedule; a failure is told and tried again, never the end of the worker."""

import threading
from collections.abc import Callable

from handrail.app import App
from handrail.domain.knowledge.notices import notices_of
from handrail.flow.ports import untold
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import HandrailError
from handrail.worker.look_after_findings import await_edits, look_after_findings

_MINUTE = 60.0


def keep_knowledge(
    app: App, stop: threading.Event, tell: Callable[[str], None], *, once: bool
) -> int:
    """Sync and check until `stop` is set; return 1 where the last sync or check failed.

    What is served is checked also while no source can be read. Links to other sites are opened here
    where this is done once, and else beside it.
    """
    failed = False
    while not stop.is_set():
        failed = False
        try:
            failed = _sync(app, tell)
        except HandrailError as error:
            tell(f"Sync failed: {error}")
            failed = True
        try:
            look_after_findings(app, tell, stop.is_set, opens_links=once)
            if not (once or stop.is_set()):
                await_edits(app)
        except HandrailError as error:
            tell(f"The articles could not be checked: {error}")
            failed = True
        if once:
            break
        stop.wait(app.settings.worker.sync_every_minutes * _MINUTE)
    return int(failed)


def _sync(app: App, tell: Callable[[str], None]) -> bool:
    """Sync once and tell of it; return whether a source could not be read to its end."""
    report = sync_knowledge(app.sync_ports(), None, untold)
    expired = app.calibrating.recheck(untold) if report.changed else None
    tell(
        f"Synced: {len(report.added)} added, {len(report.edited)} edited, "
        f"{len(report.retired)} retired, {report.unchanged} unchanged, "
        f"{len(report.skipped)} skipped."
    )
    for notice in (*notices_of(report), *(() if expired is None else (expired,))):
        tell(notice)
    return bool(report.failed)
