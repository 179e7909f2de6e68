"""What a change does to a turn is told by what people said of it, and by what can be seen."""

from dataclasses import replace
from typing import Any

import pytest

from handrail.domain.actions.model import ActionState, Control, RefusalReason
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    ActionRuled,
    Answer,
    Clarify,
    HandOff,
    HandOffReason,
    Outcome,
    RecordId,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.contradicts import speaks_against
from handrail.domain.quality.flips import TurnNow, TurnThen, WorthNow, worth_now
from handrail.domain.quality.follows import still_follows
from handrail.domain.quality.mcnemar import paired
from handrail.domain.quality.replayed import Allowed, Flip, ordered, why_worse
from handrail.domain.quality.replayed import tested as the_test
from handrail.domain.quality.worth import Ground, Review, Valued, Worth, worth_then
from tests.builders import REFUNDS, a_claim, a_passage

ANSWER = Answer(claims=(a_claim(),))
ELSEWHERE = Answer(claims=(a_claim(a_passage(article=ArticleId("help/shipping.md")), "By post."),))
UNSURE = Abstain(reason=AbstainReason.LOW_CONFIDENCE)
WANTED = HandOff(reason=HandOffReason.CUSTOMER_REQUEST)


def ruled(control: Control | None, refusal: RefusalReason | None = None) -> ActionRuled:
    state = ActionState.REFUSED if refusal else ActionState.AWAITING_CUSTOMER
    return ActionRuled(name="refund", title="Refund", state=state, control=control, refusal=refusal)


def seen(
    then: Outcome,
    now: Outcome,
    *,
    review: Review | None = None,
    confidence: float = 0.9,
    keeps_promise: bool = True,
    against: str | None = None,
) -> WorthNow:
    past = TurnThen(
        outcome=then,
        reply="then",
        valued=worth_then(then, review, None),
        review=review,
        threshold=0.6,
        against=lambda _claims: against,
    )
    present = TurnNow(outcome=now, reply="now", confidence=confidence, keeps_promise=keeps_promise)
    return worth_now(past, present)


def test_the_same_reply_is_worth_what_it_was() -> None:
    wrong = Valued(worth=Worth.WRONG, ground=Ground.RATED)
    past = TurnThen(
        outcome=ANSWER,
        reply="same",
        valued=wrong,
        review=None,
        threshold=0.6,
        against=lambda _claims: None,
    )

    found = worth_now(
        past, TurnNow(outcome=ANSWER, reply="same", confidence=0.1, keeps_promise=False)
    )

    assert found.worth is Worth.WRONG


@pytest.mark.parametrize(
    ("then", "now", "worth", "is_certain"),
    [
        (ANSWER, ANSWER, Worth.RIGHT, False),
        (ANSWER, UNSURE, Worth.UNANSWERED, False),
        (ANSWER, Clarify(choices=()), Worth.UNANSWERED, False),
        (ANSWER, ELSEWHERE, Worth.WRONG, False),
        (UNSURE, ANSWER, Worth.RIGHT, False),
        (UNSURE, HandOff(reason=HandOffReason.NO_PROGRESS), Worth.UNANSWERED, False),
        (WANTED, ANSWER, Worth.WRONG, True),
        (ruled(Control.STAFF), ruled(Control.CUSTOMER), Worth.WRONG, True),
        (ruled(None, RefusalReason.POLICY), ruled(Control.CUSTOMER), Worth.WRONG, True),
        (ruled(Control.CUSTOMER), ruled(Control.STAFF), Worth.RIGHT, False),
        (ruled(Control.STAFF), ruled(None, RefusalReason.POLICY), Worth.UNANSWERED, False),
        (ruled(Control.CUSTOMER), ANSWER, Worth.UNANSWERED, False),
        (ANSWER, ruled(Control.CUSTOMER), Worth.UNANSWERED, False),
    ],
)
def test_each_change_of_outcome_has_its_worth(
    then: Outcome, now: Outcome, worth: Worth, is_certain: bool
) -> None:
    found = seen(then, now)

    assert (found.worth, found.is_certain) == (worth, is_certain)


def test_what_speaks_against_the_articles_of_then_is_certainly_wrong() -> None:
    found = seen(ANSWER, ANSWER, against="it says 60 days")

    assert (found.worth, found.is_certain) == (Worth.WRONG, True)


def test_an_answer_below_what_was_promised_is_certainly_wrong_unless_as_much_is_promised() -> None:
    below = seen(UNSURE, ANSWER, confidence=0.4, keeps_promise=False)
    promised = seen(UNSURE, ANSWER, confidence=0.4, keeps_promise=True)

    assert (below.worth, below.is_certain) == (Worth.WRONG, True)
    assert promised.worth is Worth.RIGHT


def test_a_reviewers_article_decides() -> None:
    review = Review(is_right=False, articles=(REFUNDS,))

    assert seen(ELSEWHERE, ANSWER, review=review).worth is Worth.RIGHT
    assert seen(ELSEWHERE, ELSEWHERE, review=review).is_certain


def test_a_mended_answer_that_is_said_again_is_certainly_wrong_whatever_brought_it_back() -> None:
    mended = Review(is_right=False, is_mended=True)
    named = Review(is_right=False, is_mended=True, articles=(ArticleId("help/shipping.md"),))

    again, elsewhere = seen(ANSWER, ANSWER, review=mended), seen(ANSWER, ANSWER, review=named)

    assert (again.worth, again.is_certain, again.is_again) == (Worth.WRONG, True, True)
    assert (elsewhere.worth, elsewhere.is_certain, elsewhere.is_again) == (Worth.WRONG, True, True)


