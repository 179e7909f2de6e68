"""Look at the canary every few minutes, and stop one that is found to be worse."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from handrail.app import App
from handrail.domain.quality.canary import CanaryState
from handrail.flow.run_canary import look_at_canary
from handrail.kernel.errors import HandrailError
from handrail.replay_app import canary_ports
from handrail.worker.beside import again_and_again

_PAUSE = 300.0  # seconds


def watching_canary(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Look again and again in a thread of its own until the block ends."""

    def work() -> float:
        look_once(app, tell)
        return _PAUSE

    return again_and_again(work, stop)


def look_once(app: App, tell: Callable[[str], None]) -> None:
    """Look, and tell where a canary that ran has ended by it; a fault is told and no more."""
    ports = canary_ports(app)
    try:
        if ports.store.running() is None:
            return
        found = look_at_canary(ports)
    except HandrailError as error:
        tell(f"The canary could not be looked at: {error}")
        return
    if found is not None and found[0].state is not CanaryState.RUNNING:
        tell(f"Canary {found[0].id}: {found[0].state.value} after {found[0].arms.n} conversations.")
