"""`handrail quality`: how many customers are helped, never told without how well."""

import csv
import io
from datetime import date
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import OK, as_json, say
from handrail.domain.quality.judged import Slice
from handrail.domain.quality.rates import ROW, QualifiedRate
from handrail.flow.tell_rates import AskedRates, ToldRates, tell_rates
from handrail.kernel.errors import BadInput
from handrail.kernel.plain_cells import plain_cell
from handrail.quality_app import rate_ports


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="rates")(rates)


def rates(  # noqa: PLR0913 - one parameter per option
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="First day.", show_default="28 days before"),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DAY", help="Last day.", show_default="today"),
    ] = None,
    by: Annotated[Slice, typer.Option("--by", help="Tell them apart by this.")] = Slice.ALL,
    simulated: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--simulated", help="Of simulated conversations, and only of these.")
    ] = False,
    csv_: Annotated[bool, typer.Option("--csv", help="Print a table as CSV.")] = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Tell deflection and resolution, each with its quality, returns, unknowns and interval."""
    asked = AskedRates(since=_day(since), until=_day(until), by=by, is_simulated=simulated)
    told = tell_rates(asked, rate_ports(open_app(project)))
    if json:
        as_json(told.as_json())
    elif csv_:
        typer.echo(_table(told), nl=False)
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


def _table(told: ToldRates) -> str:
    """Return the rates as CSV; a cell that somebody else named is no formula."""
    text = io.StringIO()
    table = csv.DictWriter(text, ("since", "until", "simulated", *ROW), lineterminator="\n")
    table.writeheader()
    for rate in told.rates:
        table.writerow(_row(rate, told))
    return text.getvalue()


def _row(rate: QualifiedRate, told: ToldRates) -> dict[str, str]:
    row = rate.as_row()
    return {
        "since": told.since.isoformat(),
        "until": told.until.isoformat(),
        "simulated": str(told.is_simulated).lower(),
        **row,
        "of": plain_cell(row["of"]),
    }


def _day(said: str | None) -> date | None:
    try:
        return None if said is None else date.fromisoformat(said)
    except ValueError as error:
        raise BadInput(f"{said!r} is no day.", hint="Write it as 2026-05-31.") from error
