"""Rank new turns every few minutes, so that the worst stand first when somebody looks."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from handrail.app import App
from handrail.flow.rank_worst import rank_worst
from handrail.kernel.errors import HandrailError
from handrail.review_app import rank_ports
from handrail.worker.beside import again_and_again

_PAUSE = 120.0  # seconds
_AT_ONCE = 200
"""Turns of one pass: about ten seconds of one core, and then others have their turn."""


def ranking_turns(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Rank again and again in a thread of its own until the block ends."""

    def work() -> float:
        return _PAUSE if rank_once(app, tell) < _AT_ONCE else 0.0

    return again_and_again(work, stop)


def rank_once(app: App, tell: Callable[[str], None]) -> int:
    """Rank what is due and return how many turns that were; a fault is told and no more."""
    try:
        return rank_worst(rank_ports(app, _AT_ONCE))
    except HandrailError as error:
        tell(f"Turns could not be ranked: {error}")
        return 0
