"""What is told of who is there, in the customer's language, with nothing pretended."""

from datetime import timedelta, timezone

import pytest

from handrail.domain.decision.model import HandOff, HandOffReason
from handrail.domain.decision.presence import SOMEBODY, Presence, handed_over
from handrail.domain.decision.presence_phrases import (
    AWAY,
    BACK,
    DRAFTED,
    NOT_KNOWN,
    PASSED_ON,
    WEEKDAYS,
    WITHIN,
)
from handrail.domain.decision.wording import LANGUAGES, worded
from tests.builders import NOON

BACK_AT = (NOON + timedelta(days=3)).astimezone(timezone(timedelta(hours=1)))
GONE = Presence(is_staffed=False, now=NOON, back_at=BACK_AT, place="Berlin")


def test_every_language_has_every_sentence() -> None:
    for spoken in (PASSED_ON, NOT_KNOWN, WITHIN, BACK, AWAY, DRAFTED):
        assert tuple(spoken) == LANGUAGES
    assert tuple(WEEKDAYS) == LANGUAGES
    assert {len(days) for days in WEEKDAYS.values()} == {7}


@pytest.mark.parametrize("language", LANGUAGES)
def test_day_hour_and_place_of_the_return_are_told(language: str) -> None:
    said = handed_over(language, GONE)

    assert WEEKDAYS[language][BACK_AT.weekday()] in said
    assert "13:00" in said
    assert "Berlin" in said
    assert NOT_KNOWN[language] not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wait_that_is_known_is_told_and_another_never_promised(language: str) -> None:
    known = handed_over(language, Presence(wait_seconds=61))
    unknown = handed_over(language, SOMEBODY)

    assert "2" in known
    assert NOT_KNOWN[language] in unknown
    assert not any(character.isdigit() for character in unknown)


def test_a_return_that_is_far_away_is_told_with_its_date() -> None:
    far = Presence(is_staffed=False, now=NOON, back_at=BACK_AT + timedelta(days=7))

    assert "Thursday, 2026-03-12 at 13:00" in handed_over("en", far)


def test_where_nobody_knows_when_somebody_is_back_that_is_said() -> None:
    assert AWAY["en"] in handed_over("en", Presence(is_staffed=False))


def test_where_people_answer_with_a_draft_the_customer_is_told_of_the_ai() -> None:
    said = worded(
        HandOff(reason=HandOffReason.POLICY_RESTRICTION), presence=Presence(is_drafted=True)
    )

    assert "An AI assistant helps them" in said
    assert "a person replies" in said


def test_where_people_always_answer_nobody_is_told_that_their_wish_is_not_allowed() -> None:
    drafted = HandOff(reason=HandOffReason.POLICY_RESTRICTION)

    said = worded(drafted, presence=Presence(is_drafted=True))

    assert "not allowed" in worded(drafted)
    assert said.startswith("I have passed this conversation to our team")
