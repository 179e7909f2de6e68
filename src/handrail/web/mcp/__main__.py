"""`python -m handrail.web.mcp --project DIR`: serve search and ask to other agents."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from handrail.app import open_app
from handrail.kernel.errors import BadSettings
from handrail.settings import McpSettings
from handrail.web.ending import say_ready, stop, until_stopped
from handrail.web.mcp.protocol import Desk
from handrail.web.mcp.serving import serve_http, serve_pipe
from handrail.web.mcp.tools import tools_of
from handrail.web.warming import warm_up


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the input ends or a signal says stop; return the exit status."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    return until_stopped(_serve, asked)


def _serve(asked: argparse.Namespace) -> None:
    app = open_app(asked.project)
    settings = app.settings.mcp
    token = _token(settings) if asked.http else ""

    def leave(_signal: int, _frame: object) -> None:
        # The thread that waits for the next line cannot be woken, so nothing waits for it.
        app.watch.tracer.close()
        os._exit(0)

    tools = tools_of(app.watch.find(app.find_all), app.message_ports(), internal=asked.internal)
    desk = Desk(tools)
    warm_up(app)
    if asked.http:
        port = settings.port if asked.port is None else asked.port
        signal.signal(signal.SIGTERM, stop)
        serve_http(desk.server(), port, token, say_ready)
    else:
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        serve_pipe(desk.server())
    desk.close()


def _token(settings: McpSettings) -> str:
    if settings.token is None:
        raise BadSettings(
            "Serving over HTTP needs a token that other agents must show.",
            hint="Set HANDRAIL_MCP__TOKEN to at least 16 random characters.",
        )
    return settings.token.get_secret_value()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handrail mcp", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(), help="folder with handrail.toml")
    parser.add_argument("--internal", action="store_true", help="search internal articles too")
    parser.add_argument("--http", action="store_true", help="serve over HTTP on this machine")
    parser.add_argument("--port", type=int, help="port to listen on; default: mcp.port")
    return parser


if __name__ == "__main__":
    sys.exit(main())
