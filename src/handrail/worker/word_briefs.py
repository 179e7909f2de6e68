"""Let a model word the briefs of those who wait, beside the other work; once each."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from handrail.app import App
from handrail.domain.handoff.model import HandoffId, HandoffState
from handrail.domain.handoff.write_brief import RULES
from handrail.flow.desk_ports import DeskStore
from handrail.flow.word_brief import word_brief
from handrail.flow.write_brief import BriefPorts
from handrail.kernel.errors import HandrailError
from handrail.worker.beside import beside

_POLL_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 30.0


@contextmanager
def wording_briefs(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> Generator[None, None, None]:
    """Word briefs beside the block, where a model is named."""
    if app.models is None or app.models.briefs is None:
        yield
        return
    thread = threading.Thread(
        target=keep_wording, args=(app.store, app.brief_ports, stop, tell), name="briefs"
    )
    with beside((thread,), stop):
        yield


def keep_wording(
    store: DeskStore, ports: BriefPorts, stop: threading.Event, tell: Callable[[str], None]
) -> None:
    """Word what waits until `stop` is set; a failure is told, and it goes on."""
    tried: set[HandoffId] = set()
    while not stop.is_set():
        try:
            word_waiting(store, ports, tried)
        except HandrailError as error:
            tell(f"Briefs cannot be worded: {error}")
            stop.wait(_AFTER_FAILURE_SECONDS)
        stop.wait(_POLL_SECONDS)


def word_waiting(store: DeskStore, ports: BriefPorts, tried: set[HandoffId]) -> int:
    """Word each waiting brief that rules wrote and nobody tried here; return how many changed.

    `tried` holds those that were, and forgets who no longer waits.
    """
    with store.read() as reading:
        waiting = reading.handoffs(frozenset({HandoffState.WAITING}))
    tried.intersection_update({handoff.id for handoff in waiting})
    changed = 0
    for handoff in waiting:
        is_plain = handoff.brief is not None and handoff.brief.writer == RULES
        if is_plain and handoff.id not in tried:
            tried.add(handoff.id)
            changed += word_brief(handoff.id, store, ports)
    return changed
