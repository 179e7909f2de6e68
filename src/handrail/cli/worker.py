"""`handrail worker`: look after the knowledge base in the background."""

import signal
import threading
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, ProjectOption
from handrail.cli.output import say
from handrail.worker.keep_knowledge import keep_knowledge


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="worker")(worker)


def worker(
    project: ProjectOption = HERE,
    once: Annotated[bool, typer.Option("--once", help="Sync once and exit.")] = False,  # noqa: FBT002 - a flag
) -> int:
    """Sync the sources again and again, and re-check the calibration after each."""
    app = open_app(project)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _signal, _frame: stop.set())
    return keep_knowledge(app, stop, say, once=once)
