"""Arrays of a snapshot, memory-mapped so that every reading process shares one copy."""

from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handrail.kernel.errors import IndexUnavailable


def mapped(path: Path) -> NDArray[Any]:
    """Map an array into memory."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError, SyntaxError, TokenError) as error:
        raise IndexUnavailable(
            f"{path} is damaged or missing.", hint="Run `handrail sync` to build it again."
        ) from error
    # A plain array over the mapping: np.memmap's own bookkeeping costs more than small look-ups.
    return array.view(np.ndarray)
