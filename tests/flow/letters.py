"""An embedder that needs no model."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

Vectors = NDArray[np.float32]


class LetterEmbedder:
    """Embed text as the counts of its letters: alike where texts share letters."""

    name = "letters"
    dimensions = 26

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        return np.stack([self._vector(text) for text in texts])

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return a row per text and one per span."""
        if not texts:
            return np.zeros((0, 26), np.float32), []
        parts = [
            np.array([self._vector(text[a:b]) for a, b in found], np.float32).reshape(-1, 26)
            for text, found in zip(texts, spans, strict=True)
        ]
        return self.embed(texts), parts

    def _vector(self, text: str) -> Vectors:
        counts = np.full(26, 1e-6, np.float32)
        for letter in text.lower():
            if "a" <= letter <= "z":
                counts[ord(letter) - ord("a")] += 1
        return counts / np.float32(np.linalg.norm(counts))


class WordEmbedder(LetterEmbedder):
    """Embed text as the counts of its words: alike where texts share words."""

    name = "words"
    dimensions = 64

    @override
    def _vector(self, text: str) -> Vectors:
        counts = np.full(self.dimensions, 1e-6, np.float32)
        for word in text.lower().split():
            counts[crc32(word.strip(".,?!").encode()) % self.dimensions] += 1
        return counts / np.float32(np.linalg.norm(counts))
