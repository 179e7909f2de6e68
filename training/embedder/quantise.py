"""Rounds float32 weights to 8 bits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LARGEST = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Int8Columns:
    """A matrix as signed bytes with one scale per column."""

    values: NDArray[np.int8]
    scales: NDArray[np.float32]

    @property
    def zero_points(self) -> NDArray[np.int8]:
        """Give the zeros that the ONNX operators ask for: the rounding is symmetric."""
        return np.zeros(len(self.scales), np.int8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Int8Rows:
    """A table as signed bytes with one scale per row."""

    values: NDArray[np.int8]
    scales: NDArray[np.float32]


def quantise_columns(matrix: NDArray[np.float32]) -> Int8Columns:
    """Round a matrix so that each column uses the whole range of a signed byte."""
    scales = (np.abs(matrix).max(axis=0) / _LARGEST).astype(np.float32)
    return Int8Columns(values=np.rint(matrix / scales).astype(np.int8), scales=scales)


def quantise_rows(table: NDArray[np.float32]) -> Int8Rows:
    """Round a table so that each row uses the whole range of a signed byte."""
    scales = (np.abs(table).max(axis=1, keepdims=True) / _LARGEST).astype(np.float32)
    # a row of zeros (a token that was never trained) must not divide by zero
    divisors = np.where(scales == 0, np.float32(1), scales)
    return Int8Rows(values=np.rint(table / divisors).astype(np.int8), scales=scales)
