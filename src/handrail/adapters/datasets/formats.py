"""Every format that labelled questions are read from and written to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handrail.adapters.datasets import promptfoo, pydantic_evals, ragas, trec
from handrail.adapters.datasets.lines import json_lines, write_json_lines
from handrail.domain.quality.datasets import Case, case_of


@dataclass(frozen=True, slots=True)
class DatasetFormat:
    """Hold how a format is read and written."""

    read: Callable[[Path], tuple[Case, ...]]
    write: Callable[[Path, Sequence[Case]], None]


def _read_own(path: Path) -> tuple[Case, ...]:
    return tuple(case_of(row, where) for where, row in json_lines(path))


def _write_own(path: Path, cases: Sequence[Case]) -> None:
    write_json_lines(path, (case.as_json() for case in cases))


OWN = DatasetFormat(_read_own, _write_own)
FORMATS: Mapping[str, DatasetFormat] = {
    "ragas": DatasetFormat(ragas.read, ragas.write),
    "pydantic-evals": DatasetFormat(pydantic_evals.read, pydantic_evals.write),
    "promptfoo": DatasetFormat(promptfoo.read, promptfoo.write),
    "trec": DatasetFormat(trec.read, trec.write),
}