def test_until_it_is_mended_a_wrong_answer_is_no_changes_fault() -> None:
    found = seen(ANSWER, ANSWER, review=Review(is_right=False))

    assert (found.worth, found.is_certain) == (Worth.WRONG, False)
    assert worth_then(ANSWER, Review(is_right=False), None).worth is Worth.WRONG


def test_what_articles_said_that_a_reviewer_found_wrong_is_no_yardstick() -> None:
    mended = Review(is_right=False, is_mended=True)
    other_words = Answer(claims=(a_claim(quote="Ask within 30 days of delivery."),))

    found = seen(ANSWER, other_words, review=mended, against="it said five days")
    silent = seen(ANSWER, UNSURE, review=mended)

    assert (found.worth, found.is_certain) == (Worth.RIGHT, False)
    assert silent.worth is worth_then(ANSWER, mended, None).worth is Worth.UNANSWERED


def test_answering_what_a_reviewer_found_right_not_to_answer_is_certainly_wrong() -> None:
    found = seen(UNSURE, ANSWER, review=Review(is_right=True))

    assert (found.worth, found.is_certain) == (Worth.WRONG, True)


@pytest.mark.parametrize(
    ("rating", "worth"),
    [(1, Worth.WRONG), (3, Worth.RIGHT), (5, Worth.RIGHT)],
)
def test_a_rating_counts_where_nobody_reviewed(rating: int, worth: Worth) -> None:
    assert worth_then(ANSWER, None, rating).worth is worth
    assert worth_then(ANSWER, Review(is_right=True), rating).ground is Ground.REVIEWED


@pytest.mark.parametrize(
    "said",
    [
        "Refunds take six days.",
        "Ask within 60 days of delivery.",
        "Refunds do not take five days.",
    ],
)
def test_a_sentence_with_another_figure_or_a_denial_speaks_against_its_counterpart(
    said: str,
) -> None:
    assert speaks_against((a_claim(quote=said),), (a_passage(),)) is not None


@pytest.mark.parametrize(
    "said",
    [
        "Refunds take five days.",
        "A refund takes five days.",
        "Write to us about anything else.",
    ],
)
def test_the_same_in_other_words_and_what_is_new_speak_against_nothing(said: str) -> None:
    assert speaks_against((a_claim(quote=said),), (a_passage(),)) is None


def test_a_line_follows_where_it_stands_on_its_own() -> None:
    said, following = "How long does a refund take?", "What does shipping to France cost?"

    assert still_follows(ANSWER, UNSURE, said, following)
    assert not still_follows(ANSWER, UNSURE, said, "and for that one?")
    assert not still_follows(Clarify(choices=()), ANSWER, said, following)
    assert not still_follows(ANSWER, WANTED, said, following)


def a_flip(ref: str, now: WorthNow, then: Worth = Worth.RIGHT, **changes: Any) -> Flip:
    flip = Flip(
        record=RecordId(ref),
        conversation=ConversationId(f"conv_{ref}"),
        question="",
        then=Valued(worth=then, ground=Ground.CHECKED),
        now=now,
        reply_then="",
        reply_now="",
    )
    return replace(flip, **changes)


ALLOWED = Allowed()
LOST = WorthNow(worth=Worth.UNANSWERED, why="not answered any more", about=(REFUNDS,))
WRONG = WorthNow(worth=Worth.WRONG, why="another figure", is_certain=True, about=(REFUNDS,))
GAINED = WorthNow(worth=Worth.RIGHT, why="answered")


def halves(k: int, n: int, _level: float) -> tuple[float, float]:
    return (max(0.0, k / n - 0.2), min(1.0, k / n + 0.2))


def whys(flips: list[Flip], pairs: int, allowed: Allowed = ALLOWED) -> tuple[str, ...]:
    return why_worse(flips, the_test(flips, pairs, allowed, halves), allowed)


def test_one_turn_that_is_certainly_wrong_stops_a_change() -> None:
    assert whys([a_flip("1", WRONG)], 500)
    assert not whys([a_flip("1", LOST)], 500)


def test_more_losses_than_chance_explains_stop_a_change() -> None:
    losses = [a_flip(str(n), LOST) for n in range(5)]

    assert whys(losses, 1_000)
    assert not whys(
        [*losses, *(a_flip(f"g{n}", GAINED, Worth.UNANSWERED) for n in range(5))], 1_000
    )


def test_many_losses_stop_a_change_though_few_conversations_were_replayed() -> None:
    assert whys([a_flip("1", LOST)], 10)


def test_what_is_meant_stops_nothing() -> None:
    assert not whys([a_flip("1", WRONG)], 10, Allowed(meant=frozenset({REFUNDS})))


def test_what_comes_of_time_is_not_charged_to_the_change() -> None:
    assert not whys([a_flip("1", WRONG, is_without=True)], 500)


def test_what_would_certainly_be_wrong_is_listed_first() -> None:
    flips = [a_flip("3", GAINED, Worth.UNANSWERED), a_flip("2", LOST), a_flip("1", WRONG)]

    assert [flip.record for flip in ordered(flips)] == ["1", "2", "3"]


def test_a_conversation_that_loses_and_gains_is_lost() -> None:
    lost, gained = a_flip("1", LOST), a_flip("2", GAINED, Worth.UNANSWERED)
    both = [lost, replace(gained, conversation=lost.conversation)]

    assert the_test(both, 10, Allowed(), halves) == paired(1, 0, 10, halves)
