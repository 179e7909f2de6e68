"""pydantic-evals: `Dataset.to_file` in YAML or JSON, with `name` and `cases`.

A case has `inputs`, `expected_output` and `metadata`; inputs are the question alone, or question
and history where there is one.
"""

from collections.abc import Sequence
from pathlib import Path

from handrail.adapters.datasets.lines import (
    Row,
    row_of,
    rows_in,
    structured,
    write_structured,
)
from handrail.domain.quality.datasets import Case, case_of


def read(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file."""
    whole = row_of(structured(path), str(path))
    return tuple(_case(row, where) for where, row in rows_in(whole.get("cases"), f"{path}, cases"))


def write(path: Path, cases: Sequence[Case]) -> None:
    """Write cases."""
    rows = [_row(case, number) for number, case in enumerate(cases, start=1)]
    write_structured(path, {"name": path.stem, "cases": rows, "evaluators": []})


def _case(row: Row, where: str) -> Case:
    inputs = row.get("inputs")
    asked: Row = inputs if isinstance(inputs, dict) else {"question": inputs}
    metadata = row_of(row.get("metadata") or {}, where)
    answer = row.get("expected_output")
    return case_of({**metadata, **asked, "answer": answer, "name": row.get("name")}, where)


def _row(case: Case, number: int) -> Row:
    inputs: object = case.question
    if case.history:
        inputs = {"question": case.question, "history": list(case.history)}
    row: Row = {"name": case.name or f"case {number}", "inputs": inputs}
    if case.answer is not None:
        row["expected_output"] = case.answer
    row["metadata"] = case.all_but("question", "history", "answer", "name")
    return row
