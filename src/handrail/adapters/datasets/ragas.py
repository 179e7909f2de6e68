"""Ragas: JSON lines of SingleTurnSample, as `EvaluationDataset.to_jsonl` writes them.

`user_input`, `reference` and `reference_contexts` are a sample's own fields; article ids go into
`reference_context_ids`, which its ID-based context precision and recall read. A sample has no field
for questions that nothing answers, nor for what was said before: they stand in columns of ours.
"""

from collections.abc import Sequence
from pathlib import Path

from handrail.adapters.datasets.lines import Row, json_lines, write_json_lines
from handrail.domain.quality.datasets import Case, case_of, text_in, texts_in

_KNOWN = frozenset({"user_input", "reference", "reference_contexts", "reference_context_ids"})


def read(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file."""
    return tuple(_case(row, where) for where, row in json_lines(path))


def write(path: Path, cases: Sequence[Case]) -> None:
    """Write cases."""
    write_json_lines(path, (_row(case) for case in cases))


def _case(row: Row, where: str) -> Case:
    reference = row.get("reference")
    named: Row = {
        "question": text_in(row, "user_input", where),
        "answer": reference or None,
        "articles": list(texts_in(row, "reference_context_ids", where)),
        "passages": [
            {"title": "", "text": text} for text in texts_in(row, "reference_contexts", where)
        ],
    }
    return case_of(named | {k: v for k, v in row.items() if k not in _KNOWN}, where)


def _row(case: Case) -> Row:
    row: Row = {"user_input": case.question}
    if case.answer is not None:
        row["reference"] = case.answer
    if case.passages:
        row["reference_contexts"] = list(case.passages)
    if case.articles:
        row["reference_context_ids"] = list(case.articles)
    return row | case.all_but("question", "answer", "passages", "articles")
