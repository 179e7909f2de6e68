"""`handrail waterfall`: at which stage bad answers lost the right article, week by week."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.moments import moment_back
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import OK, as_json, say
from handrail.domain.quality.waterfall import STAGES, by_week
from handrail.flow.charge_stages import charge_stages
from handrail.replay_app import past_store


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="waterfall")(waterfall)


def waterfall(
    since: Annotated[
        str, typer.Option("--since", help="How far back, for example 7d or 8w.")
    ] = "8w",
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Charge every answer that was found wrong to the stage where the right article was lost."""
    app = open_app(project)
    now = app.clock.now()
    found = charge_stages(moment_back(since, now), now, past_store(app))
    weeks = by_week(found.charged)
    if json:
        as_json(
            {
                "charged": [
                    {"record": one.record, "stage": one.stage.value, "articles": list(one.articles)}
                    for one in found.charged
                ],
                "uncharged": found.uncharged,
                "weeks": [
                    {
                        "begins": week.begins.isoformat(),
                        **{s.value: week.by_stage[s] for s in STAGES},
                    }
                    for week in weeks
                ],
            }
        )
        return OK
    say("Week of     " + "  ".join(f"{stage.value:>11}" for stage in STAGES))
    for week in weeks:
        say(f"{week.begins}  " + "  ".join(f"{week.by_stage[stage]:>11}" for stage in STAGES))
    say(f"{found.uncharged} more were found wrong without a right article, or cannot be charged.")
    return OK
