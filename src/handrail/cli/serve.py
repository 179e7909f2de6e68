"""`handrail serve`: the chat page and the HTTP API."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from handrail.cli.options import HERE, ProjectOption
from handrail.settings import load_settings


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="serve")(serve)


def serve(
    project: ProjectOption = HERE,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.")] = None,
) -> int:
    """Serve the chat page and the HTTP API until interrupted."""
    load_settings(project)
    return serve_project(project, host, port)


def serve_project(project: Path, host: str | None, port: int | None) -> int:
    """Become the web server: other commands do not pay for loading it."""
    arguments = [sys.executable, "-m", "handrail.web", "--project", str(project)]
    if host is not None:
        arguments += ["--host", host]
    if port is not None:
        arguments += ["--port", str(port)]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter and module
