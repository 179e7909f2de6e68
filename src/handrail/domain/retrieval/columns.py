"""Candidates kept column by column: what is reckoned with is one array, not 150 small values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from handrail.domain.knowledge.model import PassageId
from handrail.domain.retrieval.model import Candidate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns(Sequence[Candidate]):
    """Hold candidates as columns; as a sequence it yields each as a value of its own.

    Of 150 candidates a dozen are read: making values of the others took 2 ms of an ask of 24.
    """

    passages: Sequence[PassageId]
    signals: Mapping[str, Floats]
    unit_scores: Floats
    """The scores of all units, one candidate after the other."""
    unit_starts: NDArray[np.int64]
    """Units of candidate i are `unit_scores[unit_starts[i]:unit_starts[i + 1]]`."""

    @override
    def __len__(self) -> int:
        return len(self.passages)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Candidate]: ...
    @override
    def __getitem__(self, place: int | slice) -> Candidate | Sequence[Candidate]:
        places = list(range(len(self)))[place]
        if isinstance(places, int):
            return next(iter(picked(self, [places])))
        return tuple(picked(self, places))

    @override
    def __iter__(self) -> Iterator[Candidate]:
        spans = pairwise(self.unit_starts.tolist())
        units = self.unit_scores.tolist()
        lists = [values.tolist() for values in self.signals.values()]
        rows = zip(*lists, strict=True) if lists else repeat(())
        for ref, row, (start, end) in zip(self.passages, rows, spans, strict=False):
            yield Candidate(
                passage=ref,
                signals=dict(zip(self.signals, row, strict=True)),
                unit_scores=tuple(units[start:end]),
            )

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # equal to a tuple, whose hash it cannot have


def columns_of(candidates: Sequence[Candidate]) -> Columns:
    """Return candidates as columns; a signal that one of them lacks is 0.0 there."""
    if isinstance(candidates, Columns):
        return candidates
    names = dict.fromkeys(name for one in candidates for name in one.signals)
    counts = [len(one.unit_scores) for one in candidates]
    return Columns(
        passages=tuple(one.passage for one in candidates),
        signals={
            name: np.array([one.signals.get(name, 0.0) for one in candidates]) for name in names
        },
        unit_scores=np.array([score for one in candidates for score in one.unit_scores]),
        unit_starts=np.cumsum([0, *counts], dtype=np.int64),
    )


def picked(columns: Columns, places: list[int]) -> Columns:
    """Return the candidates at the given places."""
    if places == list(range(len(columns))):
        return columns
    rows = np.asarray(places, dtype=np.int64)
    starts, ends = columns.unit_starts[rows], columns.unit_starts[rows + 1]
    stops = np.cumsum(ends - starts)
    total = int(stops[-1]) if len(stops) else 0
    units = np.arange(total) + np.repeat(ends - stops, ends - starts)
    return Columns(
        passages=tuple(columns.passages[place] for place in places),
        signals={name: values[rows] for name, values in columns.signals.items()},
        unit_scores=columns.unit_scores[units],
        unit_starts=np.concatenate([[0], stops]).astype(np.int64),
    )
