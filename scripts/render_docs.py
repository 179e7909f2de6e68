"""Render the reference pages that can be listed from code: settings, commands, failure modes.

`python -m scripts.render_docs` writes them; a test fails when they part from the code.
"""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer
from pydantic import BaseModel

from handrail.cli.main import cli
from handrail.kernel.failure_modes import FAILURE_MODES
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.orders.routes import application
from handrail.settings import Settings
from scripts.render_action_states import action_states
from scripts.render_consequences import consequences_page

REFERENCE = Path(__file__).parents[1] / "docs/reference"
_REPEATED = " (repeated)"
_NOTE = "<!-- Rendered from the code by `make docs`; edit the code instead. -->\n\n"


def pages() -> dict[str, str]:
    """Return each page's text by its file name."""
    return {
        "settings.md": _settings(),
        "cli.md": _commands(),
        "failure-modes.md": _failure_modes(),
        "action-states.md": action_states(_NOTE.strip()),
        "consequences.md": consequences_page(_NOTE),
    }


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        _NOTE.strip(),
        "",
        "`handrail.toml` in the project's folder. Each setting can be overridden by an environment",
        "variable: `HANDRAIL_` and its path in capitals, joined by two underscores, for example",
        "`HANDRAIL_ANSWERS__MAX_WRONG=0.02`. Unknown settings are refused, secrets never printed.",
    ]
    lines += _section(Settings, "")
    return "\n".join(lines) + "\n"


def _section(model: type[BaseModel], path: str) -> Iterator[str]:
    plain: list[str] = []
    nested: list[tuple[type[BaseModel], str]] = []
    said = _said_below_fields(model)
    for name, field in model.model_fields.items():
        inner, suffix = _inner_models(field.annotation)
        if inner:
            dot = "." if path else ""
            nested += [(each, f"{path}{dot}{name}{suffix}") for each in inner]
            continue
        default = (
            "required"
            if field.is_required()
            else f"`{_spelled(field.get_default(call_default_factory=True))}`"
        )
        plain.append(f"| `{field.alias or name}` | {default} | {said.get(name, '')} |")
    if plain:
        shown = f"[[{path.removesuffix(_REPEATED)}]]" if path.endswith(_REPEATED) else f"[{path}]"
        yield from ("", f"## `{shown}`{_of_kind(model)}", "", inspect.getdoc(model) or "", "")
        yield from ("| setting | default | meaning |", "|---|---|---|", *plain)
    for below, where in nested:
        yield from _section(below, where)


def _inner_models(annotation: Any) -> tuple[list[type[BaseModel]], str]:
    """Return the sections that a setting holds: one, or one of several kinds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation], ""
    found = [
        model
        for argument in getattr(annotation, "__args__", ())
        for model in _inner_models(argument)[0]
    ]
    return found, _suffix(str(annotation)) if found else ""


def _of_kind(model: type[BaseModel]) -> str:
    kind = model.model_fields.get("kind")
    named = get_args(kind.annotation) if kind and get_origin(kind.annotation) is Literal else ()
    return f', `kind = "{named[0]}"`' if len(named) == 1 else ""


def _suffix(annotation: str) -> str:
    """Return what follows a section's path: a name of one's own, a mark of repetition, nothing."""
    if "Mapping" in annotation:
        return ".NAME"
    return _REPEATED if "tuple" in annotation else ""


def _said_below_fields(model: type[BaseModel]) -> dict[str, str]:
    parts = [part for part in reversed(model.mro()) if issubclass(part, BaseModel)]
    source = "\n".join(map(inspect.getsource, parts[1:]))
    found = re.findall(
        r"^    (\w+): [^\n]+\n    \"\"\"(.+?)\"\"\"", source, re.DOTALL | re.MULTILINE
    )
    return {name: " ".join(text.split()) for name, text in found}


def _spelled(value: object) -> str:
    if hasattr(value, "get_secret_value"):
        return f'"{value.get_secret_value()}"'
    if isinstance(value, str):
        return f'"{value}"'
    if value is None:
        return "none"
    return str(list(value) if isinstance(value, tuple) else value)


def _commands() -> str:
    group = typer.main.get_command(cli)
    lines = [
        "# Commands",
        "",
        _NOTE.strip(),
        "",
        "Exit status: 0 fine, 1 a finding or gate failed, 2 wrong use or bad input, with one line",
        "on standard error.",
    ]
    for path, command in sorted(_walk(group, "handrail")):
        lines += ["", f"## `{path}`", "", (command.help or "").strip(), ""]
        lines += ["| argument or option | meaning |", "|---|---|"]
        for parameter in command.params:
            names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
            if parameter.param_type_name == "argument":
                names = f"`{parameter.metavar or parameter.name.upper()}`"
            lines.append(f"| {names} | {getattr(parameter, 'help', None) or ''} |")
    return "\n".join(lines) + "\n"


def _walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, below in inner.items():
        yield from _walk(below, f"{path} {name}")


def _failure_modes() -> str:
    lines = [
        "# The six ways to break, and what stops each",
        "",
        _NOTE.strip(),
        "",
        "| # | What breaks | A customer would say | Answered by | Guard | Measure | Built |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f'| {mode.number} | {mode.breaks} | "{mode.customer_says}" | `{mode.room}` | '
        f"{mode.guard} | {mode.measure} | {'yes' if mode.is_built else 'not yet'} |"
        for mode in FAILURE_MODES
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    DOCUMENT.write_text(json.dumps(application().openapi(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
