"""The search index: a snapshot that many processes read while one builds the next beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.analysis import word_spans
from handrail.adapters.search.article_words import open_article_words
from handrail.adapters.search.asking import search_terms
from handrail.adapters.search.building import Builder, snapshot_of
from handrail.adapters.search.embedding import embedding
from handrail.adapters.search.field_scores import field_scores
from handrail.adapters.search.lexical import Lexical
from handrail.adapters.search.mapping import mapped
from handrail.adapters.search.signals import Opened, Sought, candidates_of
from handrail.adapters.search.snapshot import REBUILD, SnapshotDirectory
from handrail.adapters.search.vectors import LARGE, open_vectors
from handrail.adapters.search.wording import open_wording
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.model import Candidates, Scope, SnapshotId
from handrail.domain.retrieval.scope import is_in_scope
from handrail.flow.ports import BuiltSnapshot, Embedder, Progress, VectorCache
from handrail.kernel.errors import IndexUnavailable
from handrail.kernel.failpoints import Failpoints

_OPENING_TRIES = 3  # the snapshot that was named can be swept before it is opened


class SnapshotIndex:
    """Search the snapshot that serves; build the next one and swap."""

    def __init__(
        self, directory: Path, embedder: Embedder, cache: VectorCache, failpoints: Failpoints
    ) -> None:
        self._embedder = embedder
        self._directory = SnapshotDirectory(directory, failpoints)
        self._cache = cache
        self._failpoints = failpoints
        self._seen: tuple[tuple[int, int], Opened] | None = None

    def candidates(self, question: str, scope: Scope, depth: int) -> Candidates:
        """Return up to `depth` passages in scope; the caller checks that they are still served."""
        return self.candidates_in(self._opened(), question, scope, depth)

    def searching(self, snapshot: SnapshotId) -> "OneSnapshot":
        """Return what searches one finished snapshot, whichever serves."""
        return OneSnapshot(self, self._open(snapshot))

    def candidates_in(self, opened: Opened, question: str, scope: Scope, depth: int) -> Candidates:
        """Return up to `depth` passages in scope of an opened snapshot."""
        timings: dict[str, float] = {}
        with _timed("embed", timings):
            spans = word_spans(question)
            vectors, words = self._embedder.embed_with_spans([question], [spans])
        allowed = [c for c, s in enumerate(opened.manifest.scopes) if _allows(scope, s)]
        snapshot = SnapshotId(opened.manifest.snapshot)
        if not allowed or depth < 1:
            return Candidates(items=(), snapshot=snapshot, timings_ms=timings)
        scopes = None if len(allowed) == len(opened.manifest.scopes) else allowed
        with _timed("lexical", timings):
            terms = search_terms(question, opened.manifest.languages, opened.lexical)
            lexical = opened.lexical.best(terms.lexical, scopes, depth)
        with _timed("dense", timings):
            mask = None if scopes is None else np.isin(opened.scopes, scopes)
            dense = opened.vectors.cosines(vectors[0], mask)
            rows = _rows(lexical, dense, mask, depth)
        with _timed("signals", timings):
            sought = Sought(terms=terms, vector=vectors[0], words=words[0])
            items = candidates_of(opened, sought, dense, rows, depth)
        return Candidates(
            items=items,
            snapshot=snapshot,
            term_weights=terms.weights,
            timings_ms=timings,
        )

    @contextmanager
    def building(self) -> Iterator["Building"]:
        """Open the building of a snapshot; nothing of it goes on afterwards."""
        with embedding(self._embedder, self._cache) as opened:
            builder = Builder(
                embedder=self._embedder, embedding=opened, failpoints=self._failpoints
            )
            yield Building(self._directory, builder)

    def prepare(self, passages: Sequence[Passage], progress: Progress) -> BuiltSnapshot:
        """Build the snapshot of these passages unserved, all of them known from the start."""
        with self.building() as building:
            return building.prepare(passages, progress)

    def serve(self, snapshot: SnapshotId) -> None:
        """Make every process search a prepared snapshot; sweep what is long unused."""
        self._directory.serve(snapshot)

    def _opened(self) -> Opened:
        stamp = self._directory.stamp()
        if self._seen is not None and self._seen[0] == stamp:
            return self._seen[1]
        opened = self._open_named(_OPENING_TRIES)
        self._seen = (stamp, opened)
        return opened

    def _open_named(self, tries: int) -> Opened:
        try:
            return self._open(self._directory.current())
        except IndexUnavailable:
            if tries <= 1:
                raise
            return self._open_named(tries - 1)

    def _open(self, snapshot: SnapshotId) -> Opened:
        manifest = self._directory.intact(snapshot, unchecked=LARGE)
        if manifest.embedder != self._embedder.name:
            raise IndexUnavailable(
                f"The search index was built with the embedder {manifest.embedder!r},"
                f" but {self._embedder.name!r} is in use.",
                hint=REBUILD,
            )
        folder = self._directory.path_of(snapshot)
        lexical, wording = Lexical(folder / "words"), open_wording(folder / "wording")
        return Opened(
            manifest=manifest,
            lexical=lexical,
            field_scores=field_scores(lexical, wording),
            vectors=open_vectors(folder / "vectors", manifest.passages, manifest.dimensions),
            wording=wording,
            article_words=open_article_words(folder / "article_words"),
            scopes=mapped(folder / "scopes.npy"),
            articles=mapped(folder / "articles.npy"),
            ids=mapped(folder / "ids.npy"),
        )


class OneSnapshot:
    """Search one snapshot."""

    def __init__(self, index: SnapshotIndex, opened: Opened) -> None:
        self._index = index
        self._opened = opened

    def candidates(self, question: str, scope: Scope, depth: int) -> Candidates:
        """Return up to `depth` passages in scope."""
        return self._index.candidates_in(self._opened, question, scope, depth)


def _allows(scope: Scope, code: tuple[str, str, str | None, str | None]) -> bool:
    audience, locale, product, site = code
    return is_in_scope(scope, audience=audience, locale=locale, product=product, site=site)


def _rows(
    lexical: Mapping[int, float],
    dense: NDArray[np.float32],
    mask: NDArray[np.bool_] | None,
    depth: int,
) -> NDArray[np.int64]:
    inside = len(dense) if mask is None else int(mask.sum())
    nearest = np.argpartition(-dense, min(depth, len(dense)) - 1)[: min(depth, inside)]
    # Not np.union1d: it loads another 60 ms of numpy at the first question of a process.
    offered = np.zeros(len(dense), dtype=np.bool_)
    offered[nearest] = True
    offered[list(lexical)] = True
    return np.flatnonzero(offered)


class Building:
    """Build one snapshot beside the one that serves."""

    def __init__(self, directory: SnapshotDirectory, builder: Builder) -> None:
        self._directory = directory
        self._builder = builder

    def expect(self, passages: Sequence[Passage]) -> None:
        """Hear of passages that will be in the snapshot: they are embedded meanwhile."""
        self._builder.embedding.expect(passages)

    def prepare(self, passages: Sequence[Passage], progress: Progress) -> BuiltSnapshot:
        """Build the snapshot of these passages unserved; quick where it exists already."""
        snapshot = snapshot_of(passages, self._builder.embedder.name)
        if self._directory.is_whole(snapshot):
            return BuiltSnapshot(snapshot=snapshot, embedded=0)
        with self._directory.building() as folder:
            if self._directory.is_whole(snapshot):  # built by another process meanwhile
                return BuiltSnapshot(snapshot=snapshot, embedded=0)
            manifest, embedded = self._builder.write(folder, passages, snapshot, progress)
            self._directory.finish(folder, manifest)
        return BuiltSnapshot(snapshot=snapshot, embedded=embedded)


@contextmanager
def _timed(name: str, timings: dict[str, float]) -> Iterator[None]:
    began = perf_counter()
    yield
    timings[name] = (perf_counter() - began) * 1000.0
