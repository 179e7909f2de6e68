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
class UInt8Blocks:
    """A table as bytes around 128 with one scale per block of a row."""

    values: NDArray[np.uint8]
    scales: NDArray[np.float32]


def quantise_columns(matrix: NDArray[np.float32]) -> Int8Columns:
    """Round a matrix so that each column uses the whole range of a signed byte."""
    scales = (np.abs(matrix).max(axis=0) / _LARGEST).astype(np.float32)
    return Int8Columns(values=np.rint(matrix / scales).astype(np.int8), scales=scales)


def quantise_blocks(table: NDArray[np.float32], block: int) -> UInt8Blocks:
    """Round a table so that each block of a row uses the whole range of a byte."""
    blocks = table.reshape(len(table), -1, block)
    # a row of zeros (an unused token) must not divide by zero
    largest = np.maximum(np.abs(blocks).max(axis=2), np.finfo(np.float32).tiny * _LARGEST)
    scales = (largest / _LARGEST).astype(np.float32)
    values = (np.rint(blocks / scales[..., None]) + 128).astype(np.uint8)
    return UInt8Blocks(values=values.reshape(table.shape), scales=scales)
