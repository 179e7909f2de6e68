"""`handrail judges`: how far automatic scores agree with people, and what they say, corrected."""

from collections.abc import Sequence
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import OK, as_json, say
from handrail.domain.quality.model import Figure
from handrail.domain.quality.standing_json import standing_as_json
from handrail.domain.quality.trusted import Standing
from handrail.flow.drawn_answers import drawn_and_unread
from handrail.flow.served_ports import ServedTurn
from handrail.flow.trust_judges import standings
from handrail.judge_app import in_use_ports, judge_ports


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="judges")(judges)


def judges(
    drawn: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--drawn", help="List what chance drew for review and nobody has read.")
    ] = False,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List judges with their agreement with people, and the share of good answers, corrected."""
    app = open_app(project)
    if drawn:
        return _tell_drawn(drawn_and_unread(in_use_ports(app)), json)
    found = standings(judge_ports(app))
    if json:
        as_json({"judges": [standing_as_json(one) for one in found]})
        return OK
    if not found:
        say("No answer was judged yet: `handrail worker` judges what was answered.")
    for one in found:
        _print(one)
    return OK


def _tell_drawn(found: Sequence[ServedTurn], is_json: bool) -> int:  # noqa: FBT001 - a flag
    if is_json:
        as_json({"drawn": [{"record": one.record, "at": one.at.isoformat()} for one in found]})
        return OK
    say(f"Drawn by chance and not read yet: {len(found)}")
    for one in found:
        say(f"  {one.record}  {one.at:%Y-%m-%d %H:%M}")
    return OK


def _print(one: Standing) -> None:
    found = one.agreement
    last = "never" if found.last_at is None else f"{found.last_at:%Y-%m-%d}"
    say(f"{one.judge}  {one.score.value}")
    say(f"  good answers  {_figure(one.corrected)}, corrected; {one.judged} judged")
    say(
        f"  agreement     {_figure(found.raw)}, kappa {found.kappa.value:.2f}, "
        f"from {found.table.n} verdicts, the last {last}"
    )
    if one.greyed:
        say(f"  not believed  {'; '.join(one.greyed)}")


def _figure(figure: Figure) -> str:
    return f"{figure.value:.0%} ({figure.low:.0%} to {figure.high:.0%})"
