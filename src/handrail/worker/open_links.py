"""Where links to other sites are opened, check everything beside the syncs: that takes minutes."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from handrail.app import App
from handrail.kernel.errors import HandrailError
from handrail.worker.beside import again_and_again
from handrail.worker.look_after_findings import check_all, is_due, open_links

_MINUTE = 60.0


def opening_links(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Open links and check everything when that is due, in a thread until the block ends."""
    if not app.settings.knowledge.external_links.check:
        return nullcontext()

    def work() -> float:
        open_and_check(app, tell, stop.is_set)
        return app.settings.worker.sync_every_minutes * _MINUTE

    return again_and_again(work, stop)


def open_and_check(app: App, tell: Callable[[str], None], is_stopped: Callable[[], bool]) -> None:
    """Do so where it is due; a fault is told and no more."""
    try:
        if is_due(app):
            open_links(app, tell, is_stopped)
            if not is_stopped():
                check_all(app, tell)
    except HandrailError as error:
        tell(f"Links to other sites could not be opened: {error}")
