"""The words of every passage as codes, memory-mapped: what is scored and ranked by."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.analysis import language_of, names_in, stems
from handrail.adapters.search.mapping import mapped
from handrail.domain.knowledge.model import Passage
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


def write_wording(folder: Path, passages: Sequence[Passage]) -> None:
    """Write the stemmed words of every passage, in the given order."""
    folder.mkdir()
    written: dict[str, list[list[int]]] = {part: [] for part in _PARTS}
    for passage in passages:
        language = language_of(passage.locale)
        title = stems(passage.title, language)
        headings = [stems(heading, language) for heading in passage.headings]
        written["bodies"].append(codes_of([stems(passage.text, language)]))
        written["heads"].append(codes_of([title, *headings]))
        written["titles"].append(codes_of([title]))
        written["names"].append(codes_of([names_in(passage)]))
    for part, rows in written.items():
        starts = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
        np.save(folder / f"{part}_starts.npy", starts)
        np.save(folder / f"{part}_codes.npy", _flat(rows))


def open_wording(folder: Path) -> Wording:
    """Map the words of a snapshot into memory."""
    return Wording(**{part: _rows(folder, part) for part in _PARTS})


def _rows(folder: Path, part: str) -> Rows:
    return Rows(
        codes=mapped(folder / f"{part}_codes.npy"), starts=mapped(folder / f"{part}_starts.npy")
    )


def _flat(rows: Sequence[Sequence[int]]) -> NDArray[np.uint32]:
    return np.fromiter((code for row in rows for code in row), dtype=np.uint32)
