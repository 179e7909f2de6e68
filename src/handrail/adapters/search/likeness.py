"""How alike are two sentences in what they mean?"""

import numpy as np

from handrail.flow.ports import Embedder


class EmbeddedLikeness:
    """Compare sentences by their vectors; none is embedded twice in one check."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}

    def __call__(self, one: str, other: str) -> float:
        """Return the cosine between what two sentences mean."""
        return float(self._vector(one) @ self._vector(other))

    def _vector(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        if text not in self._known:
            vector = np.asarray(self._embedder.embed([text])[0], dtype=np.float32)
            self._known[text] = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return self._known[text]
