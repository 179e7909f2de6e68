"""`handrail init`: start a project."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from handrail.cli.options import JsonOption
from handrail.cli.output import as_json, say
from handrail.kernel.errors import BadInput
from handrail.settings import FILE_NAME
from handrail.source_settings import FolderSettings

_TEMPLATE = Path(__file__).with_name("handrail.toml.template")
_NO_SOURCE = """\
# [[knowledge.sources]]
# name = "help"
# kind = "folder"
# path = "help"
"""


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="init")(init)


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new project.")],
    docs: Annotated[
        Path | None, typer.Option("--docs", help="Folder that holds your help articles.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="Name of that source: the first part of its article ids.")
    ] = "help",
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Write a commented handrail.toml into DIR."""
    path = directory / FILE_NAME
    if path.exists():
        raise BadInput(f"{path} is there already.", hint="Nothing was changed.")
    if docs is not None and not docs.is_dir():
        raise BadInput(f"There is no folder {docs}.", hint="Name the folder of your articles.")
    _require_sound(name)
    text = _TEMPLATE.read_text(encoding="utf-8").replace("%SOURCE%\n", _source(docs, name))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"Cannot write {path}: {error.strerror}.", hint="Check the folder."
        ) from error
    if json:
        as_json({"project": str(directory), "settings": str(path)})
    else:
        say(f"Started a project in {directory}.")
        say(_next_steps(directory, docs))
    return 0


def _require_sound(name: str) -> None:
    try:
        FolderSettings(name=name, path=".")
    except ValidationError as error:
        raise BadInput(
            f"A source cannot be called {name!r}.",
            hint="Use small letters, digits, - and _, beginning with a letter or digit.",
        ) from error


def _source(docs: Path | None, name: str) -> str:
    if docs is None:
        return _NO_SOURCE
    spelled = str(docs.resolve()).replace("\\", "\\\\").replace('"', '\\"')
    return f'[[knowledge.sources]]\nname = "{name}"\nkind = "folder"\npath = "{spelled}"\n'


def _next_steps(directory: Path, docs: Path | None) -> str:
    first = "" if docs is not None else f"Name your articles' folder in {directory / FILE_NAME}.\n"
    return (
        f"{first}Next:  handrail sync --project {directory}\n"
        f'       handrail ask "…" --project {directory}'
    )
