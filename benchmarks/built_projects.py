"""Projects of a given size, written straight into the store, with vectors that are known already.

Up to what the help centres give, text and vectors are real. Beyond, articles are repeated with
words exchanged for others of the same length, so that every passage is its own text while what
marks its sentences stays true; their vectors are the real ones with seeded noise.
"""

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count, groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.centres import write_project
from benchmarks.machine import bytes_under
from handrail.adapters.search.index import SnapshotIndex
from handrail.adapters.sql.vectors import SqlVectorCache
from handrail.app import App, open_app
from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    SourceName,
    VersionId,
)
from handrail.domain.retrieval.embedded_text import EmbeddedText, embedded_text, head_text
from handrail.flow.ports import untold
from handrail.kernel.ids import digest

Floats = NDArray[np.float32]
Pair = tuple[Floats, Floats]

_EXCHANGED = 0.4
"""Share of the words that a repeated article exchanges."""
_NOISE = 0.5
"""Length of the noise beside a unit vector: a repeated passage is near its original, not equal."""
_ID_LENGTH = 32
_WRITTEN_AT_ONCE = 200
_SEED = 20_240_501
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Name a project of a given size, and say what building its index took."""

    project: Path
    passages: int
    is_real: bool
    index_seconds: float
    index_bytes: int


class BuiltProjects:
    """Build projects of any size from those that were synced."""

    def __init__(self, synced: Sequence[Path], work: Path) -> None:
        self._apps = [open_app(folder) for folder in synced]
        self._work = work
        self._articles = _shuffled(self._apps)
        self._real = sum(len(passages) for passages in self._articles)

    def build(self, wanted: int) -> Built:
        """Write a project of about so many passages and build its index."""
        vectors = _KnownVectors(self._apps)
        articles = list(_enough(self._articles, wanted, vectors))
        app = open_app(write_project(self._work / f"built-{wanted}", []))
        _publish(articles, app)
        index = SnapshotIndex(app.index_folder, app.embedder, vectors, app.failpoints)
        with app.store.read() as reading:
            passages = list(reading.all_live_passages())
        began = time.perf_counter()
        built = index.prepare(passages, untold)
        index.serve(built.snapshot)
        seconds = time.perf_counter() - began
        if built.embedded:
            raise RuntimeError(f"{built.embedded} vectors were not known")
        app.store.close()
        return Built(
            project=app.project,
            passages=len(passages),
            is_real=wanted <= self._real,
            index_seconds=seconds,
            index_bytes=bytes_under(app.index_folder),
        )


def _shuffled(apps: Sequence[App]) -> list[tuple[Passage, ...]]:
    """Return the passages of each article, all centres mixed."""
    articles: list[tuple[Passage, ...]] = []
    for app in apps:
        with app.store.read() as reading:
            live = reading.all_live_passages()
            articles += [tuple(some) for _, some in groupby(live, key=lambda p: p.article)]
    articles.sort(key=lambda passages: passages[0].article)
    random.Random(_SEED).shuffle(articles)
    return articles


def _enough(
    articles: Sequence[tuple[Passage, ...]], wanted: int, vectors: "_KnownVectors"
) -> Iterator[tuple[Passage, ...]]:
    """Yield whole articles until there are enough passages, repeating them where need be."""
    held = 0
    words = _words_by_length(articles) if wanted > sum(map(len, articles)) else {}
    for copy in count():
        for passages in articles:
            if held >= wanted:
                return
            held += len(passages)
            yield passages if copy == 0 else tuple(_varied(passages, copy, words, vectors))


def _words_by_length(articles: Sequence[tuple[Passage, ...]]) -> Mapping[int, list[str]]:
    words = defaultdict(list)
    for passage in (passage for passages in articles[:400] for passage in passages):
        for word in _WORD.findall(passage.text):
            words[len(word)].append(word)
    return words


def _varied(
    passages: Sequence[Passage],
    copy: int,
    words: Mapping[int, list[str]],
    vectors: "_KnownVectors",
) -> Iterator[Passage]:
    article = ArticleId(f"{passages[0].article}~{copy}")
    chance = random.Random(f"{_SEED} {article}")

    def exchanged(text: str) -> str:
        return _WORD.sub(
            lambda found: (
                chance.choice(words[len(found[0])])
                if chance.random() < _EXCHANGED and words.get(len(found[0]))
                else found[0]
            ),
            text,
        )

    title = exchanged(passages[0].title)
    for passage in passages:
        text = exchanged(passage.text)
        varied = replace(
            passage,
            id=PassageId(digest(article, str(passage.position), text)[:_ID_LENGTH]),
            article=article,
            version=VersionId(digest(article)),
            title=title,
            text=text,
        )
        vectors.add(embedded_text(varied), embedded_text(passage))
        vectors.add(EmbeddedText(text=head_text(varied)), EmbeddedText(text=head_text(passage)))
        yield varied


def _publish(articles: Sequence[tuple[Passage, ...]], app: App) -> None:
    at = datetime.now(UTC)
    for start in range(0, len(articles), _WRITTEN_AT_ONCE):
        with app.store.write() as writing:
            for passages in articles[start : start + _WRITTEN_AT_ONCE]:
                article = _article_of(passages[0])
                entry = AuditEntry(
                    kind="knowledge.article_added", actor="system", subject=article.id, at=at
                )
                writing.publish(article, passages, entry)


def _article_of(passage: Passage) -> Article:
    return Article(
        id=passage.article,
        version=passage.version,
        source=SourceName(passage.article.partition("/")[0]),
        title=passage.title,
        audience=passage.audience,
        locale=passage.locale,
        product=passage.product,
        site=passage.site,
        owner=None,
        updated=passage.updated,
        review_by=None,
        url=passage.url,
        blocks=(),
    )


class _KnownVectors:
    """Give the vectors that the synced projects keep, and near ones for varied texts."""

    def __init__(self, apps: Sequence[App]) -> None:
        self._caches = [SqlVectorCache(app.store) for app in apps]
        self._original: dict[str, str] = {}

    def add(self, varied: EmbeddedText, original: EmbeddedText) -> None:
        """Remember which real text a varied one was made from."""
        self._original.setdefault(varied.key, original.key)

    def load(self, embedder: str, keys: Sequence[str]) -> Mapping[str, Pair]:
        """Return the vectors of the keys."""
        real = list({self._original.get(key, key) for key in keys})
        known: dict[str, Pair] = {}
        for cache in self._caches:
            known.update(cache.load(embedder, real))
        return {
            key: known[key] if key not in self._original else _near(known[original], key)
            for key in keys
            if (original := self._original.get(key, key)) in known
        }

    def keep(self, embedder: str, new: Mapping[str, Pair]) -> None:
        """Refuse: what is measured must not depend on what was embedded here."""
        raise RuntimeError(f"{len(new)} texts had no vector of {embedder}")


def _near(pair: Pair, key: str) -> Pair:
    chance = np.random.default_rng(int(key[:16], 16))
    whole, units = pair
    return _moved(whole[None], chance)[0], _moved(units, chance)


def _moved(vectors: Floats, chance: np.random.Generator) -> Floats:
    noise = chance.standard_normal(vectors.shape, dtype=np.float32)
    noise *= np.float32(_NOISE / np.sqrt(max(1, vectors.shape[-1])))
    moved = vectors + noise
    norms = np.linalg.norm(moved, axis=-1, keepdims=True)
    halved: NDArray[np.float16] = (moved / np.maximum(norms, 1e-9)).astype(np.float16)
    return halved.astype(np.float32)
