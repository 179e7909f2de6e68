"""`handrail check`: what is wrong with the help centre, for people and for its own CI."""

import json as json_
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import docs_ports, open_app
from handrail.cli import finding_output
from handrail.cli.finding_output import Reported
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say, writing_to
from handrail.cli.sarif import as_sarif
from handrail.domain.knowledge.health.answers_elsewhere import AT_ONCE
from handrail.domain.knowledge.health.model import STANDING, FindingId, Severity
from handrail.flow.ask_elsewhere import ask_elsewhere
from handrail.flow.check_knowledge import check_knowledge, check_what_changed
from handrail.flow.examine_docs import examine_docs
from handrail.kernel.errors import BadInput
from handrail.knowledge_settings import ExternalLinkSettings

_DocsOption = Annotated[
    Path | None,
    typer.Option("--docs", help="Check this folder of articles as it stands; needs no project."),
]
_BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", help="Findings named in this file are known; only others fail."),
]
_WriteOption = Annotated[
    bool, typer.Option("--write-baseline", help="Name all findings in the baseline; fail on none.")
]
_ChangedOption = Annotated[
    bool, typer.Option("--changed", help="Compare only what changed since the last check.")
]
_FailOption = Annotated[
    Severity, typer.Option("--fail-on", help="Exit 1 for new findings of this severity or above.")
]
_MarkdownOption = Annotated[
    bool, typer.Option("--markdown", help="Print Markdown, for a summary or a comment.")
]
_ExternalOption = Annotated[
    bool, typer.Option("--external", help="Open links to other sites, to find those gone.")
]
_LeaveOutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--leave-out",
        metavar="BEGINNING",
        help="With --docs and --external: open no address that begins so; repeatable.",
    ),
]
_SarifOption = Annotated[
    Path | None, typer.Option("--sarif", help="Write SARIF 2.1.0 to this file, too.")
]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.callback()(_group)
    cli.command(name="knowledge")(knowledge)


def _group() -> None:
    """Check that what you publish holds together."""


def knowledge(  # noqa: PLR0913 - options of one command
    docs: _DocsOption = None,
    baseline: _BaselineOption = None,
    write_baseline: _WriteOption = False,  # noqa: FBT002 - a flag
    changed: _ChangedOption = False,  # noqa: FBT002 - a flag
    external: _ExternalOption = False,  # noqa: FBT002 - a flag
    leave_out: _LeaveOutOption = None,
    fail_on: _FailOption = Severity.LOW,
    markdown: _MarkdownOption = False,  # noqa: FBT002 - a flag
    sarif: _SarifOption = None,
    json: JsonOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
) -> int:
    """Find what contradicts itself, is out of date, said twice or leads nowhere.

    Exits with 1 where a finding is new.
    """
    known = _known(baseline, is_written=write_baseline)
    asked = _asked(docs, leave_out or [], is_asked=external)
    if docs:
        reported = _of_folder(docs, known, asked)
    else:
        reported = _of_project(project, known, is_full=not changed, opens_links=external)
    reported = replace(reported, baseline=None if write_baseline else baseline)
    if sarif is not None:
        _write_sarif(sarif, reported)
    if write_baseline:
        assert baseline is not None
        _write(baseline, reported)
        named = finding_output.how_many(len(reported.findings), "finding")
        say(f"{named} named in {baseline}: from now on only others fail.")
        return OK
    if json:
        as_json(finding_output.as_plain(reported))
    elif markdown:
        say(finding_output.as_markdown(reported))
    else:
        say(finding_output.as_text(reported))
    return FOUND_SOMETHING if _fails(reported, fail_on) else OK


def _fails(reported: Reported, fail_on: Severity) -> bool:
    order = tuple(Severity)
    return any(order.index(f.severity) <= order.index(fail_on) for f in reported.new)


def _write_sarif(file: Path, reported: Reported) -> None:
    said = json_.dumps(as_sarif(reported), ensure_ascii=False, indent=1)
    with writing_to(file):
        file.write_text(said + "\n", "utf-8")


def _asked(
    docs: Path | None, leave_out: list[str], *, is_asked: bool
) -> ExternalLinkSettings | None:
    """Return how links of a folder to other sites are opened, or None where they are not."""
    if leave_out and (docs is None or not is_asked):
        raise BadInput(
            "--leave-out goes with --docs and --external.",
            hint="In a project, set `leave_out` under [knowledge.external_links].",
        )
    if not is_asked:
        return None
    return ExternalLinkSettings(leave_out=tuple(filter(None, leave_out)))


def _of_folder(
    folder: Path, known: frozenset[FindingId], external: ExternalLinkSettings | None
) -> Reported:
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder.", hint="Name the folder that holds the articles.")
    with progress_bar(is_quiet=False) as progress:
        examined = examine_docs(docs_ports(folder, external), progress, known)
    return Reported(
        findings=examined.findings,
        new=examined.new,
        articles=examined.articles,
        passages=examined.passages,
        skipped=examined.skipped,
        folder=folder,
        elsewhere=examined.elsewhere,
    )


def _of_project(
    project: Path, known: frozenset[FindingId], *, is_full: bool, opens_links: bool
) -> Reported:
    health = open_app(project).health
    ports, elsewhere = health.ports, None
    if opens_links:
        with progress_bar(is_quiet=False) as progress:
            elsewhere = ask_elsewhere(health.elsewhere(), AT_ONCE, progress)
    report = check_knowledge(ports) if is_full else check_what_changed(ports)
    if report is None and opens_links:
        report = check_knowledge(ports, frozenset())  # no article changed, another site may have
    with ports.store.read() as reading:
        kept = reading.findings(STANDING)
        last = reading.last_check()
    fresh = frozenset() if report is None else frozenset((*report.new, *report.returned))
    findings = tuple(held.finding for held in kept)
    assert last is not None
    return Reported(
        findings=findings,
        new=tuple(f for f in findings if f.id in fresh and f.id not in known),
        fixed=0 if report is None else len(report.fixed),
        articles=last.articles,
        passages=last.passages,
        owners={held.finding.id: held.owner for held in kept},
        exposure={held.finding.id: held.exposure for held in kept},
        elsewhere=elsewhere,
    )


def _known(baseline: Path | None, *, is_written: bool) -> frozenset[FindingId]:
    if is_written:
        if baseline is None:
            raise BadInput("--write-baseline needs --baseline.", hint="Name the file to write.")
        return frozenset()
    if baseline is None:
        return frozenset()
    try:
        said = json_.loads(baseline.read_text(encoding="utf-8"))
        return frozenset(FindingId(str(found["id"])) for found in said["findings"])
    except OSError as error:
        raise BadInput(
            f"The baseline {baseline} cannot be read: {error.strerror}.",
            hint="`--write-baseline` writes it.",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"The baseline {baseline} is not one that `--write-baseline` wrote.",
            hint="Write it anew.",
        ) from error


def _write(baseline: Path, reported: Reported) -> None:
    listed = [
        {
            "id": found.id,
            "kind": found.kind.value,
            "articles": list(found.articles),
            "why": found.why,
        }
        for found in sorted(reported.findings, key=lambda found: found.id)
    ]
    text = json_.dumps({"findings": listed}, ensure_ascii=False, indent=1)
    with writing_to(baseline):
        baseline.write_text(text + "\n", encoding="utf-8")
