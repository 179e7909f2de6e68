"""`handrail sync`: take in what changed at the sources."""

from dataclasses import asdict
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say, warn
from handrail.domain.knowledge.model import SourceName, SyncReport
from handrail.domain.knowledge.notices import notices_of
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import BadSettings

_SHOWN = 20


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="sync")(sync)


def sync(
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Read the sources, take in what changed, and make it findable.

    Exit 1 where a source could not be read to its end, or so much of one is gone that it waits for
    a person.
    """
    app = open_app(project)
    if not app.sources:
        raise BadSettings(
            f"No source is configured in {project / 'handrail.toml'}.",
            hint="Add a [[knowledge.sources]] block, or run `handrail init DIR --docs FOLDER`.",
        )
    only = None if source is None else SourceName(source)
    with progress_bar(is_quiet=json) as progress:
        report = sync_knowledge(app.sync_ports(), only, progress)
        expired = app.calibrating.recheck(progress) if report.changed else None
    if json:
        as_json({**asdict(report), "calibration_expired": expired})
    else:
        _print(report)
    for notice in notices_of(report):
        warn(notice)
    if expired is not None:
        warn(expired)
    return FOUND_SOMETHING if report.failed or report.held else OK


def _print(report: SyncReport) -> None:
    counts = [
        f"{len(report.added)} added",
        f"{len(report.edited)} edited",
        f"{len(report.retired)} retired",
        f"{report.unchanged} unchanged",
    ]
    say(f"Articles: {', '.join(counts)}.")
    for pair in report.renamed[:_SHOWN]:
        say(f"  renamed  {pair.old} is now {pair.new}")
    _say_rest(len(report.renamed))
    say(f"Passages: {report.passages} are served; {report.embedded} had to be embedded.")
    for warning in report.warnings[:_SHOWN]:
        say(f"  note     {warning}")
    _say_rest(len(report.warnings))
    for skipped in report.skipped[:_SHOWN]:
        say(f"  skipped  {skipped.path}: {skipped.why}")
    _say_rest(len(report.skipped))


def _say_rest(count: int) -> None:
    if count > _SHOWN:
        say(f"  … and {count - _SHOWN} more; --json lists all.")
