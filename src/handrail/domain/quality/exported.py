"""Figures as a table that leaves the house: one row per day, measure and slice, or per rate.

Parts of a deflection or resolution rate never leave alone: such rates are rows of their own, each
with its quality, returns, unknowns, interval and baseline.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handrail.domain.quality.judged import DayFigure
from handrail.domain.quality.rates import ROW, QualifiedRate
from handrail.domain.quality.series import DayCount
from handrail.domain.quality.usual import mean_figure_of, share_with_spread
from handrail.domain.quality.watched import BY_MEASURE
from handrail.kernel.plain_cells import plain_cell

_HITS = {"deflected", "resolved", "confirmed", "verified", "human_resolved", "human_unknown"}
_CASES = {"unknown", "right", "returned"}
"""Their cases are the conversations that the assistant ended alone, or most of them."""
PARTS_OF_RATES = frozenset(_HITS | _CASES)
"""Measures of which a rate is made: counts of these alone would give one without the rest."""
_TEXTS = frozenset({"rate", "slice", "of"})
Cell = str | int | float | bool | date


class CellKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """Name a column and what is in it."""

    name: str
    kind: CellKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Hold a table."""

    columns: tuple[ColumnOf, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_json(self) -> list[dict[str, object]]:
        """Return one JSON object per row."""
        names = [column.name for column in self.columns]
        return [
            {
                name: cell.isoformat() if isinstance(cell, date) else cell
                for name, cell in zip(names, row, strict=True)
            }
            for row in self.rows
        ]

    def as_json_text(self) -> str:
        """Return the rows as the text of a JSON file."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n"

    def as_csv(self) -> str:
        """Return the table as CSV; a text that somebody else wrote is no formula."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(column.name for column in self.columns)
        table.writerows([_written(cell) for cell in row] for row in self.rows)
        return text.getvalue()


_FIGURES = (
    ColumnOf("day", CellKind.DAY),
    ColumnOf("measure", CellKind.TEXT),
    ColumnOf("slice", CellKind.TEXT),
    ColumnOf("of", CellKind.TEXT),
    ColumnOf("simulated", CellKind.FLAG),
    ColumnOf("value", CellKind.NUMBER),
    ColumnOf("low", CellKind.NUMBER),
    ColumnOf("high", CellKind.NUMBER),
    ColumnOf("cases", CellKind.COUNT),
)


def figures_table(figures: Iterable[DayFigure]) -> Exported:
    """Return the figures of days as a table; parts of rates are left out."""
    rows = (_figure_row(one) for one in figures if one.measure not in PARTS_OF_RATES)
    return Exported(columns=_FIGURES, rows=tuple(rows))


def rates_table(
    rates: Sequence[QualifiedRate], since: date, until: date, *, is_simulated: bool
) -> Exported:
    """Return rates as a table, each whole."""
    front = (
        ColumnOf("since", CellKind.DAY),
        ColumnOf("until", CellKind.DAY),
        ColumnOf("simulated", CellKind.FLAG),
    )
    columns = tuple(ColumnOf(name, _kind(name)) for name in ROW)
    rows = ((since, until, is_simulated, *_rate_cells(rate)) for rate in rates)
    return Exported(columns=front + columns, rows=tuple(rows))


def _figure_row(one: DayFigure) -> tuple[Cell, ...]:
    day = DayCount(
        day=one.day,
        hits=one.tally.hits,
        cases=one.tally.cases,
        total=one.tally.total,
        squares=one.tally.squares,
    )
    watched = BY_MEASURE.get(one.measure)
    is_mean = not watched.is_share if watched is not None else one.tally.total != 0
    figure = mean_figure_of([day]) if is_mean else share_with_spread(day.hits, day.cases)
    numbers = (round(figure.value, 6), round(figure.low, 6), round(figure.high, 6))
    return (one.day, one.measure, one.slice, one.of, one.is_simulated, *numbers, day.cases)


def _rate_cells(rate: QualifiedRate) -> Iterable[Cell]:
    row = rate.as_row()
    for name in ROW:
        kind = _kind(name)
        yield row[name] if kind is CellKind.TEXT else _number(row[name], kind)


def _number(cell: str, kind: CellKind) -> Cell:
    return int(cell) if kind is CellKind.COUNT else float(cell)


def _kind(name: str) -> CellKind:
    if name in _TEXTS:
        return CellKind.TEXT
    is_count = name == "n" or name.endswith("_n")
    return CellKind.COUNT if is_count else CellKind.NUMBER


def _written(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, date):
        return cell.isoformat()
    return plain_cell(cell) if isinstance(cell, str) else str(cell)
