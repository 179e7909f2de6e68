"""`handrail audit`: seal the log, export it, and verify it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.audit_app import heads_of, signature_check
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, say, writing_to
from handrail.domain.audit.log_lines import read_log
from handrail.domain.audit.model import LogEntry, Problem, SignedHead, Verdict
from handrail.domain.audit.verify import HeldLog, verify
from handrail.flow.seal_audit import export_heads, seal_now
from handrail.flow.verify_audit import export_log, verify_live
from handrail.kernel.errors import BadInput

_SHOWN = 20
_NEW_KEY = "Make the signing key where it is missing: the log goes on under a new name."


def add_to(log: typer.Typer) -> None:
    """Register the commands."""
    log.command(name="verify")(verify_log)
    log.command(name="export")(export)
    log.command(name="seal")(seal)


def seal(
    project: ProjectOption = HERE,
    new_key: Annotated[bool, typer.Option("--new-key", help=_NEW_KEY)] = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Seal every waiting entry now, and send the heads to every place that lacks them."""
    ports = open_app(project).audit.seal_ports
    if new_key:
        ports.signer.begin()
    sealed = seal_now(ports)
    failures = export_heads(ports)
    newest = ports.log.newest() if sealed is None else sealed
    if json:
        as_json(
            {
                "sealed": sealed is not None,
                "head": None if newest is None else _head_as_json(newest),
                "failures": failures,
            }
        )
    else:
        size = 0 if newest is None else newest.head.size
        say(f"{'Sealed' if sealed else 'Nothing waited'}: {size} entries are covered by a head.")
        for name, why in failures.items():
            say(f"{name} did not take the heads and is asked again later: {why}")
    return FOUND_SOMETHING if failures else OK


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Write the whole log with its heads to FILE, to be verified without the database."""
    app = open_app(project)
    count = -1  # the first line names the format
    with (
        writing_to(file),
        os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened,
    ):
        for count, line in enumerate(export_log(app.audit.log)):  # noqa: B007 - kept for its end
            opened.write(line + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    if json:
        as_json({"file": str(file), "lines": count + 1})
    else:
        say(f"Wrote {count} entries and heads to {file}.")
    return OK


def verify_log(
    exported: Annotated[
        Path | None,
        typer.Argument(metavar="EXPORT", help="Verify this export, without any database."),
    ] = None,
    heads: Annotated[
        list[Path] | None,
        typer.Option("--heads", help="File of heads that was kept elsewhere; may be repeated."),
    ] = None,
    log: Annotated[
        list[str] | None,
        typer.Option("--log", help="Name of the log whose key you trust; may be repeated."),
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Check every entry against every head; say what is covered, what is not, and what is wrong."""
    outside = [head for path in heads or () for head in _kept_heads(path)]
    trusted = frozenset(log) if log else None
    if exported is None:
        app = open_app(project)
        found = verify_live(
            (*outside, *app.audit.head_file.heads()), trusted, app.audit.verify_ports()
        )
    else:
        entries, inside = _read(exported)
        held = HeldLog(entries=lambda: entries, inside=inside, outside=outside)
        found = verify(held, signature_check(), trusted)
    if json:
        as_json(_as_json(found))
    else:
        _print(found)
    return OK if found.is_sound else FOUND_SOMETHING


def _kept_heads(path: Path) -> tuple[SignedHead, ...]:
    if not path.is_file():
        raise BadInput(f"There is no file {path}.", hint="Name a file of heads.")
    return heads_of(path)


def _read(path: Path) -> tuple[list[LogEntry], list[SignedHead]]:
    try:
        with path.open(encoding="utf-8") as lines:
            return read_log(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"Cannot read {path}: {error}.", hint="Name an export.") from error


def _print(found: Verdict) -> None:
    covers = found.coverage
    say(f"{covers.entries} entries.")
    say(f"The first {covers.anchored} are covered by a head from outside the database.")
    if covers.sealed > covers.anchored:
        more = covers.sealed - covers.anchored
        say(f"{more} more are covered only by heads that lie in it: its end could be cut off.")
    if covers.open:
        say(f"{len(covers.open)} are covered by none, {_span(covers.open)}: not sealed yet.")
    if found.late:
        say(f"{len(found.late)} were sealed after higher numbers: their writing took long.")
    if found.trusted is None:
        say("The keys beside the heads were believed: name the log that you trust with --log.")
    for problem in found.problems[:_SHOWN]:
        say(f"{problem.kind.value.upper()}: {problem.says}")
    if len(found.problems) > _SHOWN:
        say(f"… and {len(found.problems) - _SHOWN} more.")
    say("Nothing is wrong." if found.is_sound else f"{len(found.problems)} problems.")


def _span(numbers: tuple[int, ...]) -> str:
    low, high = min(numbers), max(numbers)
    return f"number {low}" if low == high else f"numbers {low} to {high}"


def _as_json(found: Verdict) -> dict[str, object]:
    covers = found.coverage
    return {
        "ok": found.is_sound,
        "entries": covers.entries,
        "anchored": covers.anchored,
        "sealed": covers.sealed,
        "uncovered": list(covers.open),
        "late": list(found.late),
        "trusted": None if found.trusted is None else sorted(found.trusted),
        "problems": [_problem(problem) for problem in found.problems],
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "kind": problem.kind.value,
        "says": problem.says,
        "position": problem.position,
        "until": problem.until,
        "sequence": problem.sequence,
    }


def _head_as_json(signed: SignedHead) -> dict[str, object]:
    head = signed.head
    return {"log": head.log, "size": head.size, "root": head.root, "time": head.time}
