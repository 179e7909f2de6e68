"""The words of every passage as codes, memory-mapped: what is scored and ranked by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.analysis import PassageWords
from handrail.adapters.search.mapping import mapped
from handrail.domain.retrieval.matching import Rows, codes_of

_PARTS = ("bodies", "heads", "titles", "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Hold the words of each passage's body, of its title with headings, and of its title alone."""

    bodies: Rows
    heads: Rows
    titles: Rows
    names: Rows
    """Identifiers anywhere in the passage."""


class WordingWriter:
    """Write the stemmed words of every passage, in the order in which they pass."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._rows: dict[str, list[list[int]]] = {part: [] for part in _PARTS}

    def noting(self, words: Iterable[PassageWords]) -> Iterator[PassageWords]:
        """Yield the words of each passage as they came, and keep them."""
        for own in words:
            self._rows["bodies"].append(codes_of([own.body]))
            self._rows["heads"].append(codes_of([own.title, *own.headings]))
            self._rows["titles"].append(codes_of([own.title]))
            self._rows["names"].append(codes_of([own.names]))
            yield own

    def close(self) -> None:
        """Write the files."""
        for part, rows in self._rows.items():
            starts = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
            np.save(self._folder / f"{part}_starts.npy", starts)
            np.save(self._folder / f"{part}_codes.npy", _flat(rows))


def open_wording(folder: Path) -> Wording:
    """Map the words of a snapshot into memory."""
    return Wording(**{part: _rows(folder, part) for part in _PARTS})


def _rows(folder: Path, part: str) -> Rows:
    return Rows(
        codes=mapped(folder / f"{part}_codes.npy"), starts=mapped(folder / f"{part}_starts.npy")
    )


def _flat(rows: Sequence[Sequence[int]]) -> NDArray[np.uint32]:
    return np.fromiter((code for row in rows for code in row), dtype=np.uint32)
