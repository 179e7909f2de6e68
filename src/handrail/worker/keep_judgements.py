"""Judge new answers every few minutes, and look every hour whether the calibration holds."""

import itertools
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache

from handrail.app import App
from handrail.domain.decision.validity import Expired
from handrail.flow.judge_ports import JudgePorts
from handrail.flow.judge_turns import judge_turns
from handrail.flow.watch_calibration import watch_calibration
from handrail.judge_app import in_use_ports, judging_ports
from handrail.kernel.errors import HandrailError
from handrail.worker.beside import again_and_again

_PAUSE = 600.0  # seconds
_WATCH_EVERY = 6
"""Rounds between two looks at the calibration: each reads all that was asked since it was made."""


def keeping_judgements(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Judge again and again in a thread of its own until the block ends."""
    rounds = itertools.count()
    # Opened once: a model brings a thread of its own, and remembers when it did not answer.
    opened = cache(lambda: judging_ports(app))

    def work() -> float:
        judge_answers_once(opened, tell)
        if next(rounds) % _WATCH_EVERY == 0:
            watch_calibration_once(app, tell)
        return _PAUSE

    return again_and_again(work, stop)


def judge_answers_once(opened: Callable[[], JudgePorts], tell: Callable[[str], None]) -> int:
    """Judge what is new and tell of it; return 1 where that failed, which is told and no more."""
    try:
        done = judge_turns(opened())
    except HandrailError as error:
        tell(f"Answers could not be judged: {error}")
        return 1
    for fault in done.faults:
        tell(f"A judge could not be asked: {fault}")
    if done.turns:
        tell(f"Judged {done.turns} answers.")
    return 0


def watch_calibration_once(app: App, tell: Callable[[str], None]) -> int:
    """Look whether the calibration holds; return 1 where that failed, which is told and no more."""
    try:
        watched = watch_calibration(app.calibrating.terms(), in_use_ports(app))
    except HandrailError as error:
        tell(f"The calibration could not be looked at: {error}")
        return 1
    if watched is not None and watched.has_failed and isinstance(watched.standing, Expired):
        tell(f"The calibration has expired: {watched.standing.why}")
    return 0
