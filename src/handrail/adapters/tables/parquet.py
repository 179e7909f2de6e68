"""Write a table as Parquet, with types that need no guessing."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from handrail.domain.quality.exported import CellKind, Exported

_TYPES = {
    CellKind.TEXT: pa.string(),
    CellKind.NUMBER: pa.float64(),
    CellKind.COUNT: pa.int64(),
    CellKind.FLAG: pa.bool_(),
    CellKind.DAY: pa.date32(),
}


def write_parquet(table: Exported, path: Path) -> None:
    """Write a table to a file."""
    schema = pa.schema([(column.name, _TYPES[column.kind]) for column in table.columns])
    columns = [list(cells) for cells in zip(*table.rows, strict=True)] or [[] for _ in schema]
    arrays = [pa.array(cells, kind) for cells, kind in zip(columns, schema.types, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)
