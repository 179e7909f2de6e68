"""A tool call of a task, a database, and what a mutation makes of the two."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

Record = dict[str, Any]
READING = ("get_", "find_", "search_", "list_", "calculate", "transfer_", "think")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Hold a database as tables of records; whoever changes a record puts a new one there."""

    tables: Mapping[str, dict[str, Record]]

    def __getitem__(self, table: str) -> dict[str, Record]:
        return self.tables[table]

    def with_record(self, table: str, key: str, record: Record) -> "World":
        """Return a database in which one record is another one."""
        return World(tables={**self.tables, table: {**self.tables[table], key: record}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Hold a tool call and who is signed in."""

    customer: str
    name: str
    arguments: Mapping[str, Any]

    def saying(self, **arguments: object) -> "Call":
        """Return the call with other arguments."""
        return replace(self, arguments={**self.arguments, **arguments})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Hold a call in a database; `kind` says what was done to a true one."""

    kind: str
    world: World
    call: Call


def world_of(folder: Path, **files: str) -> World:
    """Read a database from files; a name such as `retail_db.json:orders` names a part of one."""
    tables = {}
    for table, file in files.items():
        name, _, part = file.partition(":")
        read = json.loads((folder / name).read_text(encoding="utf-8"))
        tables[table] = read[part] if part else read
    return World(tables=tables)


def task_calls(file: Path) -> Iterator[tuple[str, tuple[Record, ...]]]:
    """Yield each task's id and its true tool calls with effects, in order."""
    for line in file.read_text(encoding="utf-8").splitlines():
        task = json.loads(line)
        actions = (task.get("evaluation_criteria") or {}).get("actions") or ()
        yield task["id"], tuple(a for a in actions if not a["name"].startswith(READING))
