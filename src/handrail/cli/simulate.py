"""`handrail simulate`: scripted customers talk to the assistant; what did they get?"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say
from handrail.domain.quality.model import Figure
from handrail.flow.ports import Progress
from handrail.flow.read_labelled_questions import read_labelled
from handrail.kernel.errors import BadSettings
from handrail.sample.simulation.goals import goals_of
from handrail.sample.simulation.model import Got, Visit
from handrail.sample.simulation.personas import crowd
from handrail.sample.simulation.report import Simulated, simulated
from handrail.sample.simulation.running import release, run_days, staged

_COLUMNS = tuple(Got)
GoalsOption = Annotated[
    Path | None,
    typer.Option(
        "--goals",
        metavar="FILE",
        help="Labelled questions that they ask.",
        show_default="answers.calibration",
    ),
]


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="simulate")(simulate)


def simulate(  # noqa: PLR0913 - every option stands alone
    customers: Annotated[
        int, typer.Option("--customers", min=1, help="How many come; some come back.")
    ] = 100,
    days: Annotated[
        int, typer.Option("--days", min=1, max=365, help="Days up to now over which they come.")
    ] = 1,
    seed: Annotated[
        int, typer.Option("--seed", help="The same seed, the same customers and the same words.")
    ] = 1,
    goals: GoalsOption = None,
    floor: Annotated[
        float, typer.Option("--floor", min=0.0, max=1.0, help="Least share served as it should be.")
    ] = 0.0,
    most_wrong: Annotated[
        float, typer.Option("--most-wrong", min=0.0, max=1.0, help="Largest share told wrong.")
    ] = 1.0,
    report: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--report", help="Also by what was wanted and by kind of customer.")
    ] = False,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Let scripted customers ask, in conversations labelled as simulated; 1 where too many failed.

    Nothing is done for them, nobody is told of them, and they count in no figure about customers.
    """
    app = open_app(project)
    asked = _Asked(customers=customers, days=days, seed=seed)
    with progress_bar(is_quiet=json) as progress:
        found = _run(app, _goals_file(goals, app), asked, progress)
    if json:
        as_json(_as_json(found))
    else:
        _print(found, is_whole=report)
    is_enough = found.served.value >= floor and found.wrong.value <= most_wrong
    return OK if is_enough else FOUND_SOMETHING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Hold who comes, and when."""

    customers: int
    days: int
    seed: int


def _run(app: App, goals: Path, asked: _Asked, progress: Progress) -> Simulated:
    wanted = goals_of(read_labelled(goals))
    people = crowd(asked.customers, wanted, random.Random(asked.seed))  # noqa: S311 - on purpose
    stage = staged(app, app.clock.now() - timedelta(days=asked.days), asked.seed)
    started = time.monotonic()
    visits: list[Visit] = []
    for visit in run_days(people, stage, asked.days, progress):
        release(visit.conversation, stage.app)
        visits.append(visit)
    took = time.monotonic() - started
    stage.app.close()
    return simulated(visits, took, app.exact_interval)


def _goals_file(named: Path | None, app: App) -> Path:
    if named is not None:
        return named
    dataset = app.settings.answers.calibration
    if dataset is None:
        raise BadSettings(
            "There is nothing that scripted customers could ask.",
            hint="Name labelled questions with --goals, or set answers.calibration.",
        )
    return app.project / dataset


def _print(found: Simulated, *, is_whole: bool) -> None:
    each = 1000 * found.seconds / sum(visit.messages for visit in found.visits)
    say(f"{len(found.visits)} simulated conversations, {each:.0f} ms a message")
    say(f"Served as it should be   {_told(found.served)}")
    say(f"Told something wrong     {_told(found.wrong)}")
    if not is_whole:
        return
    _table("wanted", found, lambda visit: visit.customer.goal.want.value)
    _table("customer", found, lambda visit: visit.customer.persona.name)
    for visit in found.visits:
        if visit.got is Got.WRONG:
            say(f"wrong  {visit.conversation}  {visit.customer.goal.says[0]}")


def _told(figure: Figure) -> str:
    return f"{figure.value:.1%} (95 %: {figure.low:.1%} to {figure.high:.1%})"


def _table(title: str, found: Simulated, name: Callable[[Visit], str]) -> None:
    say(f"\n{title:<16}" + "".join(f"{got.value:>20}" for got in _COLUMNS))
    for row, counts in found.counts(name).items():
        say(f"{row:<16}" + "".join(f"{counts.get(got, 0):>20}" for got in _COLUMNS))


def _as_json(found: Simulated) -> dict[str, object]:
    return {
        "simulated": True,
        "conversations": len(found.visits),
        "served": found.served.as_json(),
        "wrong": found.wrong.as_json(),
        "wanted": found.counts(lambda visit: visit.customer.goal.want.value),
        "customers": found.counts(lambda visit: visit.customer.persona.name),
        "seconds": round(found.seconds, 1),
    }
