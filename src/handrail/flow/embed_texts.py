"""Embed any number of texts, a few at a time: memory grows with how many are embedded at once."""

from collections.abc import Sequence

import numpy as np

from handrail.flow.ports import Embedder, Vectors

_AT_ONCE = 64


def embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Return one row per text."""
    if not texts:
        return np.zeros((0, embedder.dimensions), dtype=np.float32)
    starts = range(0, len(texts), _AT_ONCE)
    return np.vstack([embedder.embed(texts[start : start + _AT_ONCE]) for start in starts])
