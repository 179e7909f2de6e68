"""`handrail mcp`: search and ask, for other agents."""

import importlib.util
import os
import sys
from typing import Annotated

import typer

from handrail.cli.options import HERE, AudienceOption, ProjectOption
from handrail.kernel.errors import BadInput, BadSettings
from handrail.settings import load_settings

HttpOption = Annotated[
    bool, typer.Option("--http", help="Serve over HTTP on this machine, with a token.")
]


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="mcp")(mcp)


def mcp(
    project: ProjectOption = HERE,
    internal: AudienceOption = False,  # noqa: FBT002 - a flag
    http: HttpOption = False,  # noqa: FBT002 - a flag
    port: Annotated[
        int | None, typer.Option("--port", help="Port to listen on with --http.")
    ] = None,
) -> int:
    """Serve search and ask to other agents over the Model Context Protocol."""
    load_settings(project)
    if port is not None and not http:
        raise BadInput("--port goes with --http.", hint="Over a pipe there is no port.")
    if importlib.util.find_spec("mcp") is None:
        raise BadSettings(
            "Serving other agents needs the MCP library, which is not installed.",
            hint="Run `pip install 'handrail[mcp]'`.",
        )
    arguments = [sys.executable, "-m", "handrail.web.mcp", "--project", str(project)]
    arguments += ["--internal"] if internal else []
    arguments += ["--http"] if http else []
    arguments += [] if port is None else ["--port", str(port)]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter and module
