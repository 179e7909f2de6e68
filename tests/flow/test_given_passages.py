from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.decision.labelled import GivenPassage
from handrail.flow.answer_question import weigh_answer
from handrail.flow.given_passages import search_given

Vectors = NDArray[np.float32]


class LetterEmbedder:
    """Embed text as the counts of its letters: alike where texts share letters."""

    name = "letters"
    dimensions = 26

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        return np.stack([self._vector(text) for text in texts])

    def embed_with_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return a row per text and one per span."""
        if not texts:
            return np.zeros((0, 26), np.float32), []
        parts = [
            np.array([self._vector(text[a:b]) for a, b in found], np.float32).reshape(-1, 26)
            for text, found in zip(texts, spans, strict=True)
        ]
        return self.embed(texts), parts

    def _vector(self, text: str) -> Vectors:
        counts = np.full(26, 1e-6, np.float32)
        for letter in text.lower():
            if "a" <= letter <= "z":
                counts[ord(letter) - ord("a")] += 1
        return counts / np.float32(np.linalg.norm(counts))


_GIVEN = (
    GivenPassage(title="Zoo", text="Zebras zigzag. Oxen jog.\n\nFoxes box."),
    GivenPassage(title="Refunds", text="Refunds take 14 days. Gift cards are not refunded."),
)


def test_given_passages_are_found_nearest_first() -> None:
    result = search_given("When are refunds paid?", _GIVEN, LetterEmbedder())

    assert [hit.passage.title for hit in result.hits] == ["Refunds", "Zoo"]
    assert [hit.rank for hit in result.hits] == [1, 2]
    assert len(result.hits[0].unit_scores) == len(result.hits[0].passage.units) == 2


def test_the_same_passages_give_the_same_result() -> None:
    first = search_given("When are refunds paid?", _GIVEN, LetterEmbedder())
    again = search_given("When are refunds paid?", _GIVEN, LetterEmbedder())

    assert first == again


def test_no_passages_give_no_answer() -> None:
    result = search_given("When are refunds paid?", (), LetterEmbedder())

    weighed = weigh_answer(
        result.question, result, ExtractiveWriter(), QuoteChecker(), LetterEmbedder()
    )

    assert result.hits == ()
    assert weighed.draft.claims == ()
    assert weighed.confidence.value == 0.0


def test_question_and_quote_are_compared_word_by_word() -> None:
    question = "How long do refunds take?"
    result = search_given(question, _GIVEN, LetterEmbedder())

    read = weigh_answer(question, result, ExtractiveWriter(), QuoteChecker(), LetterEmbedder())
    skimmed = weigh_answer(question, result, ExtractiveWriter(), QuoteChecker())

    assert "close_words" in read.confidence.evidence
    assert "close_words" not in skimmed.confidence.evidence
    assert read.confidence.value != skimmed.confidence.value
    assert read.draft == skimmed.draft
