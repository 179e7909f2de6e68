"""The whole web application, put together from its parts."""

from dataclasses import dataclass, field, replace

from fastapi import FastAPI
from starlette.types import ASGIApp

from handrail.app import App
from handrail.flow.handle_message import MessagePorts
from handrail.judge_app import judge_ports
from handrail.kernel.errors import NotFound
from handrail.quality_app import rate_ports
from handrail.review_app import looking_ports
from handrail.site_settings import RateSettings
from handrail.watch_app import metrics_of, watch_ports
from handrail.web.api.acting import Acting, ActingService
from handrail.web.api.action_routes import routes as action_routes
from handrail.web.api.admission import Admission
from handrail.web.api.article_routes import routes as article_routes
from handrail.web.api.conversations import VERSION, Parts, routes
from handrail.web.api.desk import DeskService
from handrail.web.api.desk_routes import routes as desk_routes
from handrail.web.api.errors import add_error_responses
from handrail.web.api.feed import EventFeed
from handrail.web.api.finding_routes import routes as finding_routes
from handrail.web.api.gap_routes import routes as gap_routes
from handrail.web.api.gate import BodyLimit, OriginGate
from handrail.web.api.hooks import routes as hook_routes
from handrail.web.api.inbox_routes import routes as inbox_routes
from handrail.web.api.judge_routes import routes as judge_routes
from handrail.web.api.pace import Pace
from handrail.web.api.passing_routes import routes as passing_routes
from handrail.web.api.quality_routes import routes as quality_routes
from handrail.web.api.review_routes import routes as review_routes
from handrail.web.api.service import Service
from handrail.web.api.sites import Sites
from handrail.web.api.staff_feed import StaffFeed
from handrail.web.api.tokens import PageTokens
from handrail.web.api.watch_routes import metrics_routes
from handrail.web.api.watch_routes import routes as watch_routes
from handrail.web.console.guard import ConsoleGuard
from handrail.web.console.parts import ConsoleParts
from handrail.web.console.routing import console_parts, console_routes
from handrail.web.pages import page_routes

_TURN_THREADS = 8
WITH_MODELS = 48
"""Turns at once where a model writes: each waits for a provider most of its time."""
_TURNS_WAITING = 64
_READER_THREADS = 4
_READS_WAITING = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Say how much may be under way at once."""

    turn_threads: int = _TURN_THREADS
    turns_waiting: int = _TURNS_WAITING
    reader_threads: int = _READER_THREADS
    reads_waiting: int = _READS_WAITING
    tick_seconds: float = 1.0
    """How often the database is asked for events that another process wrote."""
    send_seconds: float = 20.0
    """A listener who does not read for so long is let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Say which pages may come, how long their tokens last, and how much anybody may ask."""

    sites: Sites = field(default_factory=Sites)
    tokens: PageTokens = field(default_factory=PageTokens)
    rates: RateSettings | None = None
    """None sets no limit."""


class WebApplication:
    """Serve the API, the chat page and the chat element; knows how to stop."""

    def __init__(
        self,
        ports: MessagePorts,
        acting: Acting,
        *,
        title: str,
        front: Front | None = None,
        limits: Limits | None = None,
        console: App | None = None,
    ) -> None:
        held, shown = limits or Limits(), front or Front()
        turns, readers = _admissions(held)
        feed = EventFeed(ports.store, readers, tick=held.tick_seconds)
        service = Service(ports, feed.wake_soon, shown.tokens)
        acts = ActingService(acting, feed.wake_soon)
        staff_feed = StaffFeed(acting.desk_ports, acts.works_here, readers, tick=held.tick_seconds)
        self._parts = Parts(
            service=service,
            acting=acts,
            desk=DeskService(acting, feed.wake_soon),
            turns=turns,
            readers=readers,
            feed=feed,
            send_seconds=held.send_seconds,
            staff_feed=staff_feed,
            pushing=acting.push_ports,
            findings=lambda: acting.health.deciding,
            gaps=lambda: acting.health.gaps,
            looking=lambda: looking_ports(_project(console)),
            hearing=lambda: replace(acting.hook_ports(), on_news=feed.wake_soon),
            judges=lambda: judge_ports(_project(console)),
            rates=lambda: rate_ports(_project(console)),
            watching=lambda: watch_ports(_project(console)),
            metrics=None if console is None else metrics_of(console),
            sites=shown.sites,
        )
        self._console = _console_of(console, feed, held)
        asked = BodyLimit(_routed(self._parts, self._console, title))
        paced = asked if shown.rates is None else Pace(asked, shown.rates)
        self.asgi = ConsoleGuard(OriginGate(paced, shown.sites.origins))

    def let_go(self) -> None:
        """End the streams that would otherwise stay open: the server is about to stop."""
        self._parts.feed.close()
        self._parts.staff_feed.close()
        if self._console is not None:
            self._console.pulse.close()

    def close(self) -> None:
        """Take no more work."""
        self._parts.turns.close()
        self._parts.readers.close()
        if self._console is not None:
            self._console.close()


def _admissions(held: Limits) -> tuple[Admission, Admission]:
    turns = Admission("turn", threads=held.turn_threads, waiting=held.turns_waiting)
    return turns, Admission("read", threads=held.reader_threads, waiting=held.reads_waiting)


def _project(project: App | None) -> App:
    if project is None:
        raise NotFound("This server shows no figures.")
    return project


def _console_of(app: App | None, feed: EventFeed, limits: Limits) -> ConsoleParts | None:
    if app is None:
        return None
    return console_parts(app, feed.wake_soon, tick=limits.tick_seconds)


def _routed(parts: Parts, console: ConsoleParts | None, title: str) -> ASGIApp:
    app = FastAPI(
        title="Handrail",
        summary="Ask a help centre, and read where each answer comes from.",
        version=VERSION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.parts = parts
    app.include_router(routes)
    app.include_router(action_routes)
    app.include_router(desk_routes)
    app.include_router(passing_routes)
    app.include_router(inbox_routes)
    app.include_router(article_routes)
    app.include_router(finding_routes)
    app.include_router(gap_routes)
    app.include_router(review_routes)
    app.include_router(hook_routes)
    app.include_router(judge_routes)
    app.include_router(quality_routes)
    app.include_router(watch_routes)
    app.include_router(metrics_routes)
    app.include_router(page_routes(title))
    app.state.console = console
    if console is not None:
        app.router.routes.extend(console_routes(console))
    add_error_responses(app)
    return app
