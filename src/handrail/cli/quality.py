"""`handrail quality`: how many customers are helped, never told without how well."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.moments import SinceOption, UntilOption, day_of
from handrail.cli.options import HERE, JsonOption, ProjectOption, SimulatedOption
from handrail.cli.output import OK, as_json, say
from handrail.domain.quality.exported import rates_table
from handrail.domain.quality.judged import Slice
from handrail.flow.tell_rates import AskedRates, ToldRates, tell_rates
from handrail.quality_app import rate_ports


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="rates")(rates)


def rates(  # noqa: PLR0913 - one parameter per option
    since: SinceOption = None,
    until: UntilOption = None,
    by: Annotated[Slice, typer.Option("--by", help="Tell them apart by this.")] = Slice.ALL,
    simulated: SimulatedOption = False,  # noqa: FBT002 - a flag
    csv_: Annotated[bool, typer.Option("--csv", help="Print a table as CSV.")] = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Tell deflection and resolution, each with its quality, returns, unknowns and interval."""
    asked = AskedRates(since=day_of(since), until=day_of(until), by=by, is_simulated=simulated)
    told = tell_rates(asked, rate_ports(open_app(project)))
    if json:
        as_json(told.as_json())
    elif csv_:
        table = rates_table(told.rates, told.since, told.until, is_simulated=told.is_simulated)
        typer.echo(table.as_csv(), nl=False)
    else:
        _print(told)
    return OK


def _print(told: ToldRates) -> None:
    simulated = "Simulated conversations, " if told.is_simulated else ""
    say(f"{simulated}{told.since} to {told.until}, shares with 95 % intervals")
    for rate in told.rates:
        if rate.of:
            say(f"{rate.slice} {rate.of}")
        say(f"  {rate}")
