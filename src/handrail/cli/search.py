"""`handrail search`: what the index finds for a question, without an answer."""

from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.moments import AsOfOption, moment_of
from handrail.cli.options import (
    HERE,
    AudienceOption,
    JsonOption,
    LocaleOption,
    ProductOption,
    ProjectOption,
    SiteOption,
)
from handrail.cli.output import as_json, milliseconds, progress_bar, say
from handrail.domain.knowledge.model import Audience
from handrail.domain.retrieval.hit_json import hit_as_json
from handrail.domain.retrieval.model import PUBLIC, Hit, Scope
from handrail.flow.look_back import SearchAt, knowledge_at, searching_at
from handrail.flow.open_turn import readable_text
from handrail.flow.roll_back import RollBackPorts
from handrail.flow.search_knowledge import search_knowledge

_SHOWN_CHARACTERS = 160


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="search")(search)


def search(  # noqa: PLR0913 - one parameter per option
    question: Annotated[str, typer.Argument(metavar="Q", help="What to search for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    project: ProjectOption = HERE,
    internal: AudienceOption = False,  # noqa: FBT002 - a flag
    locale: LocaleOption = None,
    product: ProductOption = None,
    site: SiteOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show the best passages for a question, with their scores."""
    app = open_app(project)
    audiences = frozenset(Audience) if internal else PUBLIC.audiences
    scope = Scope(audiences=audiences, locale=locale, product=product, site=site)
    past = None if as_of is None else searching_past(as_of, app)
    started = app.clock.monotonic()
    asked = readable_text(question)
    if past is None:
        result = search_knowledge(asked, scope, app.index, app.store, k)
    else:
        result = past.find(asked, scope, k)
    total = (app.clock.monotonic() - started) * 1000
    hits = result.hits
    if json:
        timings = milliseconds({**result.timings_ms, "total": total})
        as_json({"hits": [hit_as_json(hit) for hit in hits], "timings_ms": timings})
    else:
        for hit in hits:
            _print(hit)
        say("Nothing was found." if not hits else f"({total:.0f} ms)")
    return 0


def searching_past(as_of: str, app: App) -> SearchAt:
    """Return what searches the articles of a moment; their index is built where it is not there."""
    past = knowledge_at(moment_of(as_of), app.store)
    ports = RollBackPorts(store=app.store, builder=app.index, clock=app.clock)
    with progress_bar(is_quiet=True) as progress:
        return searching_at(past, app.index, ports, progress)


def _print(hit: Hit) -> None:
    passage = hit.passage
    say(f"{hit.rank:>3}. {' › '.join((passage.title, *passage.headings))}")
    say(f"     {passage.article}   score {hit.score:.3f}")
    text = " ".join(passage.text.split())
    say(f"     {text[:_SHOWN_CHARACTERS]}{'…' if len(text) > _SHOWN_CHARACTERS else ''}")
