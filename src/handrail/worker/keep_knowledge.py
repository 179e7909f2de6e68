"""Sync and check on a schedule; a failure is told and tried again, never the end of the worker."""

import threading
from collections.abc import Callable

from handrail.app import App
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import HandrailError
from handrail.worker.look_after_findings import look_after_findings

_MINUTE = 60.0


def keep_knowledge(
    app: App, stop: threading.Event, tell: Callable[[str], None], *, once: bool
) -> int:
    """Sync until `stop` is set; return 1 where the last sync failed."""
    failed = False
    while not stop.is_set():
        try:
            tell(_sync(app))
            look_after_findings(app, tell)
            failed = False
        except HandrailError as error:
            tell(f"Sync failed: {error}")
            failed = True
        if once:
            break
        stop.wait(app.settings.worker.sync_every_minutes * _MINUTE)
    return int(failed)


def _sync(app: App) -> str:
    report = sync_knowledge(app.sync_ports(), None, _silent)
    expired = app.calibrating.recheck(_silent) if report.changed else None
    told = (
        f"Synced: {len(report.added)} added, {len(report.edited)} edited, "
        f"{len(report.retired)} retired, {report.unchanged} unchanged, "
        f"{len(report.skipped)} skipped."
    )
    return told if expired is None else f"{told} {expired}"


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
