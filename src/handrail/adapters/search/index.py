"""The search index: a snapshot that many processes read while one builds the next beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.asking import SearchTerms, search_terms
from handrail.adapters.search.building import Builder, snapshot_of
from handrail.adapters.search.lexical import FIELDS, Lexical
from handrail.adapters.search.mapping import mapped
from handrail.adapters.search.snapshot import REBUILD, Manifest, SnapshotDirectory
from handrail.adapters.search.vectors import LARGE, Vectors, open_vectors
from handrail.adapters.search.wording import Wording, open_wording
from handrail.domain.knowledge.model import Passage, PassageId
from handrail.domain.retrieval.fusion import fused, lexical_score
from handrail.domain.retrieval.matching import NEAR_SIGNALS, Asked, wording_signals
from handrail.domain.retrieval.model import Candidate, Candidates, Scope, SnapshotId
from handrail.domain.retrieval.scope import is_in_scope
from handrail.flow.ports import BuiltSnapshot, Embedder, Progress, VectorCache
from handrail.kernel.errors import IndexUnavailable
from handrail.kernel.failpoints import Failpoints

_OPENING_TRIES = 3  # the snapshot that was named can be swept before it is opened


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """Hold one snapshot, open for reading."""

    manifest: Manifest
    lexical: Lexical
    vectors: Vectors
    wording: Wording
    scopes: NDArray[np.int32]
    articles: NDArray[np.int32]
    ids: NDArray[np.bytes_]


class SnapshotIndex:
    """Search the snapshot that serves; build the next one and swap."""

    def __init__(
        self, directory: Path, embedder: Embedder, cache: VectorCache, failpoints: Failpoints
    ) -> None:
        self._embedder = embedder
        self._directory = SnapshotDirectory(directory, failpoints)
        self._builder = Builder(embedder=embedder, cache=cache, failpoints=failpoints)
        self._seen: tuple[tuple[int, int], _Opened] | None = None

    def candidates(self, question: str, scope: Scope, depth: int) -> Candidates:
        """Return up to `depth` passages in scope; the caller checks that they are still served."""
        opened = self._opened()
        timings: dict[str, float] = {}
        with _timed("embed", timings):
            vector = self._embedder.embed([question])[0]
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
            dense = opened.vectors.cosines(vector, mask)
            rows = _rows(lexical, dense, mask, depth)
        with _timed("signals", timings):
            items = _candidates(opened, terms, vector, dense, rows, depth)
        return Candidates(
            items=items,
            snapshot=snapshot,
            term_weights=terms.weights,
            timings_ms=timings,
        )

    def prepare(self, passages: Sequence[Passage], progress: Progress) -> BuiltSnapshot:
        """Build the snapshot of these passages unserved; quick where it exists already."""
        snapshot = snapshot_of(passages, self._embedder.name)
        if self._directory.is_whole(snapshot):
            return BuiltSnapshot(snapshot=snapshot, embedded=0)
        with self._directory.building() as folder:
            if self._directory.is_whole(snapshot):  # built by another process meanwhile
                return BuiltSnapshot(snapshot=snapshot, embedded=0)
            manifest, embedded = self._builder.write(folder, passages, snapshot, progress)
            self._directory.finish(folder, manifest)
        return BuiltSnapshot(snapshot=snapshot, embedded=embedded)

    def serve(self, snapshot: SnapshotId) -> None:
        """Make every process search a prepared snapshot; sweep what is long unused."""
        self._directory.serve(snapshot)

    def _opened(self) -> _Opened:
        stamp = self._directory.stamp()
        if self._seen is not None and self._seen[0] == stamp:
            return self._seen[1]
        opened = self._open_named(_OPENING_TRIES)
        self._seen = (stamp, opened)
        return opened

    def _open_named(self, tries: int) -> _Opened:
        try:
            return self._open(self._directory.current())
        except IndexUnavailable:
            if tries <= 1:
                raise
            return self._open_named(tries - 1)

    def _open(self, snapshot: SnapshotId) -> _Opened:
        manifest = self._directory.intact(snapshot, unchecked=LARGE)
        if manifest.embedder != self._embedder.name:
            raise IndexUnavailable(
                f"The search index was built with the embedder {manifest.embedder!r},"
                f" but {self._embedder.name!r} is in use.",
                hint=REBUILD,
            )
        folder = self._directory.path_of(snapshot)
        return _Opened(
            manifest=manifest,
            lexical=Lexical(folder / "words"),
            vectors=open_vectors(folder / "vectors", manifest.passages, manifest.dimensions),
            wording=open_wording(folder / "wording"),
            scopes=mapped(folder / "scopes.npy"),
            articles=mapped(folder / "articles.npy"),
            ids=mapped(folder / "ids.npy"),
        )


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
    return np.union1d(nearest, np.fromiter(lexical, dtype=np.int64)).astype(np.int64)


def _candidates(
    opened: _Opened,
    terms: SearchTerms,
    vector: NDArray[np.float32],
    dense: NDArray[np.float32],
    rows: NDArray[np.int64],
    depth: int,
) -> tuple[Candidate, ...]:
    fields = {field: opened.lexical.scored(field, terms.lexical, rows) for field in FIELDS}
    lexical = lexical_score(fields)
    fusion = fused(lexical, dense[rows].astype(np.float64))
    # Ties are settled by id, not by row: a rebuilt index gives the same order.
    best = np.lexsort((opened.ids[rows], -fusion))[:depth]
    rows = rows[best]
    signals = {
        "dense": dense[rows].tolist(),
        "head_dense": opened.vectors.head_cosines(vector, rows).tolist(),
        "lexical": lexical[best].tolist(),
        "fusion": fusion[best].tolist(),
        **{field: scores[best].tolist() for field, scores in fields.items()},
        **_wording(opened, terms.asked, rows),
    }
    units = opened.vectors.unit_cosines(vector, rows)
    return tuple(
        Candidate(
            passage=PassageId(opened.ids[row].decode()),
            signals={name: values[place] for name, values in signals.items()},
            unit_scores=units[place],
        )
        for place, row in enumerate(rows)
    )


def _wording(opened: _Opened, asked: Asked, rows: NDArray[np.int64]) -> dict[str, list[float]]:
    own = _signals_of(opened.wording, asked, rows)
    # An answer's neighbours in its article often say what it is about.
    before = _signals_of(opened.wording, asked, _neighbours(opened.articles, rows, -1))
    after = _signals_of(opened.wording, asked, _neighbours(opened.articles, rows, 1))
    near = {
        name: np.maximum(before[signal], after[signal]) for name, signal in NEAR_SIGNALS.items()
    }
    return {name: values.tolist() for name, values in {**own, **near}.items()}


def _signals_of(
    wording: Wording, asked: Asked, rows: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    return wording_signals(
        asked,
        bodies=wording.bodies.picked(rows),
        heads=wording.heads.picked(rows),
        titles=wording.titles.picked(rows),
    )


def _neighbours(
    articles: NDArray[np.int32], rows: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    beside = np.clip(rows + step, 0, len(articles) - 1)
    return np.where(articles[beside] == articles[rows], beside, rows)


@contextmanager
def _timed(name: str, timings: dict[str, float]) -> Iterator[None]:
    began = perf_counter()
    yield
    timings[name] = (perf_counter() - began) * 1000.0
