"""Printing: text for people, JSON for programs, one clear line for what went wrong."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from handrail.flow.ports import Progress as Report
from handrail.kernel.errors import BadInput, HandrailError

OK = 0
FOUND_SOMETHING = 1
WRONG_USE = 2

_STAGES = {
    "read": "Reading articles",
    "embed": "Embedding passages",
    "index": "Building the index",
    "ask": "Asking labelled questions",
    "check": "Checking claims",
    "open": "Opening links to other sites",
    "mask": "Masking personal data",
    "attack": "Hiding instructions",
    "simulate": "Letting scripted customers ask",
    "replay": "Replaying conversations",
}


def out() -> Console:
    """Return a console on standard output; plain where that is no terminal."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def say(text: str = "") -> None:
    """Print a line of text without markup."""
    out().print(text, markup=False)


def warn(text: str) -> None:
    """Print a warning line on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"Warning: {text}", markup=False)


def as_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def complain(error: HandrailError | str) -> int:
    """Print one clear line on standard error and return the exit status for wrong use."""
    sys.stderr.write("handrail: " + " ".join(str(error).split()) + "\n")
    return WRONG_USE


@contextmanager
def writing_to(file: Path) -> Iterator[None]:
    """Say in words why a file cannot be written; raises BadInput."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"Cannot write {file}: {error.strerror}.", hint="Check it.") from error


@contextmanager
def progress_bar(*, is_quiet: bool) -> Iterator[Report]:
    """Show long work as a bar on standard error; nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    hidden = is_quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as shown:
        tasks: dict[str, object] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(_STAGES.get(stage, stage), total=total or None)
            shown.update(tasks[stage], completed=done, total=total or None)  # type: ignore[arg-type] # rich's TaskID is an int of its own type

        yield report


def milliseconds(timings: Mapping[str, float]) -> dict[str, float]:
    """Round timings for printing."""
    return {name: round(value, 2) for name, value in timings.items()}
