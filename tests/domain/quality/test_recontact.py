"""A customer who comes back about the same thing is noticed; strangers and other things are not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import EvidenceUsed
from handrail.domain.knowledge.model import ArticleId, PassageId, VersionId
from handrail.domain.quality.recontact import (
    Contact,
    asked_in,
    came_back,
    found_articles,
    found_passages,
    likeness,
)
from tests.builders import NOON

WEEK = timedelta(days=7)
SAME, NEAR, OTHER = (1.0, 0.0), (0.7, 0.714), (0.0, 1.0)


def used(article: str, rank: int, score: float) -> EvidenceUsed:
    return EvidenceUsed(
        passage=PassageId(f"{article}#{rank}"),
        article=ArticleId(article),
        version=VersionId("v1"),
        rank=rank,
        score=score,
    )


REFUNDS = (used("refunds.md", 1, 9.0), used("returns.md", 2, 6.0))
STORES = (used("stores.md", 1, 9.0),)


def a_contact(
    question: str = "How long does a refund take?",
    vector: Sequence[float] = SAME,
    found: Sequence[EvidenceUsed] = REFUNDS,
    **changes: Any,
) -> Contact:
    values: dict[str, Any] = {
        "conversation": ConversationId("conv_1"),
        "customers": frozenset({"person_1"}),
        "begun_at": NOON,
        "last_at": NOON,
        "questions": (question,),
        "vectors": np.array([vector], dtype=np.float32),
        "articles": found_articles([found]),
        "passages": found_passages([found]),
    }
    return Contact(**(values | changes))


def later(days: float = 2.0, **changes: Any) -> Contact:
    at = NOON + timedelta(days=days)
    values: dict[str, Any] = {"question": "My refund is not there", "begun_at": at, "last_at": at}
    return a_contact(**(values | changes))


def test_the_same_customer_with_the_same_thing_has_come_back() -> None:
    assert came_back(a_contact(), later(), WEEK)


@pytest.mark.parametrize(
    "customers", [frozenset({"person_2"}), frozenset()], ids=["another", "nobody known"]
)
def test_another_customer_with_the_same_thing_has_not(customers: frozenset[str]) -> None:
    assert not came_back(a_contact(), later(customers=customers), WEEK)
    assert not came_back(a_contact(customers=customers), later(), WEEK)


def test_two_whom_nobody_knows_are_never_taken_for_one_customer() -> None:
    nobody: frozenset[str] = frozenset()

    assert not came_back(a_contact(customers=nobody), later(customers=nobody), WEEK)


def test_whoever_is_known_under_one_of_several_ids_is_the_same() -> None:
    assert came_back(a_contact(), later(customers=frozenset({"person_9", "person_1"})), WEEK)


@pytest.mark.parametrize(("days", "is_return"), [(7.0, True), (7.1, False), (-0.1, False)])
def test_only_what_begins_within_the_days_after_the_end_counts(
    days: float, is_return: bool
) -> None:
    assert came_back(a_contact(), later(days), WEEK) is is_return


def test_the_same_customer_with_another_thing_has_not_come_back() -> None:
    asked = later(question="When is the Ghent shop open?", vector=OTHER, found=STORES)

    assert not came_back(a_contact(), asked, WEEK)


def test_a_like_question_about_another_order_is_another_thing() -> None:
    first = a_contact("Where is my parcel, order 10311?")

    assert came_back(first, later(question="where is order 10311"), WEEK)
    assert not came_back(first, later(question="Where is my parcel, order 28764?"), WEEK)
    assert came_back(first, later(question="where is my parcel"), WEEK)


def test_somebody_who_says_still_is_likelier_to_mean_the_same() -> None:
    plain = likeness(a_contact(), later(question="no money", vector=NEAR, found=()))
    again = likeness(a_contact(), later(question="still no money", vector=NEAR, found=()))

    assert again > plain + 0.2


def test_the_best_of_several_questions_decides() -> None:
    several = later(
        questions=("When is the Ghent shop open?", "My refund is not there"),
        vectors=np.array([OTHER, SAME], dtype=np.float32),
    )

    assert came_back(a_contact(), several, WEEK)


def test_a_conversation_in_which_nothing_was_asked_is_about_nothing() -> None:
    greeting = later(questions=(), vectors=np.zeros((0, 2), dtype=np.float32))

    assert likeness(a_contact(), greeting) == 0.0


def test_greetings_and_thanks_are_no_questions() -> None:
    assert asked_in(["Hello", "Where is my parcel?", "thank you!", " "]) == ("Where is my parcel?",)


def test_what_was_found_counts_by_how_well_it_fits() -> None:
    weights = found_articles([REFUNDS, STORES])

    assert weights["stores.md"] > weights["refunds.md"] > weights["returns.md"]
    assert sum(weight**2 for weight in weights.values()) == pytest.approx(1.0)
    assert found_articles([]) == {}
    assert found_passages([()]) == {}
