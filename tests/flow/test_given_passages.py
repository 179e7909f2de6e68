from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.decision.labelled import GivenPassage
from handrail.flow.answer_question import weigh_answer
from handrail.flow.given_passages import search_given
from tests.flow.letters import LetterEmbedder

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
