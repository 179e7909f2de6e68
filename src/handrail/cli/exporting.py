"""`handrail quality export` and `alerts`: figures for other tools, and what got worse."""

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say
from handrail.domain.quality.alert import Alert, is_whole
from handrail.domain.quality.exported import Exported
from handrail.domain.quality.judged import Slice
from handrail.domain.quality.watch_words import sentence
from handrail.domain.quality.watched import BY_MEASURE, place_in_words
from handrail.flow.export_quality import AskedExport, Exports, export_quality
from handrail.flow.watch_quality import watch_quality
from handrail.kernel.errors import BadInput
from handrail.watch_app import parquet_writer, watch_ports

_CLOSED = timedelta(days=28)


class Format(StrEnum):
    """How a table is written."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="export")(export)
    cli.command(name="alerts")(alerts)


def export(  # noqa: PLR0913 - one parameter per option
    file: Annotated[Path, typer.Argument(help="Where to write: .csv, .json or .parquet.")],
    what: Annotated[
        Exports, typer.Option("--what", help="Figures day by day, or rates of all these days.")
    ] = Exports.FIGURES,
    by: Annotated[
        Slice | None, typer.Option("--by", help="Only this slice.", show_default="every one")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="First day.", show_default="28 days before"),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Last day.", show_default="today")
    ] = None,
    simulated: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--simulated", help="Of simulated conversations, and only of these.")
    ] = False,
    project: ProjectOption = HERE,
) -> int:
    """Write figures to a file for a spreadsheet or a warehouse."""
    kind = _format(file)
    write = parquet_writer() if kind is Format.PARQUET else None
    asked = AskedExport(
        what=what, by=by, since=_day(since), until=_day(until), is_simulated=simulated
    )
    table = export_quality(asked, watch_ports(open_app(project)))
    if write is not None:
        write(table, file)
    else:
        _write(file, _text(table, kind))
    say(f"Wrote {len(table.rows)} rows to {file}.")
    return OK


def alerts(
    look: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--look", help="Look at all days now, not only at what was found.")
    ] = False,
    simulated: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--simulated", help="Of simulated conversations, and only of these.")
    ] = False,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List what got worse by more than chance explains; 1 where an alert is open."""
    ports = watch_ports(open_app(project))
    if look:
        watch_quality(ports, is_again=True)
    held = ports.store.alerts(is_simulated=simulated, since=ports.clock.now() - _CLOSED)
    if json:
        as_json({"alerts": [alert.as_json() for alert in held]})
    else:
        _print(held)
    return FOUND_SOMETHING if any(alert.is_open for alert in held) else OK


def _print(held: tuple[Alert, ...]) -> None:
    if not held:
        say("Nothing got worse by more than chance explains.")
    for alert in held:
        state = "open" if alert.is_open else f"closed by {alert.closed_by}"
        say(f"{alert.id}  {alert.at:%Y-%m-%d}  {state}  {BY_MEASURE[alert.measure].name}")
        for shift in alert.shifts:
            place = "" if is_whole(shift) else f"{place_in_words(shift.slice, shift.of)}: "
            say(f"  {place}{sentence(shift)}")


def _format(file: Path) -> Format:
    ending = file.suffix.removeprefix(".").lower()
    if ending not in set(Format):
        raise BadInput(f"{file} is no table.", hint="End it with .csv, .json or .parquet.")
    return Format(ending)


def _text(table: Exported, kind: Format) -> str:
    return table.as_csv() if kind is Format.CSV else table.as_json_text()


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"Cannot write {file}: {error.strerror}.", hint="Check it.") from error


def _day(said: str | None) -> date | None:
    try:
        return None if said is None else date.fromisoformat(said)
    except ValueError as error:
        raise BadInput(f"{said!r} is no day.", hint="Write it as 2026-05-31.") from error
