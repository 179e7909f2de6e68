"""Only a statement can be wrong."""

import pytest

from handrail.domain.decision.labelled import LabelledQuestion, is_wrong
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    Clarify,
    Courtesy,
    HandOff,
    HandOffReason,
    Outcome,
)
from handrail.domain.knowledge.model import ArticleId
from tests.builders import REFUNDS, a_claim

ANSWERED = Answer(claims=(a_claim(),))
ELSEWHERE = ArticleId("help/other.md")


@pytest.mark.parametrize(
    ("answerable", "articles", "expected"),
    [
        (True, (), False),
        (True, (REFUNDS,), False),
        (True, (ELSEWHERE, REFUNDS), False),
        (True, (ELSEWHERE,), True),
        (False, (), True),
        (False, (REFUNDS,), True),
    ],
)
def test_an_answer_is_wrong_where_none_exists_or_it_cites_none_of_the_right_articles(
    *, answerable: bool, articles: tuple[ArticleId, ...], expected: bool
) -> None:
    labelled = LabelledQuestion(question="?", answerable=answerable, articles=articles)

    assert is_wrong(labelled, ANSWERED) is expected


@pytest.mark.parametrize(
    "outcome",
    [
        Abstain(reason=AbstainReason.NO_EVIDENCE),
        Clarify(choices=()),
        HandOff(reason=HandOffReason.CUSTOMER_REQUEST),
        Courtesy(kind="thanks"),
    ],
)
def test_whoever_states_nothing_is_not_wrong(outcome: Outcome) -> None:
    labelled = LabelledQuestion(question="?", answerable=False)

    assert not is_wrong(labelled, outcome)
