"""`python -m handrail.web --project DIR`: serve the chat page and the API of one project."""

import argparse
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from handrail.app import App, open_app
from handrail.domain.handoff.hours import is_open
from handrail.web.api.sites import Sites
from handrail.web.api.tokens import PageTokens
from handrail.web.application import WITH_MODELS, Front, Limits, WebApplication
from handrail.web.ending import say_ready, stop, until_stopped
from handrail.web.serving import Server, taken_place
from handrail.web.warming import warm_up


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return the exit status."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, stop)
    return until_stopped(_serve, asked)


def _serve(asked: argparse.Namespace) -> None:
    app = open_app(asked.project)
    settings = app.settings.serve
    place = taken_place(
        settings.host if asked.host is None else asked.host,
        settings.port if asked.port is None else asked.port,
    )
    app.note_settings()
    warm_up(app)
    application = WebApplication(
        app.message_ports(),
        app,
        title=settings.title,
        front=_front(app),
        limits=Limits() if app.models is None else Limits(turn_threads=WITH_MODELS),
        console=app,
    )
    Server(application, place, say_ready).serve_until_stopped()


def _front(app: App) -> Front:
    settings, widget = app.settings, app.settings.widget
    return Front(
        sites=Sites(
            declared=settings.sites,
            everywhere=frozenset(o.rstrip("/").lower() for o in settings.serve.allowed_origins),
            usual_mode=settings.handoff.mode,
            is_staffed=partial(_is_staffed, app),
        ),
        tokens=PageTokens(
            lasts=timedelta(minutes=widget.token_minutes),
            renewable=timedelta(hours=widget.renew_hours),
        ),
        rates=settings.rates,
    )


def _is_staffed(app: App) -> bool | None:
    hours = app.handing.hours
    return None if hours is None else is_open(hours, app.clock.now())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handrail serve", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(), help="folder with handrail.toml")
    parser.add_argument("--host", help="address to listen on; default: serve.host")
    parser.add_argument("--port", type=int, help="port to listen on; default: serve.port")
    return parser


if __name__ == "__main__":
    sys.exit(main())
