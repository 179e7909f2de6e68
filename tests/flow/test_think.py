"""How a reply comes about, without a conversation around it: evaluation asks in the same way."""

from dataclasses import replace
from typing import cast

import pytest

from handrail.domain.decision.model import Abstain, Answer, Choice, Clarify, HandOff
from handrail.domain.knowledge.model import ArticleId, PassageId
from handrail.flow.think import think
from handrail.flow.thought import Asked
from handrail.flow.understand_request import RequestPorts
from tests.flow.desk import Desk


@pytest.fixture
def desk() -> Desk:
    open_desk = Desk()
    open_desk.knows("help/refunds.md", "Refunds", "A refund takes 5 days to reach your bank.")
    open_desk.knows("help/shipping.md", "Shipping", "Shipping a parcel costs 4 euros.")
    return open_desk


def test_thinking_stores_nothing(desk: Desk) -> None:
    with desk.store.read() as reading:
        before = len(reading.audit_entries())

    think(Asked(text="How long does a refund take?"), desk.ports.think)

    with desk.store.read() as reading:
        assert len(reading.audit_entries()) == before


def test_a_higher_threshold_only_ever_takes_answers_away(desk: Desk) -> None:
    question = "How long does a refund take?"

    outcomes = [
        think(Asked(text=question, threshold=threshold), desk.ports.think).outcome
        for threshold in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]

    kinds = [type(outcome) for outcome in outcomes]
    assert kinds[0] is Answer
    assert kinds[-1] is Abstain
    assert kinds == sorted(kinds, key=[Answer, Abstain].index)


def test_without_a_calibration_a_conservative_threshold_holds_and_says_so(desk: Desk) -> None:
    thought = think(Asked(text="How long does a refund take?"), desk.ports.think)

    assert thought.threshold is not None
    assert thought.threshold.value == 0.9
    assert thought.threshold.source == "default"


def test_two_questions_are_only_answered_together_where_each_can_be(desk: Desk) -> None:
    both = "How long does a refund take? And do you sell submarines to Peru?"

    thought = think(Asked(text=both, threshold=0.0), desk.ports.think)

    if isinstance(thought.outcome, Answer):
        cited = {c.article for claim in thought.outcome.claims for c in claim.citations}
        assert cited == {"help/refunds.md"}
    assert thought.question == both


def test_the_surest_of_two_questions_does_not_vouch_for_the_other(desk: Desk) -> None:
    both = "How long does a refund take? And how much does shipping a parcel cost?"
    parts = ("How long does a refund take?", "And how much does shipping a parcel cost?")

    together = think(Asked(text=both, threshold=0.0), desk.ports.think)
    alone = [think(Asked(text=part, threshold=0.0), desk.ports.think) for part in parts]

    sure = [thought.confidence.value for thought in alone if thought.confidence is not None]
    assert together.confidence is not None
    assert together.confidence.value <= min(sure) + 1e-9


def test_a_person_is_asked_for_in_any_of_the_spoken_languages(desk: Desk) -> None:
    wishes = ("quiero hablar con una persona", "je veux parler à un humain", "我要人工客服")

    outcomes = [think(Asked(text=wish), desk.ports.think).outcome for wish in wishes]

    assert all(isinstance(outcome, HandOff) for outcome in outcomes)
    assert desk.index.searched == []


def test_everything_that_was_weighed_is_kept(desk: Desk) -> None:
    thought = think(Asked(text="How long does a refund take?", threshold=0.0), desk.ports.think)

    assert thought.confidence is not None
    assert thought.confidence.evidence
    assert thought.grounding is not None
    assert all(check.is_supported for check in thought.grounding.checks)
    assert thought.titles[ArticleId("help/refunds.md")] == "Refunds"


def test_what_was_chosen_is_looked_for_beyond_the_best_hits(desk: Desk) -> None:
    first = desk.hears("How long does a refund take?")
    shipping = Choice(
        label="Shipping", article=ArticleId("help/shipping.md"), passage=PassageId("any")
    )
    asked_back = replace(
        first, searched="What does a parcel cost?", outcome=Clarify(choices=(shipping,))
    )
    find = desk.ports.think.find
    ports = replace(
        desk.ports.think,
        find=lambda question, scope: replace(find(question, scope), hits=()),
        find_all=find,
    )

    thought = think(Asked(text="shipping", recent=(asked_back,), threshold=0.0), ports)

    assert isinstance(thought.outcome, Answer)
    assert [used.article for used in thought.evidence] == ["help/shipping.md"]


class Unasked:
    """Stand in for what hears requests, and fail where it is asked."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a request was looked for: {name}")


def test_what_was_chosen_of_several_articles_is_a_question_and_no_request(desk: Desk) -> None:
    first = desk.hears("How long does a refund take?")
    shipping = Choice(
        label="Sending a parcel", article=ArticleId("help/shipping.md"), passage=PassageId("any")
    )
    asked_back = replace(
        first, searched="What does a parcel cost?", outcome=Clarify(choices=(shipping,))
    )
    ports = replace(desk.ports.think, requests=cast(RequestPorts, Unasked()))

    thought = think(Asked(text="Sending a parcel", recent=(asked_back,), threshold=0.0), ports)

    assert isinstance(thought.outcome, Answer)
    with pytest.raises(AssertionError, match="a request was looked for"):
        think(Asked(text="Send me a parcel", recent=(first,), threshold=0.0), ports)
