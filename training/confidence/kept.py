"""What one run embedded, kept for the next: the same text has the same vectors."""

import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.models.minilm import MiniLmEmbedder, Spans
from handrail.kernel.ids import digest

Vectors = NDArray[np.float32]
_TEXTS = "texts.pickle"


class NothingKept:
    """Keep no vectors: the embedder looks its own up."""

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, tuple[Vectors, Vectors]]:
        """Return nothing."""
        del embedder, keys
        return {}

    def keep(self, embedder: str, vectors: Mapping[str, tuple[Vectors, Vectors]]) -> None:
        """Keep nothing."""
        del embedder, vectors


class KeptTexts:
    """Embed texts; those of this run or an earlier one are looked up."""

    def __init__(self, embedder: MiniLmEmbedder, folder: Path | None = None) -> None:
        self._embedder = embedder
        self._file = folder / _TEXTS if folder else None
        self._kept: dict[str, tuple[Vectors, Vectors]] = _read(self._file)
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self.token_limit = embedder.token_limit

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Give one vector of length one per text."""
        return self.embed_with_spans(texts, [()] * len(texts))[0]

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Spans]
    ) -> tuple[Vectors, list[Vectors]]:
        """Give the texts' vectors and one per span."""
        keys = [digest(self.name, t, repr(tuple(s))) for t, s in zip(texts, spans, strict=True)]
        new = [at for at, key in enumerate(keys) if key not in self._kept]
        if new:
            whole, parts = self._embedder.embed_with_spans(
                [texts[at] for at in new], [spans[at] for at in new]
            )
            self._kept.update({keys[at]: (whole[row], parts[row]) for row, at in enumerate(new)})
        found = [self._kept[key] for key in keys]
        return np.stack([whole for whole, _ in found]), [parts for _, parts in found]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens."""
        return self._embedder.count_tokens(texts)

    def save(self) -> None:
        """Write what is kept, where a folder was named."""
        _write(self._file, self._kept)


def _read(file: Path | None) -> dict[str, tuple[Vectors, Vectors]]:
    if file is None or not file.is_file():
        return {}
    kept: dict[str, tuple[Vectors, Vectors]] = pickle.loads(file.read_bytes())
    return kept


def _write(file: Path | None, kept: Mapping[str, tuple[Vectors, Vectors]]) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(kept, protocol=5))
