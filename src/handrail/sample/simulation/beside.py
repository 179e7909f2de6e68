"""Fill the demo's month beside the demo: whoever opens it need not wait for it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from handrail.app import App
from handrail.domain.conversation.model import Origin

_TOLD = (
    "Scripted customers talk to the assistant in the background: in a minute or two the console "
    "shows a month of them, labelled as simulated."
)
_SECONDS_TO_STOP = 10


@contextmanager
def month_beside(app: App, tell: Callable[[str], None]) -> Iterator[None]:
    """Fill the month in a process of its own until the block ends, where none was begun yet."""
    with app.console.looking() as looking:
        is_begun = looking.has_any_of(Origin.SIMULATION)
    if is_begun:
        yield
        return
    tell(_TOLD)
    command = [sys.executable, "-m", "handrail.sample.simulation", str(app.project)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C ends the demo, and the demo ends this
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
