"""Judge every hour how conversations went; a failure is told and tried again."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from handrail.app import App
from handrail.domain.quality.watch_words import headline
from handrail.flow.judge_outcomes import judge_outcomes
from handrail.flow.watch_quality import watch_quality
from handrail.judge_app import is_trusted
from handrail.kernel.errors import HandrailError
from handrail.quality_app import outcome_ports
from handrail.watch_app import watch_ports
from handrail.worker.beside import again_and_again

_PAUSE = 3_600.0  # seconds; what nobody said or did anything about costs nothing


def keeping_quality(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> AbstractContextManager[None]:
    """Judge again and again in a thread of its own until the block ends."""

    def work() -> float:
        judge_once(app, tell)
        return _PAUSE

    return again_and_again(work, stop)


def judge_once(app: App, tell: Callable[[str], None]) -> int:
    """Judge what is due and tell of it; return 1 where that failed, which is told and no more."""
    try:
        done = judge_outcomes(outcome_ports(app, is_trusted(app)))
    except HandrailError as error:
        tell(f"How conversations went could not be judged: {error}")
        return 1
    if done.conversations:
        tell(f"Judged how {done.conversations} conversations went, of {done.days} days.")
    return _watch(app, tell)


def _watch(app: App, tell: Callable[[str], None]) -> int:
    """Look once a day for what got worse."""
    try:
        raised = watch_quality(watch_ports(app))
    except HandrailError as error:
        tell(f"Nobody could look for changes: {error}")
        return 1
    for alert in raised:
        tell(f"Got worse: {headline(alert.shifts[0])}.")
    return 0
