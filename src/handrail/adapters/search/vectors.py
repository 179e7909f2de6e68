"""Vectors of a snapshot, memory-mapped so that every reading process shares one copy."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.mapping import mapped
from handrail.kernel.errors import IndexUnavailable

Floats = NDArray[np.float32]

LARGE = frozenset({"vectors/passages.npy", "vectors/heads.npy", "vectors/units.npy"})
"""Files too large to read whole at every start; a bit that rots there shifts a score, no more."""
_ROWS_OF_A_THREAD = 10_000  # reading them takes about ten times as long as starting a thread
_MOST_THREADS = 4  # more wait for the same memory
_MULTIPLIED_ALONE = 200_000  # multiplications; from 262,144 on the library splits them up
_FINEST = 127.0  # largest step of a signed byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Hold the vectors of every passage, of its units and of its headings."""

    passages: Floats
    heads: Floats
    """One row per distinct line of title and headings."""
    head_of: NDArray[np.int32]
    units: NDArray[np.int8]
    unit_scales: Floats
    unit_starts: NDArray[np.int64]
    """Units of passage i are rows `unit_starts[i]` to `unit_starts[i + 1]`."""

    def cosines(self, question: Floats, allowed: NDArray[np.bool_] | None) -> Floats:
        """Return the cosine of the question with every passage; -1 outside the allowed ones."""
        if allowed is None:
            return _products_side_by_side(self.passages, question)
        found = np.full(len(self.passages), -1.0, dtype=np.float32)
        inside = np.flatnonzero(allowed)
        if 4 * len(inside) < len(self.passages):
            found[inside] = _products(self.passages[inside], question)
        else:
            found[inside] = _products_side_by_side(self.passages, question)[inside]
        return found

    def head_cosines(self, question: Floats, rows: NDArray[np.int64]) -> Floats:
        """Return the cosine of the question with the headings of the given passages."""
        return _products(self.heads[self.head_of[rows]], question)

    def unit_cosines(
        self, question: Floats, words: Floats, rows: NDArray[np.int64]
    ) -> tuple[Floats, NDArray[np.int64], Floats]:
        """Return the question's cosine with each unit of the given passages, and its words' mean.

        The units of all passages follow each other; where each passage's start comes second. A
        word's cosine is its largest with one of the passage's units or with its headings.
        """
        starts, ends = self.unit_starts[rows], self.unit_starts[rows + 1]
        stops = np.cumsum(ends - starts)
        picked = np.arange(stops[-1]) + np.repeat(starts - stops + ends - starts, ends - starts)
        units = self.units[picked].astype(np.float32)
        scales = self.unit_scales[picked]
        cosines = _products(units, question) * scales
        nearest = _every_product(words, self.heads[self.head_of[rows]])
        filled = np.flatnonzero(ends > starts)
        if len(words) and len(filled):
            firsts = (stops - (ends - starts))[filled]
            in_units = np.maximum.reduceat(_every_product(words, units) * scales, firsts, axis=1)
            nearest[:, filled] = np.maximum(nearest[:, filled], in_units)
        mean = nearest.sum(axis=0) / max(len(words), 1)
        return cosines, np.concatenate([[0], stops]), mean


def _products(rows: Floats, vector: Floats) -> Floats:
    # Not `rows @ vector`: the linear algebra library's threads wait for each other on a busy
    # machine (15 ms instead of 0.1), and how it splits the work changes the last digits.
    return np.asarray(np.einsum("ij,j->i", rows, vector), dtype=np.float32)


def _products_side_by_side(rows: Floats, vector: Floats) -> Floats:
    """Return the same products, of many rows from several threads at once."""
    parts = min(_usable_processors(), _MOST_THREADS, len(rows) // _ROWS_OF_A_THREAD)
    if parts < 2:
        return _products(rows, vector)
    pieces = np.array_split(rows, parts)
    with ThreadPoolExecutor(parts - 1) as pool:
        others = [pool.submit(_products, piece, vector) for piece in pieces[1:]]
        first = _products(pieces[0], vector)
        return np.concatenate([first, *(other.result() for other in others)])


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _every_product(vectors: Floats, rows: Floats) -> Floats:
    # Few rows at a time, so that the linear algebra library never wakes its threads: a sixth of
    # the time that one product after the other takes (0.8 ms of an ask).
    products = np.empty((len(vectors), len(rows)), dtype=np.float32)
    at_once = max(1, _MULTIPLIED_ALONE // max(vectors.size, 1))
    for start in range(0, len(rows), at_once):
        products[:, start : start + at_once] = vectors @ rows[start : start + at_once].T
    return products


class VectorWriter:
    """Write the vectors of a snapshot row by row, in little memory however many there are."""

    def __init__(self, folder: Path, *, dimensions: int, heads: int, units: Sequence[int]) -> None:
        folder.mkdir()
        self._folder = folder
        self._starts = np.concatenate([[0], np.cumsum(units, dtype=np.int64)]).astype(np.int64)
        self._passages = self._array("passages", np.float32, (len(units), dimensions))
        self._heads = self._array("heads", np.float32, (heads, dimensions))
        self._units = self._array("units", np.int8, (int(self._starts[-1]), dimensions))
        self._scales = self._array("unit_scales", np.float32, (int(self._starts[-1]),))

    def put_head(self, row: int, vector: Floats) -> None:
        """Write the vector of one line of title and headings."""
        self._heads[row] = vector

    def put_passage(self, row: int, vector: Floats, units: Floats) -> None:
        """Write the vectors of one passage and of its units."""
        self._passages[row] = vector
        start, end = self._starts[row], self._starts[row + 1]
        if end > start:
            largest = np.abs(units).max(axis=1, initial=1e-9)
            self._scales[start:end] = largest / _FINEST
            self._units[start:end] = np.rint(units / self._scales[start:end, None])

    def close(self, head_of: Sequence[int]) -> None:
        """Finish the files; `head_of` names the line of title and headings of each passage."""
        for array in (self._passages, self._heads, self._units, self._scales):
            if isinstance(array, np.memmap):
                array.flush()
        np.save(self._folder / "unit_starts.npy", self._starts)
        np.save(self._folder / "head_of.npy", np.asarray(head_of, dtype=np.int32))

    def _array(self, name: str, kind: type, shape: tuple[int, ...]) -> NDArray[Any]:
        path = self._folder / f"{name}.npy"
        if 0 in shape:  # an empty file cannot be mapped
            np.save(path, np.zeros(shape, dtype=kind))
            return np.zeros(shape, dtype=kind)
        array = np.lib.format.open_memmap(path, mode="w+", dtype=kind, shape=shape)
        if sys.platform == "linux":  # a mapped page that finds no room on the disk ends the process
            with path.open("r+b") as file:
                os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
        return array


def open_vectors(folder: Path, passages: int, dimensions: int) -> Vectors:
    """Map the vectors of a snapshot into memory; raises IndexUnavailable where they do not fit."""
    found = Vectors(**{name: mapped(folder / f"{name}.npy") for name in Vectors.__slots__})
    heads, units = int(found.head_of.max(initial=-1)) + 1, int(found.unit_starts[-1])
    expected = (
        ("passages", found.passages, (passages, dimensions), np.float32),
        ("heads", found.heads, (heads, dimensions), np.float32),
        ("units", found.units, (units, dimensions), np.int8),
    )
    for name, array, shape, kind in expected:
        if array.shape != shape or array.dtype != kind:
            raise IndexUnavailable(
                f"{folder / name}.npy is damaged.", hint="Run `handrail sync` to build it again."
            )
    return found
