"""A table keeps its types as Parquet, with rows or without."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.quality.exported import Exported, figures_table, rates_table
from handrail.domain.quality.judged import DayFigure, Tally
from handrail.watch_app import parquet_writer

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

DAY = date(2026, 5, 31)
FIGURES = [
    DayFigure(
        day=DAY,
        measure="returned",
        slice="topic",
        of="=help/odd",
        is_simulated=True,
        tally=Tally(hits=3, cases=12),
    )
]
TYPES = {
    "day": "date32[day]",
    "measure": "string",
    "slice": "string",
    "of": "string",
    "simulated": "bool",
    "value": "double",
    "low": "double",
    "high": "double",
    "cases": "int64",
}


def written(table: Exported, folder: Path) -> Any:
    place = folder / "table.parquet"
    parquet_writer()(table, place)
    return pq.read_table(place)


def test_a_row_comes_back_as_it_was(tmp_path: Path) -> None:
    table = figures_table(FIGURES)

    read = written(table, tmp_path)

    assert [tuple(row.values()) for row in read.to_pylist()] == list(table.rows)
    assert {field.name: str(field.type) for field in read.schema} == TYPES


def test_a_table_without_rows_has_the_same_columns(tmp_path: Path) -> None:
    figures = written(figures_table([]), tmp_path)
    rates = written(rates_table([], DAY, DAY, is_simulated=False), tmp_path)

    assert {field.name: str(field.type) for field in figures.schema} == TYPES
    assert (figures.num_rows, rates.num_rows) == (0, 0)
    assert str(rates.schema.field("since").type) == "date32[day]"
    assert {str(rates.schema.field(name).type) for name in ("value", "quality_low")} == {"double"}
