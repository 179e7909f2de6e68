"""Vectors of a trial: what the project has embedded already is not embedded again."""

from collections.abc import Mapping, Sequence

from handrail.flow.ports import VectorCache, Vectors


class LayeredVectors:
    """Read from two caches, and add to the first."""

    def __init__(self, own: VectorCache, shared: VectorCache) -> None:
        self._own = own
        self._shared = shared

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, tuple[Vectors, Vectors]]:
        """Return the vectors that either knows."""
        found = dict(self._shared.load(embedder, keys))
        missing = [key for key in keys if key not in found]
        return found | dict(self._own.load(embedder, missing)) if missing else found

    def keep(self, embedder: str, vectors: Mapping[str, tuple[Vectors, Vectors]]) -> None:
        """Add vectors to the first."""
        self._own.keep(embedder, vectors)
