"""What customers read: honest, in their language, and without promises."""

import re
from collections.abc import Mapping

import pytest

from handrail.domain.decision.abstain_words import (
    ABSTAINED,
    DISAGREE,
    OFFER,
    REPLY_WITH,
    WHICH,
    WORTH_READING,
)
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    Choice,
    Clarify,
    Courtesy,
    HandOff,
    HandOffReason,
)
from handrail.domain.decision.phrases import COURTESIES
from handrail.domain.decision.wording import LANGUAGES, worded
from handrail.domain.knowledge.model import ArticleId, PassageId
from tests.builders import REFUNDS, a_claim


def a_choice(label: str) -> Choice:
    return Choice(label=label, article=REFUNDS, passage=PassageId("p"))


def test_an_answer_says_its_claims_and_nothing_else() -> None:
    claims = (a_claim(quote="Refunds take five days."), a_claim(quote="Ask within 30 days."))

    assert worded(Answer(claims=claims)) == "Refunds take five days.\n\nAsk within 30 days."


@pytest.mark.parametrize(
    "words", [*ABSTAINED.values(), DISAGREE, OFFER, WORTH_READING, WHICH, REPLY_WITH]
)
def test_what_is_said_in_place_of_an_answer_is_said_in_every_language(
    words: Mapping[str, str],
) -> None:
    assert set(words) == set(LANGUAGES)
    assert len(set(words.values())) == len(words)


def test_who_asks_in_german_is_declined_in_german() -> None:
    declined = worded(Abstain(reason=AbstainReason.NO_EVIDENCE), language="de")

    assert "Hilfebereich" in declined
    assert "Menschen" in declined


def test_a_question_back_numbers_its_choices() -> None:
    reply = worded(Clarify(choices=(a_choice("Cancel an order"), a_choice("Cancel a plan"))))

    assert "1. Cancel an order\n2. Cancel a plan" in reply


@pytest.mark.parametrize("reason", AbstainReason)
def test_whoever_abstains_offers_a_person(reason: AbstainReason) -> None:
    reply = worded(Abstain(reason=reason))

    assert "a person" in reply


def test_articles_worth_reading_are_named_by_title_and_only_where_it_is_known() -> None:
    outcome = Abstain(
        reason=AbstainReason.LOW_CONFIDENCE, nearest=(REFUNDS, ArticleId("help/untitled.md"))
    )

    assert "- Refunds" in worded(outcome, {REFUNDS: "Refunds"})
    assert "reading" not in worded(outcome)
    assert "help/" not in worded(outcome)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hand_off_is_confirmed_in_the_language_it_was_asked_for_in(language: str) -> None:
    reply = worded(HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language=language))

    others = {worded(HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language=o)) for o in LANGUAGES}
    assert reply
    assert len(others) == len(LANGUAGES) == 13


def test_a_language_variant_is_answered_in_its_language_and_an_unknown_one_in_english() -> None:
    def said(language: str) -> str:
        return worded(HandOff(reason=HandOffReason.CUSTOMER_REQUEST, language=language))

    assert said("pt-BR") == said("pt")
    assert said("hi-Latn") == said("hi")
    assert said("tlh") == said("en")


def test_a_hand_off_after_a_failure_says_why() -> None:
    reply = worded(HandOff(reason=HandOffReason.MODEL_FAILURE))

    assert reply.startswith("I cannot answer properly at the moment")


@pytest.mark.parametrize("kind", COURTESIES)
def test_every_courtesy_is_known_in_every_language(kind: str) -> None:
    replies = {worded(Courtesy(kind=kind, language=language)) for language in LANGUAGES}

    assert len(replies) == len(LANGUAGES)


def test_the_assistant_says_that_it_is_one() -> None:
    assert "AI assistant, not a person" in worded(Courtesy(kind="what_are_you"))


def test_nothing_promises_when_somebody_will_reply() -> None:
    said = [worded(Courtesy(kind=kind)) for kind in COURTESIES]
    said += [worded(HandOff(reason=reason)) for reason in HandOffReason]
    said += [worded(Abstain(reason=reason)) for reason in AbstainReason]

    promise = re.compile(r"\b(minutes?|hours?|soon|shortly|right away|will (?:get|contact|call))\b")
    assert [text for text in said if promise.search(text)] == []
