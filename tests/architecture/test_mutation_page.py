"""The page on mutations speaks of every file that is changed, and explains what survived."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/mutation.md"
ROW = re.compile(r"^\| `?([\w/.]+)`? \| (\d+) \|(?: \d+ \|){3} ([\d.]+) % \|$", re.MULTILINE)


def test_every_file_that_is_changed_stands_on_the_page() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = config["tool"]["mutmut"]["only_mutate"]

    named = {row[0] for row in ROW.findall(PAGE.read_text(encoding="utf-8"))}

    assert {name for name in patterns if "*" not in name} <= named
    assert [p for p in patterns if not any(Path(name).match(p) for name in named)] == []


def test_no_score_is_below_the_promise_and_no_survivor_unexplained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    *rows, whole = ROW.findall(page)

    assert [row[0] for row in rows if float(row[2]) < 95] == []
    assert sum(int(row[1]) for row in rows) == int(whole[1])
    assert "not explained" not in page


def test_every_reason_says_what_it_is_of() -> None:
    reasons = tomllib.loads((ROOT / "evaluations/mutation_survivors.toml").read_text("utf-8"))

    items = [item for listed in reasons.values() for item in listed]

    assert set(reasons) <= {"survives", "endless"}
    assert [i for i in items if set(i) != {"file", "before", "after", "why"}] == []
    assert [i for i in items if not list((ROOT / "src/handrail").rglob(i["file"]))] == []
