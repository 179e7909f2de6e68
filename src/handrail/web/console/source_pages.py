"""Sources: how each stands, what is held back, and a person's word for it."""

from dataclasses import dataclass

from starlette.responses import Response

from handrail.domain.knowledge.model import SourceName
from handrail.flow.allow_deletion import allow_deletion
from handrail.flow.decide_approval import actor_of
from handrail.flow.source_standings import Standing, source_standings
from handrail.source_settings import SourceSettings
from handrail.web.console.forms import form_of
from handrail.web.console.parts import Visit

_SHOWN = 200
"""Articles that are listed at most of what is held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSource:
    """Hold one source as the page shows it."""

    standing: Standing
    kind: str
    place: str
    """Where it is read from, as the settings say; empty where they do not."""


async def show_sources(visit: Visit) -> Response:
    """List the sources, and what waits for a person at each."""
    sources = await visit.run(lambda: _sources(visit))
    return visit.page("sources.html", {"sources": sources, "most": _SHOWN})


async def allow(visit: Visit) -> Response:
    """Allow the deletion that was on the page, and no other; the next sync carries it out."""
    form = await form_of(visit.request)
    source, digest = SourceName(form.text("source", most=63)), form.text("digest", most=64)
    app, by = visit.app, actor_of(visit.staff)
    await visit.run(lambda: allow_deletion(source, by, app.store, app.clock, seen=digest))
    return visit.back_to("/console/knowledge/sources", "deletion-allowed")


def _sources(visit: Visit) -> tuple[ShownSource, ...]:
    app = visit.app
    said = {SourceName(source.name): source for source in app.settings.knowledge.sources}
    with app.store.read() as reading:
        standings = source_standings([source.name for source in app.sources], reading)
    return tuple(
        ShownSource(
            standing=one,
            kind="" if one.name not in said else said[one.name].kind,
            place="" if one.name not in said else _place(said[one.name]),
        )
        for one in standings
    )


def _place(said: SourceSettings) -> str:
    """Return where a source is read from: whichever of its settings says so."""
    for name in ("url", "repository", "export", "path"):
        if found := getattr(said, name, None):
            return str(found)
    return "sent over HTTP"
