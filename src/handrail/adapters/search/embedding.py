"""Embed texts in the background, each of them once, while other work on a snapshot goes on."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.embedded_text import EmbeddedText, embedded_text, head_text
from handrail.flow.ports import Embedder, VectorCache

Pair = tuple[NDArray[np.float32], NDArray[np.float32]]
Texts = Mapping[str, EmbeddedText]
"""Texts by what their vectors are kept under."""

_BATCH = 128
"""Texts embedded and kept at a time: a crash loses at most two batches' work."""
_FEWEST = 32  # texts that are worth a batch while others are still read
_LANES = 2  # while one batch is embedded, the one before it is kept


class Embedding:
    """Hold the vectors of one build, as far as they are known."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self.fresh: set[str] = set()
        """What had to be embedded, of all that was handed out."""
        self._embedder = embedder
        self._cache = cache
        self._lanes = ThreadPoolExecutor(_LANES)
        self._turn = Lock()
        self._is_stopped = False
        self._awaited: dict[str, EmbeddedText] = {}
        self._begun: set[str] = set()
        self._ahead: list[Future[frozenset[str]]] = []
        self._jobs: deque[Future[tuple[Mapping[str, Pair], frozenset[str]]]] = deque()
        self._later: dict[str, EmbeddedText] = {}

    def expect(self, passages: Sequence[Passage]) -> None:
        """Embed passages into the cache, as far as nothing else is left to embed."""
        if len(self._awaited) < _BATCH:
            self._awaited.update(self._unknown(passages))
        if len(self._awaited) >= _FEWEST and sum(not job.done() for job in self._ahead) < _LANES:
            self._begun.update(self._awaited)
            self._ahead.append(self._lanes.submit(self._kept, self._awaited))
            self._awaited = {}

    def start(self, texts: Texts) -> None:
        """Begin with all texts of a build."""
        self._later = {key: text for key, text in texts.items() if key in self._begun}
        self._submit({key: text for key, text in texts.items() if key not in self._begun})

    def found(self) -> Iterator[Mapping[str, Pair]]:
        """Yield the vectors of the texts that were started, some at a time."""
        for job in self._ahead:
            self.fresh |= job.result()
        self._submit(self._later)
        while self._jobs:
            pairs, fresh = self._jobs.popleft().result()
            self.fresh |= fresh
            yield pairs

    def stop(self) -> None:
        """Leave what has not begun, and wait for the rest."""
        self._is_stopped = True
        self._lanes.shutdown(cancel_futures=True)

    def _unknown(self, passages: Sequence[Passage]) -> Texts:
        heads = [EmbeddedText(text=head) for head in dict.fromkeys(map(head_text, passages))]
        texts = {text.key: text for text in (*heads, *map(embedded_text, passages))}
        return {key: text for key, text in texts.items() if key not in self._begun}

    def _submit(self, texts: Texts) -> None:
        rest = iter(texts.items())
        while batch := dict(islice(rest, _BATCH)):
            self._jobs.append(self._lanes.submit(self._vectors, batch))

    def _kept(self, batch: Texts) -> frozenset[str]:
        return self._vectors(batch)[1]

    def _vectors(self, batch: Texts) -> tuple[Mapping[str, Pair], frozenset[str]]:
        known = self._cache.load(self._embedder.name, list(batch))
        missing = {key: text for key, text in batch.items() if key not in known}
        if not missing:
            return known, frozenset()
        with self._turn:
            fresh = {} if self._is_stopped else self._embedded(missing)
        self._cache.keep(self._embedder.name, fresh)
        return {**known, **fresh}, frozenset(fresh)

    def _embedded(self, batch: Texts) -> dict[str, Pair]:
        whole, units = self._embedder.embed_with_spans(
            [text.text for text in batch.values()], [text.spans for text in batch.values()]
        )
        return {key: (_halved(whole[row]), _halved(units[row])) for row, key in enumerate(batch)}


@contextmanager
def embedding(embedder: Embedder, cache: VectorCache) -> Iterator[Embedding]:
    """Open what embeds one build's texts; nothing of it goes on afterwards."""
    opened = Embedding(embedder, cache)
    try:
        yield opened
    finally:
        opened.stop()


def _halved(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    # A cache may keep half precision: rounding first makes a build from it equal to a fresh one.
    return vectors.astype(np.float16).astype(np.float32)
