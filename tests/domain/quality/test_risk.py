"""What puts a turn high in the queue, and that it is told in plain words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handrail.domain.actions.model import ActionState, Control
from handrail.domain.answering.model import Confidence
from handrail.domain.conversation.model import Author, ConversationId, Message, MessageId
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    ActionRuled,
    Answer,
    Courtesy,
    HandOff,
    HandOffReason,
    Outcome,
    TurnRecord,
)
from handrail.domain.knowledge.health.model import FindingKind
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.consequence import MOST_CONSEQUENCE, consequence_of
from handrail.domain.quality.risk import (
    _SAYS,
    MOST_EXPOSURE,
    Again,
    Observed,
    is_ranked,
    risk_of,
)
from handrail.domain.quality.risk_weights import WEIGHTS
from tests.builders import NOON, REFUNDS, TEXT, a_claim, a_passage, a_record

PASSAGE = a_passage()
SAID = frozenset({"Refunds take five days."})
LATER = NOON + timedelta(hours=2)


def observed(record: TurnRecord | None = None, **changes: Any) -> Observed:
    values: dict[str, Any] = {"then": {PASSAGE.id: PASSAGE}, "live": {REFUNDS: TEXT}}
    return Observed(record=record or a_record(), **(values | changes))


def a_message(text: str, author: Author = Author.CUSTOMER) -> Message:
    return Message(
        id=MessageId(f"msg_{text}"),
        conversation=ConversationId("conv_1"),
        sequence=3,
        author=author,
        text=text,
        at=LATER,
    )


def chance(one: Observed) -> float:
    return risk_of(one, LATER).chance


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"after": (a_message("no, that is wrong"),)}, "The customer said that it was wrong"),
        ({"after": (a_message("It does not help"),)}, "The customer said that it was wrong"),
        ({"after": (a_message("How long does a refund take??"),)}, "asked the same again"),
        ({"after": (a_message("get me a real person"),)}, "asked for a person"),
        ({"after": (a_message("Sorry!", Author.AGENT),)}, "An agent had to go on"),
        ({"rating": 1}, "rated it badly"),
        ({"judgements": {"grounded": 0.1}}, "not carried by its source"),
        ({"live": {REFUNDS: "Refunds take seven days."}}, "do not stand in the article any more"),
        ({"live": {}}, "not served any more"),
        ({"standing": frozenset({FindingKind.CONTRADICTION})}, "Another article contradicts"),
        ({"standing": frozenset({FindingKind.WRONG_ANSWER})}, "Another answer from this article"),
        (
            {"again": Again(articles=frozenset({ArticleId("x")}), claims=SAID, confidence=0.9)},
            "another article would be quoted",
        ),
    ],
)
def test_what_came_to_light_raises_the_chance_and_is_told(
    changes: dict[str, Any], says: str
) -> None:
    found = risk_of(observed(**changes), LATER)

    assert found.chance > chance(observed())
    assert any(says in reason.says for reason in found.reasons)


def test_a_figure_that_is_not_its_quotes_is_found_by_checking_again() -> None:
    claim = replace(a_claim(), text="Refunds take nine days.")
    altered = a_record(outcome=Answer(claims=(claim,)))

    found = risk_of(observed(altered), LATER)

    assert found.reasons[0].name == "not_carried"
    assert found.chance > 5 * chance(observed())


def test_who_was_helped_or_rates_it_well_lowers_the_chance() -> None:
    helped = observed(after=(a_message("great, that solved it"),), rating=5)

    assert chance(helped) < chance(observed())


def test_the_less_sure_the_assistant_was_the_higher_the_chance() -> None:
    chances = [
        chance(observed(a_record(confidence=Confidence(value=value))))
        for value in (0.99, 0.9, 0.7, 0.5)
    ]

    assert chances == sorted(chances)


def test_a_likely_error_stands_before_an_unlikely_one_whatever_they_are_about() -> None:
    money = a_record(outcome=Answer(claims=(a_claim(quote="We must pay 30 euros back."),)))
    harmless = observed(money, then={}, live={REFUNDS: "We must pay 30 euros back."}, shown=500)
    likely = observed(rating=1, after=(a_message("no, that is wrong"),))

    assert risk_of(harmless, LATER).consequence > risk_of(likely, LATER).consequence
    assert risk_of(likely, LATER).score > risk_of(harmless, LATER).score


def test_consequence_and_exposure_stretch_the_chance_and_no_more() -> None:
    many, few = risk_of(observed(shown=400), NOON), risk_of(observed(shown=1), NOON)
    old = risk_of(observed(shown=400), NOON + timedelta(days=90))

    assert 1.0 < old.exposure < few.exposure < many.exposure <= MOST_EXPOSURE
    assert many.score == pytest.approx(many.chance * many.consequence * many.exposure)
    assert any("400 conversations" in reason.says for reason in many.reasons)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("The fee is 5 €.", "It is about money."),
        ("The battery may catch fire.", "It touches safety, law or personal data."),
        ("Ask within two weeks.", "It says who may do what, or by when."),
        ("It weighs 7 kg.", "It states a figure."),
    ],
)
def test_what_it_would_cost_goes_by_what_is_said(said: str, why: str) -> None:
    share, about = consequence_of(a_record(outcome=Answer(claims=(a_claim(quote=said),))))

    assert 1.0 < share <= MOST_CONSEQUENCE
    assert why in about


@pytest.mark.parametrize(
    ("outcome", "ranked"),
    [
        (Answer(claims=(a_claim(),)), True),
        (Abstain(reason=AbstainReason.NO_EVIDENCE), True),
        (HandOff(reason=HandOffReason.MODEL_FAILURE), True),
        (HandOff(reason=HandOffReason.CUSTOMER_REQUEST), False),
        (Courtesy(kind="thanks"), False),
        (
            ActionRuled(
                name="refund",
                title="Refund",
                state=ActionState.AWAITING_CUSTOMER,
                control=Control.CUSTOMER,
            ),
            True,
        ),
    ],
)
def test_what_can_have_gone_wrong_is_ranked(outcome: Outcome, *, ranked: bool) -> None:
    record = a_record(outcome=outcome, confidence=None, grounding=None)

    assert is_ranked(record) is ranked
    assert 0.0 < chance(observed(record)) <= chance(observed(a_record(confidence=None)))


def test_every_weight_that_speaks_against_a_turn_has_its_words() -> None:
    assert [name for name, weight in WEIGHTS.items() if weight > 0 and name not in _SAYS] == []
    assert [name for name in _SAYS if name not in WEIGHTS] == []
