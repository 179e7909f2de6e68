"""Keep vectors by text and embedder, so that unchanged text is never embedded again.

What can be computed anew needs no audit entry. Vectors are kept in half precision: a cosine of unit
vectors changes by less than a thousandth, and what is loaded is what was kept, rounded once.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, insert, select

from handrail.adapters.sql.store import SqlStore
from handrail.adapters.sql.tables import vectors

Vectors = NDArray[np.float32]
_AT_ONCE = 500

_KNOWN = select(vectors.c.key, vectors.c.dimensions, vectors.c.units, vectors.c.halves).where(
    vectors.c.embedder == bindparam("embedder"),
    vectors.c.key.in_(bindparam("keys", expanding=True)),
)


class SqlVectorCache:
    """Keep vectors in a table beside the knowledge that they belong to."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, tuple[Vectors, Vectors]]:
        """Return, for the keys that are known, the passage's vector and its units' vectors."""
        found: dict[str, tuple[Vectors, Vectors]] = {}
        with self._store.reading_connection() as connection:
            for some in _batches(keys):
                rows = connection.execute(_KNOWN, {"embedder": embedder, "keys": some})
                for key, dimensions, units, halves in rows:
                    if (held := _unpacked(halves, dimensions, units)) is not None:
                        found[key] = held
        return found

    def keep(self, embedder: str, new: Mapping[str, tuple[Vectors, Vectors]]) -> None:
        """Add vectors; those of a key that is known already stay as they are."""
        for some in _batches(new):
            with self._store.writing_connection() as connection:
                known = connection.execute(_KNOWN, {"embedder": embedder, "keys": some})
                missing = set(some).difference(row.key for row in known)
                if missing:
                    rows = [_row(embedder, key, *new[key]) for key in sorted(missing)]
                    connection.execute(insert(vectors), rows)


def _batches(keys: Sequence[str] | Mapping[str, object]) -> Iterator[list[str]]:
    rest = iter(keys)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _row(embedder: str, key: str, whole: Vectors, units: Vectors) -> dict[str, Any]:
    dimensions = whole.shape[-1]
    stacked = np.concatenate([whole.reshape(1, dimensions), units.reshape(-1, dimensions)])
    return {
        "embedder": embedder,
        "key": key,
        "dimensions": dimensions,
        "units": len(stacked) - 1,
        "halves": stacked.astype("<f2").tobytes(),
    }


def _unpacked(halves: bytes, dimensions: int, units: int) -> tuple[Vectors, Vectors] | None:
    """Return the vectors, or None where the row is damaged: then the text is embedded anew."""
    if len(halves) != 2 * dimensions * (units + 1):
        return None
    stacked = np.frombuffer(halves, dtype="<f2").astype(np.float32).reshape(-1, dimensions)
    return stacked[0], stacked[1:]
