"""Deliver and receive beside the other work, where the settings name a place for it."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace

from handrail.app import App
from handrail.flow.deliver import deliver_all
from handrail.flow.hear_hook import forget_hooks
from handrail.flow.receive_mail import receive_mail
from handrail.kernel.errors import HandrailError
from handrail.worker.beside import beside
from handrail.worker.deliver import DeliveryWorker

_AFTER_FAILURE_SECONDS = 30.0
_DAY_SECONDS = 86_400.0


@contextmanager
def using_channels(
    app: App, stop: threading.Event, tell: Callable[[str], None]
) -> Generator[None, None, None]:
    """Deliver, look into the mailbox, and forget old webhooks, beside the block."""
    threads: list[threading.Thread] = []
    for name, sink in app.channels.sinks.items():
        worker = DeliveryWorker(replace(app.channels.delivering, sinks={name: sink}), tell)
        threads.append(threading.Thread(target=worker.run, args=(stop,), name=f"to-{name}"))
    if app.settings.channels.email is not None:
        threads.append(threading.Thread(target=keep_mail, args=(app, stop, tell), name="mail"))
    if app.channels.helpdesks:
        threads.append(threading.Thread(target=keep_hooks, args=(app, stop, tell), name="hooks"))
    with beside(threads, stop):
        yield


def keep_mail(app: App, stop: threading.Event, tell: Callable[[str], None]) -> None:
    """Look into the mailbox until `stop` is set; a failure is told once and tried again."""
    told = ""
    while not stop.is_set():
        pause = app.channels.poll_seconds
        try:
            ports = app.channels.receiving()
            assert ports is not None
            if receive_mail(ports):
                pause = 0.0  # there may be more
            told = ""
        except Exception as error:  # noqa: BLE001 - the thread's edge: what comes next goes on
            pause = _AFTER_FAILURE_SECONDS
            if str(error) != told:
                tell(f"Mail: {error}")
            told = str(error)
        stop.wait(pause)


def keep_hooks(app: App, stop: threading.Event, tell: Callable[[str], None]) -> None:
    """Forget webhooks that are too old to come again, once a day, until `stop` is set."""
    while not stop.is_set():
        pause = _DAY_SECONDS
        try:
            forget_hooks(app.channels.hearing())
        except Exception as error:  # noqa: BLE001 - the thread's edge: what comes next goes on
            pause = _AFTER_FAILURE_SECONDS
            tell(f"Old webhooks cannot be forgotten: {error}")
        stop.wait(pause)


def use_channels_once(app: App, tell: Callable[[str], None]) -> int:
    """Receive and deliver what is due; return 1 where something could not be done."""
    failed = 0
    ports = app.channels.receiving()
    try:
        while ports is not None and receive_mail(ports):
            continue
        if app.channels.helpdesks:
            forget_hooks(app.channels.hearing())
    except HandrailError as error:
        tell(f"Mail: {error}")
        failed = 1
    if not app.channels.sinks:
        return failed
    states = deliver_all(app.channels.delivering).values()
    return max(failed, int(any(state.value in ("due", "failed") for state in states)))
