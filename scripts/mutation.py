"""Tell how many changes of the code the tests noticed, file by file, and why the others are none.

`make mutation` runs `mutmut` and then this, which writes docs/reference/mutation.md. A change that
no test noticed needs its reason in evaluations/mutation_survivors.toml, by what was changed into
what; one that ran until it was stopped counts as noticed only where its reason says that it never
ends. It fails where a reason is missing, or where a file's score is below the promise.
"""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
MUTANTS = ROOT / "mutants"
PAGE = ROOT / "docs/reference/mutation.md"
REASONS = ROOT / "evaluations/mutation_survivors.toml"
PROMISED = 95.0
_SEEN = frozenset({"killed", "caught by type check"})
_HEAD = """# Mutation score

Written by `make mutation`, which changes the code of the gate, approval, execution state and audit
one place at a time (an operator, a number, a text, an argument, a branch) and runs the fast tests
that reach the place, on SQLite. What no test noticed survived, and is explained below. A change
that ran until it was stopped counts as noticed only where it is an endless loop. Branch coverage
of these files is 100 %, which `make test ARGS=...` with `--cov --cov-branch` prints. Tables and
constants outside functions are not changed by the tool; tests hold them to their own promises.

"""


@dataclass(slots=True)
class Tally:
    """Count what became of one file's mutants."""

    mutants: int = 0
    noticed: int = 0
    endless: int = 0
    left: list[tuple[str, str, str]] = field(default_factory=list)
    """Before, after, and why no test can tell."""

    @property
    def score(self) -> float:
        """Return the share that was noticed, in per cent."""
        return 100 * (self.noticed + self.endless) / self.mutants


def main() -> int:
    """Write the page; return 1 where a reason is missing or a score is too low."""
    reasons = tomllib.loads(REASONS.read_text("utf-8"))
    missing: list[str] = []
    tallies = {name: _tally(meta, reasons, missing) for name, meta in _files()}
    page = _HEAD + _table(tallies) + _survivors(tallies)
    PAGE.write_text(page, encoding="utf-8")
    low = [name for name, tally in tallies.items() if tally.score < PROMISED]
    print(page)  # noqa: T201 - a command prints what it found
    for line in (*missing, *(f"{name} is below {PROMISED} %" for name in low)):
        print(line, file=sys.stderr)  # noqa: T201
    return 1 if missing or low else 0


def _files() -> Iterator[tuple[str, Path]]:
    for meta in sorted(MUTANTS.rglob("*.py.meta")):
        if json.loads(meta.read_text("utf-8"))["exit_code_by_key"]:
            yield str(meta.relative_to(MUTANTS)).removesuffix(".meta"), meta


def _tally(meta: Path, reasons: Mapping[str, list[dict[str, str]]], missing: list[str]) -> Tally:
    found = Tally()
    name = str(meta.relative_to(MUTANTS)).removesuffix(".meta")
    for mutant, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
        found.mutants += 1
        status = status_by_exit_code[code]
        if status in _SEEN:
            found.noticed += 1
            continue
        before, after = _change(mutant, Path(name))
        kind = "endless" if status == "timeout" else "survives"
        why = _reason(reasons.get(kind, []), name, before, after)
        if why is None:
            missing.append(f"{mutant} ({status}): {before} -> {after}")
        elif kind == "endless":
            found.endless += 1
            continue
        found.left.append((before, after, why or "not explained"))
    return found


def _change(mutant: str, path: Path) -> tuple[str, str]:
    """Return the lines that differ, without those around them."""
    lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
    gone = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    come = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return gone, come


def _reason(known: list[dict[str, str]], name: str, before: str, after: str) -> str | None:
    fits = (
        item["why"]
        for item in known
        if name.endswith(item["file"]) and item["before"] in before and item["after"] in after
    )
    return next(fits, None)


def _table(tallies: Mapping[str, Tally]) -> str:
    lines = [
        "| File | Mutants | Noticed | Endless loops | Survived | Score |",
        "|---|" + "--:|" * 5,
    ]
    whole = Tally()
    for name, tally in tallies.items():
        lines.append(_row(f"`{name}`", tally))
        whole.mutants += tally.mutants
        whole.noticed += tally.noticed
        whole.endless += tally.endless
        whole.left += tally.left
    return "\n".join([*lines, _row("all", whole)]) + "\n"


def _row(name: str, tally: Tally) -> str:
    counts = (tally.mutants, tally.noticed, tally.endless, len(tally.left))
    return f"| {name} | {' | '.join(map(str, counts))} | {tally.score:.1f} % |"


def _survivors(tallies: Mapping[str, Tally]) -> str:
    lines = [
        "",
        "## What survived, and why",
        "",
        "| File | Before | After | Why |",
        "|---|---|---|---|",
    ]
    for name, tally in tallies.items():
        lines += [
            f"| `{Path(name).name}` | {_code(before)} | {_code(after)} | {why} |"
            for before, after, why in tally.left
        ]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|") if text else "(nothing)"


if __name__ == "__main__":
    sys.exit(main())
