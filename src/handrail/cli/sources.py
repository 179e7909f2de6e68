"""`handrail sources`: how each source stands, and what waits for a person's word."""

from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say
from handrail.domain.knowledge.model import SourceName
from handrail.flow.allow_deletion import allow_deletion
from handrail.flow.retire_source import retire_source
from handrail.flow.source_standings import Standing, source_standings
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import BadInput

_SHOWN = 20

NameArgument = Annotated[str, typer.Argument(metavar="SOURCE", help="Its name in the settings.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_sources)
    cli.command(name="allow-deletion")(allow)
    cli.command(name="retire")(retire)


def list_sources(
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List the sources and how each stands; exit 1 where somebody has to look at one."""
    app = open_app(project)
    found = _standings(app)
    kinds = _kinds(app)
    if json:
        as_json({"sources": [_described(one, kinds) for one in found]})
    else:
        for one in found:
            _print(one, kinds)
        if not found:
            say("No source is configured.")
    return OK if all(one.is_well for one in found) else FOUND_SOMETHING


def allow(
    source: NameArgument,
    digest: Annotated[
        str | None,
        typer.Option("--digest", help="Of the deletion you looked at, as `list --json` gives it."),
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Allow the deletion that a source holds back, and carry it out."""
    app = open_app(project)
    name = SourceName(source)
    if name not in _configured(app):
        raise BadInput(
            f"There is no source called {source!r} in the settings.",
            hint=f"`handrail sources retire {source}` serves nothing more of it.",
        )
    allowed = allow_deletion(name, "operator", app.store, app.clock, seen=digest)
    with progress_bar(is_quiet=json) as progress:
        report = sync_knowledge(app.sync_ports(), name, progress)
    gone = len(set(report.retired) & set(allowed.articles))
    if json:
        as_json({"allowed": len(allowed.articles), "retired": list(report.retired)})
    else:
        say(f"{gone} of {len(allowed.articles)} articles of {source} are served no more.")
    return OK


def retire(
    source: NameArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Serve nothing more of a source that was taken out of the settings."""
    app = open_app(project)
    with progress_bar(is_quiet=json) as progress:
        report = retire_source(SourceName(source), app.sync_ports(), progress)
    if json:
        as_json({"retired": list(report.retired)})
    else:
        say(f"{source} is served no more: {_articles(len(report.retired))} retired.")
    return OK


def _standings(app: App) -> tuple[Standing, ...]:
    with app.store.read() as reading:
        return source_standings(_configured(app), reading)


def _configured(app: App) -> tuple[SourceName, ...]:
    return tuple(source.name for source in app.sources)


def _kinds(app: App) -> dict[SourceName, str]:
    return {SourceName(source.name): source.kind for source in app.settings.knowledge.sources}


def _articles(count: int) -> str:
    return "1 article is" if count == 1 else f"{count} articles are"


def _described(one: Standing, kinds: dict[SourceName, str]) -> dict[str, object]:
    state, report = one.state, one.report
    held = state.held
    read_at = None if report is None else report.finished_at
    failing = state.failing_since
    return {
        "source": one.name,
        "kind": kinds.get(one.name),
        "configured": one.is_configured,
        "served": one.served,
        "last_read": None if read_at is None else read_at.isoformat(),
        "failing_since": None if failing is None else failing.isoformat(),
        "failure": state.failure,
        "missing": [missing.article for missing in one.missing],
        "held": None
        if held is None
        else {
            "since": held.since.isoformat(),
            "digest": held.digest,
            "allowed": state.allowed == held.digest,
            "articles": list(held.articles),
        },
    }


def _print(one: Standing, kinds: dict[SourceName, str]) -> None:
    state, report = one.state, one.report
    read_at = None if report is None else report.finished_at
    when = "never read to its end" if read_at is None else f"read {read_at:%d %b %H:%M} UTC"
    kind = kinds.get(one.name, "our own" if one.is_configured else "not in the settings")
    say(f"{one.name} ({kind}): {_articles(one.served)} served, {when}.")
    if state.failing_since is not None:
        say(f"  failing  since {state.failing_since:%d %b %H:%M} UTC: {state.failure}")
    if one.missing and state.held is None:
        say(f"  missing  {len(one.missing)} were not found; the next listing confirms it or not.")
    if state.held is not None:
        held = state.held
        say(
            f"  held     {len(held.articles)} are gone at the source since "
            f"{held.since:%d %b %H:%M} UTC and served until you allow their deletion:"
        )
        say(f"           handrail sources allow-deletion {one.name}")
        for article in held.articles[:_SHOWN]:
            say(f"             {article}")
        if len(held.articles) > _SHOWN:
            say(f"             … and {len(held.articles) - _SHOWN} more; --json lists all.")
