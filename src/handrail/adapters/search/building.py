"""Build a snapshot: embed what is new, write words and vectors, name the result by its content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.analysis import ANALYSIS_VERSION, language_of
from handrail.adapters.search.article_words import write_article_words
from handrail.adapters.search.lexical import write_lexical
from handrail.adapters.search.snapshot import FORMAT, Manifest, listed
from handrail.adapters.search.vectors import VectorWriter
from handrail.adapters.search.wording import open_wording, write_wording
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.embedded_text import EmbeddedText, embedded_text, head_text
from handrail.domain.retrieval.model import SnapshotId
from handrail.flow.ports import Embedder, Progress, VectorCache
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import digest

Pair = tuple[NDArray[np.float32], NDArray[np.float32]]

_BATCH = 512
"""Texts embedded and kept at a time: a crash loses at most this much work."""


def snapshot_of(passages: Sequence[Passage], embedder: str) -> SnapshotId:
    """Return the hash of all that a snapshot of these passages is built from."""
    described = (repr((p.id, p.title, p.headings, p.text, p.units, *_scope(p))) for p in passages)
    return SnapshotId(digest(FORMAT, ANALYSIS_VERSION, embedder, *described))


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Write a snapshot's files into a folder."""

    embedder: Embedder
    cache: VectorCache
    failpoints: Failpoints

    def write(
        self, folder: Path, passages: Sequence[Passage], snapshot: SnapshotId, progress: Progress
    ) -> tuple[Manifest, int]:
        """Write words and vectors; return the manifest and how many passages were embedded."""
        self.failpoints.reach("index.before_build")
        scopes = sorted({_scope(passage) for passage in passages}, key=repr)
        code_of = {scope: code for code, scope in enumerate(scopes)}
        codes = [code_of[_scope(passage)] for passage in passages]
        write_lexical(folder / "words", passages, codes)
        write_wording(folder / "wording", passages)
        articles = _numbered_articles(passages)
        write_article_words(folder / "article_words", open_wording(folder / "wording"), articles)
        self.failpoints.reach("index.lexical_written")
        embedded = self._write_vectors(folder / "vectors", passages, progress)
        np.save(folder / "scopes.npy", np.asarray(codes, dtype=np.int32))
        np.save(folder / "articles.npy", articles)
        np.save(folder / "ids.npy", np.asarray([p.id.encode() for p in passages], dtype=np.bytes_))
        self.failpoints.reach("index.vectors_written")
        manifest = Manifest(
            format=FORMAT,
            snapshot=snapshot,
            embedder=self.embedder.name,
            dimensions=self.embedder.dimensions,
            passages=len(passages),
            languages=tuple(sorted({language_of(p.locale) for p in passages})),
            scopes=tuple(scopes),
            files=listed(folder),
        )
        return manifest, embedded

    def _write_vectors(self, folder: Path, passages: Sequence[Passage], progress: Progress) -> int:
        heads = sorted({head_text(passage) for passage in passages})
        row_of = {head: row for row, head in enumerate(heads)}
        texts = [*(EmbeddedText(text=h) for h in heads), *(embedded_text(p) for p in passages)]
        writer = VectorWriter(
            folder,
            dimensions=self.embedder.dimensions,
            heads=len(heads),
            units=[len(passage.units) for passage in passages],
        )
        embedded = 0
        for start in range(0, len(texts), _BATCH):
            progress("embed", max(0, start - len(heads)), len(passages))
            batch = texts[start : start + _BATCH]
            vectors, fresh = self._vectors(batch)
            for row, text in enumerate(batch, start - len(heads)):
                vector, units = vectors[text.key]
                if row < 0:
                    writer.put_head(row + len(heads), vector)
                else:
                    writer.put_passage(row, vector, units)
                    embedded += text.key in fresh
        writer.close([row_of[head_text(passage)] for passage in passages])
        progress("embed", len(passages), len(passages))
        return embedded

    def _vectors(self, batch: Sequence[EmbeddedText]) -> tuple[Mapping[str, Pair], frozenset[str]]:
        by_key = {text.key: text for text in batch}
        known = self.cache.load(self.embedder.name, list(by_key))
        missing = [text for key, text in by_key.items() if key not in known]
        if not missing:
            return known, frozenset()
        fresh = self._embedded(missing)
        self.cache.keep(self.embedder.name, fresh)
        return {**known, **fresh}, frozenset(fresh)

    def _embedded(self, batch: Sequence[EmbeddedText]) -> dict[str, Pair]:
        whole, units = self.embedder.embed_with_spans(
            [text.text for text in batch], [text.spans for text in batch]
        )
        return {
            text.key: (_halved(whole[row]), _halved(units[row])) for row, text in enumerate(batch)
        }


def _numbered_articles(passages: Sequence[Passage]) -> NDArray[np.int32]:
    numbers = {name: n for n, name in enumerate(dict.fromkeys(p.article for p in passages))}
    return np.asarray([numbers[passage.article] for passage in passages], dtype=np.int32)


def _halved(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    # A cache may keep half precision: rounding first makes a build from it equal to a fresh one.
    return vectors.astype(np.float16).astype(np.float32)


def _scope(passage: Passage) -> tuple[str, str, str | None, str | None]:
    return str(passage.audience), passage.locale, passage.product, passage.site
