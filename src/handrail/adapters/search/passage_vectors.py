"""One vector per passage, for comparing passages with each other; none is embedded twice."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.embedding import Pair, embedding
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.embedded_text import embedded_text
from handrail.flow.ports import Embedder, VectorCache


class PassageVectors:
    """Look passages' vectors up, and embed those that are not known."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache

    def __call__(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """Return one unit-length row per passage."""
        texts = [embedded_text(passage) for passage in passages]
        vectors = np.zeros((len(texts), self._embedder.dimensions), dtype=np.float32)
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            rows.setdefault(text.key, []).append(row)
        with embedding(self._embedder, self._cache) as opened:
            opened.start({text.key: text for text in texts})
            for pairs in opened.found():
                for key, (vector, _) in pairs.items():
                    vectors[rows[key]] = vector
        return _normalised(vectors)


class NothingKept:
    """Keep no vectors, where there is no project to keep them in."""

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, Pair]:  # noqa: ARG002 - a port's
        """Return nothing."""
        return {}

    def keep(self, embedder: str, vectors: Mapping[str, Pair]) -> None:
        """Forget them."""


def _normalised(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1
    normalised: NDArray[np.float32] = vectors / lengths
    return normalised
