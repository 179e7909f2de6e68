"""Embedding while other work goes on: every text once, whatever was begun early."""

from collections.abc import Sequence

import pytest
from typing_extensions import override

from handrail.adapters.search.embedding import embedding
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.embedded_text import EmbeddedText, embedded_text
from handrail.flow.ports import Vectors
from tests.adapters.search.conftest import WordEmbedder, an_article_passage
from tests.fakes import FakeVectorCache

MANY = [an_article_passage(f"page{n}", f"Parcels arrive in {n} days.") for n in range(700)]
TEXTS = {text.key: text for text in map(embedded_text, MANY)}


class BrokenEmbedder(WordEmbedder):
    """Fail at every text."""

    @override
    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        raise RuntimeError("The model is broken.")


def _in_articles(passages: Sequence[Passage]) -> list[Sequence[Passage]]:
    return [passages[at : at + 10] for at in range(0, len(passages), 10)]


def test_what_was_expected_is_embedded_once_and_counted(embedder: WordEmbedder) -> None:
    with embedding(embedder, FakeVectorCache()) as opened:
        for article in _in_articles(MANY):
            opened.expect(article)
        opened.start(TEXTS)
        found = [key for pairs in opened.found() for key in pairs]

    assert sorted(found) == sorted(TEXTS)
    assert opened.fresh >= TEXTS.keys()
    assert len(embedder.embedded) == len(set(embedder.embedded))


def test_what_is_known_is_found_and_not_fresh(embedder: WordEmbedder) -> None:
    cache = FakeVectorCache()
    with embedding(embedder, cache) as before:
        before.start(TEXTS)
        list(before.found())

    with embedding(embedder, cache) as opened:
        opened.expect(MANY)
        opened.start(TEXTS)
        found = [key for pairs in opened.found() for key in pairs]

    assert sorted(found) == sorted(TEXTS)
    assert not opened.fresh & TEXTS.keys()


def test_a_build_that_is_left_embeds_no_more(embedder: WordEmbedder) -> None:
    with embedding(embedder, FakeVectorCache()) as opened:
        opened.start(TEXTS)

    assert len(embedder.embedded) < len(TEXTS)


def test_a_fault_of_the_embedder_reaches_whoever_waits_for_vectors() -> None:
    with embedding(BrokenEmbedder(), FakeVectorCache()) as opened:
        opened.expect(MANY)
        opened.start({"one": EmbeddedText(text="one")})
        with pytest.raises(RuntimeError, match="broken"):
            list(opened.found())
