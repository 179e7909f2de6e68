"""Open links to other sites beside the syncs, where the settings ask for it: that takes minutes."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from handrail.app import App
from handrail.kernel.errors import HandrailError
from handrail.worker.beside import again_and_again
from handrail.worker.look_after_findings import check_all, open_links

_HOUR = 3_600.0


def opening_links(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Open links and check with what they answered, in a thread of its own until the block ends."""
    if not app.settings.knowledge.external_links.check:
        return nullcontext()

    def work() -> float:
        open_and_check(app, tell, stop.is_set)
        return app.settings.worker.check_every_hours * _HOUR

    return again_and_again(work, stop)


def open_and_check(app: App, tell: Callable[[str], None], is_stopped: Callable[[], bool]) -> None:
    """Do so once; a fault is told and no more."""
    try:
        open_links(app, tell, is_stopped)
        if not is_stopped():
            check_all(app, tell)
    except HandrailError as error:
        tell(f"Links to other sites could not be opened: {error}")
