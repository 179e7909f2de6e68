"""`handrail quality export` and `alerts`: figures for other tools, and what got worse."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.moments import SinceOption, UntilOption, day_of
from handrail.cli.options import HERE, JsonOption, ProjectOption, SimulatedOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say, writing_to
from handrail.domain.quality.alert import Alert
from handrail.domain.quality.exported import Exported
from handrail.domain.quality.judged import Slice
from handrail.domain.quality.watch_report import WatchReport
from handrail.domain.quality.watch_words import sentence
from handrail.domain.quality.watched import BY_MEASURE
from handrail.flow.export_quality import AskedExport, Exports, export_quality
from handrail.flow.see_quality import CLOSED_SHOWN
from handrail.flow.watch_quality import watch_quality
from handrail.kernel.errors import BadInput
from handrail.watch_app import parquet_writer, watch_ports


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
    since: SinceOption = None,
    until: UntilOption = None,
    simulated: SimulatedOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
) -> int:
    """Write figures to a file for a spreadsheet or a warehouse."""
    kind = _format(file)
    write = _writer(kind)
    asked = AskedExport(
        what=what, by=by, since=day_of(since), until=day_of(until), is_simulated=simulated
    )
    table = export_quality(asked, watch_ports(open_app(project)))
    with writing_to(file):
        write(table, file)
    say(f"Wrote {len(table.rows)} rows to {file}.")
    return OK


def alerts(
    look: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--look", help="Look at all days now, not only at what was found.")
    ] = False,
    simulated: SimulatedOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List what got worse by more than chance explains; 1 where an alert is open."""
    ports = watch_ports(open_app(project))
    if look:
        watch_quality(ports, is_again=True)
    held = ports.store.alerts(is_simulated=simulated, since=ports.clock.now() - CLOSED_SHOWN)
    if json:
        as_json({"alerts": [alert.as_json() for alert in held]})
    elif held:
        _print(held)
    else:
        say(_why_none(ports.store.report(is_simulated=simulated)))
    return FOUND_SOMETHING if any(alert.is_open for alert in held) else OK


def _print(held: tuple[Alert, ...]) -> None:
    for alert in held:
        state = "open" if alert.is_open else f"closed by {alert.closed_by}"
        say(f"{alert.id}  {alert.at:%Y-%m-%d}  {state}  {BY_MEASURE[alert.measure].name}")
        for shift in alert.shifts:
            say(f"  {sentence(shift)}")


def _why_none(report: WatchReport | None) -> str:
    if report is None:
        return "Nobody has looked for changes yet. The worker looks once a day, --look does now."
    if not report.series:
        return "There are too few days to tell a change from chance."
    return "Nothing got worse by more than chance explains."


def _format(file: Path) -> Format:
    ending = file.suffix.removeprefix(".").lower()
    if ending not in set(Format):
        raise BadInput(f"{file} is no table.", hint="End it with .csv, .json or .parquet.")
    return Format(ending)


def _writer(kind: Format) -> Callable[[Exported, Path], None]:
    match kind:
        case Format.CSV:
            return lambda table, file: _write(file, table.as_csv())
        case Format.JSON:
            return lambda table, file: _write(file, table.as_json_text())
        case Format.PARQUET:
            return parquet_writer()


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
