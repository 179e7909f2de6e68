"""An index over a small help centre, with an embedder that is a bag of hashed words."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from handrail.adapters.search.index import SnapshotIndex
from handrail.domain.knowledge.model import ArticleId, Passage
from handrail.flow.ports import Vectors
from handrail.kernel.failpoints import Failpoints
from tests.builders import a_passage
from tests.fakes import FakeVectorCache


class WordEmbedder:
    """Embed a text as the sum of its words' hashed directions; counts what it embeds."""

    name = "words-1"
    dimensions = 32

    def __init__(self, name: str = "words-1") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        self.embedded.extend(texts)
        parts = [
            np.array([self._vector(text[a:b]) for a, b in own], dtype=np.float32).reshape(
                -1, self.dimensions
            )
            for text, own in zip(texts, spans, strict=True)
        ]
        return self.embed(texts), parts

    def _vector(self, text: str) -> Vectors:
        total = np.zeros(self.dimensions, np.float32)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.strip(".,?").encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimensions)
        return (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)


def an_article_passage(name: str, text: str, **changes: object) -> Passage:
    return a_passage(text, article=ArticleId(f"help/{name}.md"), title=name, headings=(), **changes)


HELP = (
    an_article_passage("refunds", "A refund takes five days. Ask within a month of delivery."),
    an_article_passage("delivery", "Parcels arrive in two days. Large boxes take a week."),
    an_article_passage("passwords", "Reset your password on the sign in page."),
    an_article_passage("settings", "Set MAIL_SENDER_NAME in version v10.11 of the email setup."),
)


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def cache() -> FakeVectorCache:
    return FakeVectorCache()


@pytest.fixture
def open_index(
    tmp_path: Path, embedder: WordEmbedder, cache: FakeVectorCache
) -> Callable[..., SnapshotIndex]:
    def opened(failpoints: Failpoints | None = None, **changes: object) -> SnapshotIndex:
        used = changes.get("embedder", embedder)
        assert isinstance(used, WordEmbedder)
        return SnapshotIndex(tmp_path / "index", used, cache, failpoints or Failpoints())

    return opened


def sync(index: SnapshotIndex, passages: Sequence[Passage] = HELP) -> int:
    built = index.prepare(passages, lambda *_: None)
    index.serve(built.snapshot)
    return built.embedded
