"""How alike are two sentences in what they mean, and how do their words mean it?"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from handrail.flow.ports import Embedder

Vectors = NDArray[np.float32]
_MOST_HELD = 4_000
"""Sentences whose words are kept: about 50 MB."""


class EmbeddedLikeness:
    """Compare sentences by their vectors; none is embedded twice in one check."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self._words: dict[str, NDArray[np.float16]] = {}

    def alike(self, one: str, other: str) -> float:
        """Return the cosine between what two sentences mean."""
        return float(self._vector(one) @ self._vector(other))

    def words(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        """Return a vector for each word of a sentence, always asked for with the same spans."""
        if text not in self._words:
            self._read(text, spans)
        return self._words[text].astype(np.float32)

    def _vector(self, text: str) -> Vectors:
        if text not in self._known:
            self._known[text] = _unit(np.asarray(self._embedder.embed([text])[0], np.float32))
        return self._known[text]

    def _read(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        whole, words = self._embedder.embed_with_spans([text], [spans])
        self._known[text] = _unit(np.asarray(whole[0], np.float32))
        if len(self._words) >= _MOST_HELD:
            self._words.clear()
        self._words[text] = np.stack([_unit(word) for word in words[0]]).astype(np.float16)


class LikenessWhenUsed:
    """Compare sentences once something is compared: the embedder is not opened before."""

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        self._embedder = embedder

    @cached_property
    def _opened(self) -> EmbeddedLikeness:
        return EmbeddedLikeness(self._embedder())

    def alike(self, one: str, other: str) -> float:
        """Return the cosine between what two sentences mean."""
        return self._opened.alike(one, other)

    def words(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        """Return a vector for each word of a sentence."""
        return self._opened.words(text, spans)


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
