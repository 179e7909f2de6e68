"""`handrail init`: start a project."""

from json import dumps as json_of
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from pydantic import ValidationError

from handrail.cli.options import JsonOption
from handrail.cli.output import as_json, say
from handrail.kernel.errors import BadInput
from handrail.settings import FILE_NAME
from handrail.source_settings import FolderSettings, WebSettings

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
    url: Annotated[
        str | None, typer.Option("--url", help="Address of your help centre on the web.")
    ] = None,
    private: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--private", help="That address lies inside your own network.")
    ] = False,
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
    if docs is not None and url is not None:
        raise BadInput("Both a folder and an address are named.", hint="Name one; add the other.")
    source = _source(docs, name) if url is None else _website(url, name, is_private=private)
    text = _TEMPLATE.read_text(encoding="utf-8").replace("%SOURCE%\n", source)
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
        say(_next_steps(directory, is_named=docs is not None or url is not None))
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


def _website(url: str, name: str, *, is_private: bool) -> str:
    try:
        place = WebSettings(name=name, kind="web", url=url)
    except ValidationError as error:
        raise BadInput(
            f"{url!r} is no web address.", hint="Write https://HOST/PATH, without a password."
        ) from error
    parts = urlsplit(place.url)
    lines = [f'[[knowledge.sources]]\nname = "{name}"\nkind = "web"\nurl = {json_of(url)}']
    if parts.port not in {None, *place.ports}:
        lines.append(f"ports = [{parts.port}]")
    if is_private:
        lines.append(f"private_hosts = [{json_of(parts.hostname)}]")
    return "\n".join(lines) + "\n"


def _next_steps(directory: Path, *, is_named: bool) -> str:
    first = "" if is_named else f"Name your articles' folder in {directory / FILE_NAME}.\n"
    return (
        f"{first}Next:  handrail sync --project {directory}\n"
        f'       handrail ask "…" --project {directory}'
    )
