"""`handrail dataset`: labelled questions from other tools, and for them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from handrail.cli.output import OK, say
from handrail.kernel.errors import BadDataset
from handrail.watch_app import dataset_formats


class OtherFormat(StrEnum):
    """The tools whose formats are read and written."""

    RAGAS = "ragas"
    PYDANTIC_EVALS = "pydantic-evals"
    PROMPTFOO = "promptfoo"
    TREC = "trec"


FormatOption = Annotated[OtherFormat, typer.Option("--format", help="The other tool's format.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="import")(import_)
    cli.command(name="export")(export)


def import_(
    file: Annotated[Path, typer.Argument(help="The other tool's file.")],
    to: Annotated[Path, typer.Argument(help="Labelled questions, as `handrail eval` reads them.")],
    format_: FormatOption,
) -> int:
    """Turn another tool's data set into labelled questions."""
    own, others = dataset_formats()
    cases = others[format_.value].read(file)
    if not cases:
        raise BadDataset(f"{file} holds no questions.")
    own.write(to, cases)
    say(f"Wrote {len(cases)} questions to {to}.")
    return OK


def export(
    file: Annotated[Path, typer.Argument(help="Labelled questions, one JSON object per line.")],
    to: Annotated[Path, typer.Argument(help="The other tool's file.")],
    format_: FormatOption,
) -> int:
    """Turn labelled questions into another tool's data set."""
    own, others = dataset_formats()
    cases = own.read(file)
    if not cases:
        raise BadDataset(f"{file} holds no questions.")
    others[format_.value].write(to, cases)
    say(f"Wrote {len(cases)} questions to {to}.")
    return OK
