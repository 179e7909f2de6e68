"""promptfoo: a file of tests, as `tests: file://…` reads it: YAML, JSON or JSON lines.

A test has `vars` that fill the prompt, `assert` with what is expected and `metadata` to filter by.
The right answer becomes a `factuality` assertion. Read are tests whose variable is called
`question`, `query`, `input` or `prompt`, or that have no other.
"""

from collections.abc import Sequence
from pathlib import Path

from handrail.adapters.datasets.lines import (
    Row,
    json_lines,
    row_of,
    rows_in,
    structured,
    write_json_lines,
    write_structured,
)
from handrail.domain.quality.datasets import Case, case_of
from handrail.kernel.errors import BadDataset

_QUESTIONS = ("question", "query", "input", "prompt")
_ANSWERS = ("factuality", "equals", "similar", "model-graded-closedqa", "answer-relevance")


def read(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file: of tests alone, or of a whole configuration."""
    if path.suffix == ".jsonl":
        rows = json_lines(path)
    else:
        held = structured(path)
        tests = held.get("tests") if isinstance(held, dict) else held
        rows = rows_in(tests, f"{path}, tests")
    return tuple(_case(row, where) for where, row in rows)


def write(path: Path, cases: Sequence[Case]) -> None:
    """Write cases."""
    rows = [_row(case) for case in cases]
    if path.suffix == ".jsonl":
        write_json_lines(path, rows)
    else:
        write_structured(path, rows)


def _case(row: Row, where: str) -> Case:
    held = row_of(row.get("vars"), f"{where}, vars")
    name = next((name for name in _QUESTIONS if name in held), None)
    if name is None and len(held) == 1:
        name = next(iter(held))
    if name is None:
        raise BadDataset(f"{where}: no variable is the question.", hint="Call it `question`.")
    metadata = row_of(row.get("metadata") or {}, where)
    more = {key: value for key, value in held.items() if key != name}
    answer = _answer(row.get("assert"))
    named = {"question": held[name], "answer": answer, "name": row.get("description")}
    return case_of({**metadata, **more, **named}, where)


def _answer(asserted: object) -> object:
    if not isinstance(asserted, list):
        return None
    values = (
        one.get("value")
        for one in asserted
        if isinstance(one, dict) and one.get("type") in _ANSWERS
    )
    return next((value for value in values if isinstance(value, str)), None)


def _row(case: Case) -> Row:
    row: Row = {"description": case.name} if case.name else {}
    row["vars"] = {"question": case.question}
    if case.history:
        row["vars"] = {"question": case.question, "history": list(case.history)}
        row["options"] = {
            "disableVarExpansion": True
        }  # a list is else a test for each of its items
    if case.answer is not None:
        row["assert"] = [{"type": "factuality", "value": case.answer}]
    row["metadata"] = case.all_but("question", "history", "answer", "name")
    return row
