import numpy as np
import pytest

from handrail.domain.answering.closeness import closeness, quote_of, word_spans
from handrail.domain.answering.confidence import confidence
from handrail.domain.answering.evidence import evidence
from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Draft, Grounding
from handrail.domain.retrieval.model import SearchResult
from handrail.kernel.forest import Forest
from tests.domain.answering.builders import a_passage, a_result

_QUESTION = "How long do refunds take?"
_STRONG = {"close_whole": 0.9, "close_words": 0.9, "close_terms": 0.95, "close_least": 0.9}


def _weighed(result: SearchResult) -> tuple[Draft, Grounding]:
    draft = ExtractiveWriter().draft(result.question, result)
    passages = {hit.passage.id: hit.passage for hit in result.hits}
    return draft, QuoteChecker().check(draft, passages)


def test_an_answer_to_what_was_asked_is_trusted_more_than_one_beside_it() -> None:
    answers = a_result(_QUESTION, (a_passage("Refunds take 14 days."), (0.8,)))
    beside = a_result(_QUESTION, (a_passage("We sell double basses."), (0.3,)))

    sure = confidence(answers, *_weighed(answers), _STRONG)
    unsure = confidence(beside, *_weighed(beside), {})

    assert 0.0 < unsure.value < sure.value < 1.0
    assert sure.model == unsure.model


def test_what_may_not_be_said_has_no_confidence() -> None:
    result = a_result(_QUESTION, (a_passage("Refunds take 14 days."), (0.8,)))
    draft, _ = _weighed(result)
    nothing_stands = QuoteChecker().check(draft, {})

    nothing = confidence(result, draft, nothing_stands, _STRONG)

    assert nothing.value == 0.0
    assert nothing.evidence == {}


def test_a_missing_word_of_the_question_is_evidence_against() -> None:
    found = (a_passage("Refunds take 14 days."), (0.8,))
    whole = a_result(_QUESTION, found)
    without = a_result("How long do Klarna refunds take?", found)

    having = evidence(_QUESTION, whole, *_weighed(whole))
    lacking = evidence(without.question, without, *_weighed(without))

    assert having["missing_names"] == 0.0
    assert lacking["missing_names"] == 1.0
    assert lacking["passage_coverage"] < having["passage_coverage"]


def test_an_answer_of_the_wrong_kind_is_evidence_against() -> None:
    result = a_result(_QUESTION, (a_passage("Refunds take some patience."), (0.8,)))

    found = evidence(_QUESTION, result, *_weighed(result))

    assert (found["typed"], found["holds"], found["lacks"]) == (1.0, 0.0, 1.0)


def test_a_number_that_the_quote_lacks_is_evidence_against() -> None:
    result = a_result(_QUESTION, (a_passage("Refunds take 14 days."), (0.8,)))
    weighed = _weighed(result)

    told = evidence("Do refunds take 14 days?", result, *weighed)
    beside = evidence("Do refunds take 60 days?", result, *weighed)

    assert (told["missing_numbers"], beside["missing_numbers"]) == (0.0, 1.0)


def test_a_rival_article_shrinks_the_gap() -> None:
    one = a_passage("Refunds take 14 days.", name="help/a.md")
    other = a_passage("Refunds take three weeks.", name="help/b.md")
    contested = a_result(_QUESTION, (one, (0.8,)), (other, (0.78,)))
    alone = a_result(_QUESTION, (one, (0.8,)), (other, (0.2,)))

    close = evidence(_QUESTION, contested, *_weighed(contested))
    far = evidence(_QUESTION, alone, *_weighed(alone))

    assert close["cosine_gap"] < far["cosine_gap"]
    assert close["entropy"] > far["entropy"]


def test_closeness_compares_words_one_by_one() -> None:
    same = np.eye(3, dtype=np.float32)

    close = closeness("refund in Bremen", same[[0, 0]], same, same)
    apart = closeness("refund in Bremen", same[[0, 1]], same[:2].repeat(2, 0)[:3], same[2:])

    assert close["close_whole"] == close["close_words"] == close["close_least"] == 1.0
    assert apart["close_whole"] == apart["close_words"] == apart["close_least"] == 0.0


def test_closeness_of_texts_without_words_rests_on_the_wholes() -> None:
    vectors = np.eye(2, dtype=np.float32)
    none = np.zeros((0, 2), np.float32)

    assert closeness("?", vectors, none, none) == {"close_whole": 0.0}


def test_what_may_be_said_is_compared_under_its_title() -> None:
    result = a_result(_QUESTION, (a_passage("Refunds take 14 days."), (0.8,)))
    _, grounding = _weighed(result)

    assert quote_of(grounding) == "Refunds\nRefunds take 14 days."
    assert word_spans("Refunds take") == ((0, 7), (8, 12))


@pytest.mark.parametrize(("signal", "odds"), [(0.2, -1.0), (0.5, -1.0), (0.7, 2.0)])
def test_a_forest_adds_up_its_leaves_and_its_line(signal: float, odds: float) -> None:
    tree = ((0, 0.5, 1, 2), (-1, -1.0, 0, 0), (-1, 2.0, 0, 0))
    forest = Forest(features=("x", "y"), base=0.5, trees=(tree,), line=(0.0, 1.0), slope=2.0)

    likely = forest.probability({"x": signal, "y": -0.5})

    assert likely == pytest.approx(1 / (1 + np.exp(-2.0 * odds)))


def test_a_forest_takes_a_missing_signal_for_none() -> None:
    forest = Forest(features=("x",), base=0.0, trees=(), line=(5.0,))

    assert forest.probability({}) == 0.5
