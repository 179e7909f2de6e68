"""`python -m handrail.web --project DIR`: serve the chat page and the API of one project."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from handrail.app import open_app
from handrail.kernel.errors import HandrailError
from handrail.web.application import WITH_MODELS, Limits, WebApplication
from handrail.web.serving import Server, taken_place
from handrail.web.warming import warm_up

_WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit status."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        _serve(asked.project, asked.host, asked.port)
    except HandrailError as error:
        sys.stderr.write("handrail: " + " ".join(str(error).split()) + "\n")
        return _WRONG_USE
    except KeyboardInterrupt:
        pass
    return 0


def _serve(project: Path, host: str | None, port: int | None) -> None:
    app = open_app(project)
    settings = app.settings.serve
    place = taken_place(
        settings.host if host is None else host, settings.port if port is None else port
    )
    warm_up(app)
    application = WebApplication(
        app.message_ports(),
        title=settings.title,
        allowed_origins=settings.allowed_origins,
        limits=Limits() if app.models is None else Limits(turn_threads=WITH_MODELS),
    )
    Server(application, place, _say_ready).serve_until_stopped()


def _say_ready(address: str) -> None:
    sys.stdout.write(f"Listening on {address}\n")
    sys.stdout.flush()


def _stop(_signal: int, _frame: object) -> None:
    """End with success: being asked to stop is no failure."""
    sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handrail serve", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(), help="folder with handrail.toml")
    parser.add_argument("--host", help="address to listen on; default: serve.host")
    parser.add_argument("--port", type=int, help="port to listen on; default: serve.port")
    return parser


if __name__ == "__main__":
    sys.exit(main())
