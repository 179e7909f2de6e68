"""Read and write what all formats share: JSON lines, and lists in YAML or JSON."""

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from handrail.kernel.errors import BadDataset

Row = dict[str, object]


def text_of(path: Path) -> str:
    """Return a file's text; raises BadDataset."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDataset(f"{path} is not UTF-8 text.", hint="Save it as UTF-8.") from error
    except OSError as error:
        raise BadDataset(f"{path} cannot be read ({error.strerror}).", hint="Check it.") from error


def written(path: Path, text: str) -> None:
    """Write a file; raises BadDataset."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadDataset(
            f"{path} cannot be written ({error.strerror}).", hint="Check it."
        ) from error


def json_lines(path: Path) -> list[tuple[str, Row]]:
    """Return the objects of a JSONL file, each with where it stands."""
    found = []
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if line.strip():
            where = f"{path}, line {number}"
            found.append((where, row_of(_loaded(line, where), where)))
    return found


def write_json_lines(path: Path, rows: Iterable[Row]) -> None:
    """Write objects as JSONL."""
    written(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def structured(path: Path) -> object:
    """Return what a YAML or JSON file holds."""
    text = text_of(path)
    if path.suffix == ".json":
        return _loaded(text, str(path))
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise BadDataset(f"{path} is not valid YAML.", hint="Correct it.") from error


def write_structured(path: Path, value: object) -> None:
    """Write YAML, or JSON where the file is called so."""
    if path.suffix == ".json":
        written(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        written(path, yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100))


def row_of(value: object, where: str) -> Row:
    """Return a value that must be an object."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadDataset(f"{where}: not an object.")
    return value


def rows_in(value: object, where: str) -> list[tuple[str, Row]]:
    """Return a value that must be a list of objects, each with where it stands."""
    if not isinstance(value, list):
        raise BadDataset(f"{where} must be a list.")
    return [
        (f"{where}, no. {number}", row_of(one, f"{where}, no. {number}"))
        for number, one in enumerate(value, start=1)
    ]


def _loaded(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadDataset(f"{where}: not valid JSON ({error}).") from error
