"""Build a snapshot: write words while texts are embedded, then vectors; name it by its content."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handrail.adapters.search.analysis import ANALYSIS_VERSION, words_of
from handrail.adapters.search.article_words import write_article_words
from handrail.adapters.search.embedding import Embedding
from handrail.adapters.search.lexical import write_lexical
from handrail.adapters.search.snapshot import FORMAT, Manifest, all_to_disk, listed
from handrail.adapters.search.vectors import VectorWriter
from handrail.adapters.search.wording import WordingWriter, open_wording
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.embedded_text import EmbeddedText, embedded_text, head_text
from handrail.domain.retrieval.model import SnapshotId
from handrail.flow.ports import Embedder, Progress
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.ids import digest
from handrail.kernel.language_tag import language_of


def snapshot_of(passages: Sequence[Passage], embedder: str) -> SnapshotId:
    """Return the hash of all that a snapshot of these passages is built from."""
    described = (repr((p.id, p.title, p.headings, p.text, p.units, *_scope(p))) for p in passages)
    return SnapshotId(digest(FORMAT, ANALYSIS_VERSION, embedder, *described))


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Write a snapshot's files into a folder."""

    embedder: Embedder
    embedding: Embedding
    failpoints: Failpoints

    def write(
        self, folder: Path, passages: Sequence[Passage], snapshot: SnapshotId, progress: Progress
    ) -> tuple[Manifest, int]:
        """Write words and vectors; return the manifest and how many passages were embedded."""
        self.failpoints.reach("index.before_build")
        wanted = _Wanted.of(passages)
        self.embedding.start(wanted.texts)
        scopes = sorted({_scope(passage) for passage in passages}, key=repr)
        code_of = {scope: code for code, scope in enumerate(scopes)}
        codes = [code_of[_scope(passage)] for passage in passages]
        articles = _numbered_articles(passages)
        _write_words(folder, passages, codes, articles)
        all_to_disk(folder)  # while texts are embedded, so that less is left for the end
        self.failpoints.reach("index.lexical_written")
        embedded = self._write_vectors(folder / "vectors", passages, wanted, progress)
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

    def _write_vectors(
        self, folder: Path, passages: Sequence[Passage], wanted: "_Wanted", progress: Progress
    ) -> int:
        writer = VectorWriter(
            folder,
            dimensions=self.embedder.dimensions,
            heads=len(wanted.heads),
            units=[len(passage.units) for passage in passages],
        )
        done = 0
        progress("embed", done, len(passages))
        for pairs in self.embedding.found():
            for key, (vector, units) in pairs.items():
                for head in wanted.head_rows.get(key, ()):
                    writer.put_head(head, vector)
                for row in wanted.passage_rows.get(key, ()):
                    writer.put_passage(row, vector, units)
                    done += 1
            progress("embed", done, len(passages))
        row_of = {head: row for row, head in enumerate(wanted.heads)}
        writer.close([row_of[head_text(passage)] for passage in passages])
        return sum(len(wanted.passage_rows.get(key, ())) for key in self.embedding.fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Hold every distinct text of a snapshot by its key, and where its vectors go."""

    heads: list[str]
    texts: dict[str, EmbeddedText]
    head_rows: dict[str, list[int]]
    passage_rows: dict[str, list[int]]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "_Wanted":
        heads = sorted({head_text(passage) for passage in passages})
        wanted = cls(heads=heads, texts={}, head_rows={}, passage_rows={})
        for row, head in enumerate(heads):
            wanted._add(EmbeddedText(text=head), row, wanted.head_rows)
        for row, passage in enumerate(passages):
            wanted._add(embedded_text(passage), row, wanted.passage_rows)
        return wanted

    def _add(self, text: EmbeddedText, row: int, rows: dict[str, list[int]]) -> None:
        key = text.key
        self.texts[key] = text
        rows.setdefault(key, []).append(row)


def _write_words(
    folder: Path, passages: Sequence[Passage], codes: Sequence[int], articles: NDArray[np.int32]
) -> None:
    wording = WordingWriter(folder / "wording")
    write_lexical(folder / "words", wording.noting(map(words_of, passages)), codes)
    wording.close()
    write_article_words(folder / "article_words", open_wording(folder / "wording"), articles)


def _numbered_articles(passages: Sequence[Passage]) -> NDArray[np.int32]:
    numbers = {name: n for n, name in enumerate(dict.fromkeys(p.article for p in passages))}
    return np.asarray([numbers[passage.article] for passage in passages], dtype=np.int32)


def _scope(passage: Passage) -> tuple[str, str, str | None, str | None]:
    return str(passage.audience), passage.locale, passage.product, passage.site
