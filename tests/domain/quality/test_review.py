"""What a verdict leads to: which one counts, what must not be said again, and whose task it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handrail.domain.decision.model import Abstain, AbstainReason, Answer, Clarify, Outcome
from handrail.domain.knowledge.health.model import FindingKind, Severity
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import (
    Cause,
    ReviewedCase,
    ReviewId,
    TurnReview,
    Verdict,
    counting,
    is_said_again,
    task_of,
)
from handrail.domain.quality.reviewers import alpha, reviewer_agreement
from tests.builders import NOON, REFUNDS, a_claim, a_passage, a_record

ANSWER = Answer(claims=(a_claim(),))
OTHER = Answer(claims=(a_claim(a_passage(article=ArticleId("help/shipping.md")), "By post."),))
UNSURE = Abstain(reason=AbstainReason.LOW_CONFIDENCE)


def a_review(verdict: Verdict = Verdict.WRONG, **changes: Any) -> TurnReview:
    record = a_record()
    values: dict[str, Any] = {
        "id": ReviewId("rev_1"),
        "record": record.id,
        "conversation": record.conversation,
        "reviewer": "staff:lee",
        "at": NOON,
    }
    return TurnReview(verdict=verdict, **(values | changes))


def a_case(review: TurnReview, outcome: Outcome = ANSWER) -> ReviewedCase:
    return ReviewedCase(record=a_record(outcome=outcome), history=(), review=review)


def test_the_newest_verdict_of_each_reviewer_has_a_vote_and_who_is_not_sure_has_none() -> None:
    lee, ada = a_review(Verdict.WRONG), a_review(Verdict.RIGHT, reviewer="staff:ada")
    later = replace(lee, verdict=Verdict.RIGHT, at=NOON + timedelta(hours=1))
    kim = a_review(Verdict.UNSAFE, reviewer="staff:kim", at=NOON + timedelta(hours=2))
    unsure = a_review(Verdict.NOT_SURE, reviewer="staff:max", at=NOON + timedelta(hours=3))

    assert counting((lee, later)) == later
    assert counting((lee, ada, kim)) == kim
    assert counting((ada, kim)) == kim
    assert counting((lee, later, ada, kim)) == later
    assert counting((lee, unsure)) == lee
    assert counting((unsure,)) is None


@pytest.mark.parametrize(
    ("review", "now", "again"),
    [
        (a_review(), ANSWER, True),
        (a_review(), UNSURE, False),
        (a_review(answer="In two days."), OTHER, False),
        (a_review(answer="In two days."), ANSWER, True),
        (a_review(articles=(REFUNDS,)), OTHER, True),
        (a_review(articles=(REFUNDS,)), ANSWER, True),
        (a_review(), OTHER, True),  # nobody named anything better: nothing is to be answered
        (a_review(Verdict.RIGHT), ANSWER, False),
        (a_review(Verdict.NOT_SURE), ANSWER, False),
    ],
)
def test_it_is_told_what_repeats_a_wrong_answer(
    review: TurnReview, now: Outcome, *, again: bool
) -> None:
    assert is_said_again(a_case(review), now) is again


def test_the_same_words_with_more_beside_them_are_another_answer() -> None:
    more = Answer(claims=(a_claim(), a_claim(quote="Ask within 30 days of delivery.")))

    assert not is_said_again(a_case(a_review(articles=(REFUNDS,))), more)


def test_a_right_answer_teaches_its_articles_and_a_right_silence_that_nothing_answers() -> None:
    right = a_case(a_review(Verdict.RIGHT))
    silent = a_case(a_review(Verdict.RIGHT), UNSURE)
    asked_back = a_case(a_review(Verdict.RIGHT), Clarify(choices=()))

    assert (right.right_articles, right.must_abstain, right.never) == ((REFUNDS,), False, ())
    assert (silent.right_articles, silent.must_abstain) == ((), True)
    assert (silent.tells_of_answers, asked_back.tells_of_answers) == (True, False)


def test_an_incomplete_answer_may_be_said_again_and_tells_of_its_articles_only() -> None:
    named = a_case(a_review(Verdict.INCOMPLETE, articles=(REFUNDS,)))
    bare = a_case(a_review(Verdict.INCOMPLETE))

    assert (named.never, named.tells_of_answers, bare.tells_of_answers) == ((), True, False)


def test_only_what_an_article_lacks_or_has_out_of_date_is_its_owners_task() -> None:
    stale = task_of(a_review(cause=Cause.STALE), a_record())
    gap = task_of(a_review(Verdict.UNSAFE, cause=Cause.KNOWLEDGE_GAP), a_record())
    others = [task_of(a_review(cause=cause), a_record()) for cause in set(Cause) - {*_TASKS}]

    assert stale is not None
    assert gap is not None
    assert (stale.kind, stale.articles) == (FindingKind.WRONG_ANSWER, (REFUNDS,))
    assert "out of date" in stale.why
    assert [quote.text for quote in stale.quotes] == ["Refunds take five days."]
    assert (gap.severity, gap.id) == (Severity.HIGH, stale.id)
    assert set(others) == {None}
    assert task_of(a_review(Verdict.RIGHT, cause=Cause.STALE), a_record()) is None


_TASKS = (Cause.STALE, Cause.KNOWLEDGE_GAP)


def test_agreement_is_krippendorffs_alpha() -> None:
    # Section D of "Computing Krippendorff's Alpha-Reliability" (2011): four readers, twelve units.
    rows = (
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    units = [[v for v in unit if v != "."] for unit in zip(*map(str.split, rows), strict=True)]

    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_agreement_has_an_interval_and_is_not_told_of_a_handful() -> None:
    readings = [("right", "right")] * 12 + [("wrong", "wrong")] * 6 + [("right", "wrong")] * 2

    figure = reviewer_agreement(readings)

    assert figure is not None
    assert figure.n == 20
    assert figure.low < figure.value < figure.high <= 1.0
    assert reviewer_agreement([("right", "right")] * 4 + [("wrong",)] * 30) is None
    assert alpha([("right", "right")] * 9) == 1.0
