"""`handrail doctor`: is everything there that answering needs?"""

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say
from handrail.flow.examine_project import Finding, examine_project


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="doctor")(doctor)


def doctor(
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Check settings, database, sources, embedder, index, language and calibration."""
    app = open_app(project)
    findings = list(examine_project(app.examine_ports()))
    if json:
        as_json(
            [
                {"check": f.check, "ok": f.is_fine, "fatal": f.is_fatal, "says": f.says}
                for f in findings
            ]
        )
    else:
        for finding in findings:
            say(f"{_mark(finding):<8} {finding.check:<12} {finding.says}")
    return FOUND_SOMETHING if any(f.is_fatal and not f.is_fine for f in findings) else OK


def _mark(finding: Finding) -> str:
    if finding.is_fine:
        return "ok"
    return "broken" if finding.is_fatal else "note"
