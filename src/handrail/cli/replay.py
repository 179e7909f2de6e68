"""`handrail replay`: past conversations under a change, before any customer has them."""

from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.moments import moment_back
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say, writing_to
from handrail.cli.replay_report import report_json, report_text
from handrail.flow.replay_conversations import Replaying, replay_conversations
from handrail.replay_app import allowed_of, replay_ports, trial
from handrail.trial_settings import read_trial


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="replay")(replay)


def replay(
    candidate: Annotated[
        Path, typer.Option("--with", metavar="FILE", help="Settings to try: a candidate.toml.")
    ],
    since: Annotated[
        str, typer.Option("--since", help="How far back, for example 12h, 7d or 4w.")
    ] = "7d",
    most: Annotated[
        int | None, typer.Option("--most", min=1, help="Replay at most so many conversations.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the whole report here.")
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Replay past conversations under a change; 1 where it makes them worse."""
    app = open_app(project)
    tried = read_trial(candidate, app.settings)
    now = app.clock.now()
    asked = Replaying(
        since=moment_back(since, now),
        until=now,
        change=tried.change,
        allowed=allowed_of(tried.replay),
        most=most,
    )
    with progress_bar(is_quiet=json) as progress, trial(app, tried, progress) as changed:
        found = replay_conversations(asked, replay_ports(app, changed, progress))
    if report is not None:
        _write(report, report_text(found, most=None))
    as_json(report_json(found)) if json else say(report_text(found))
    return FOUND_SOMETHING if found.is_worse else OK


def _write(path: Path, text: str) -> None:
    with writing_to(path):
        path.write_text(text + "\n", encoding="utf-8")
