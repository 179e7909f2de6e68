"""Every conversation ends in one of six ways, and leaving without a word is never success."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.outcome import (
    RESOLVED,
    Check,
    Ended,
    Facts,
    Outcome,
    TurnFacts,
    TurnKind,
    Why,
    is_resolved,
    outcome_of,
)
from tests.builders import NOON

NEXT_DAY = NOON + timedelta(hours=24)
LATER = ConversationId("conv_2")


def a_turn(kind: TurnKind = TurnKind.ANSWERED, **changes: Any) -> TurnFacts:
    values: dict[str, Any] = {"is_grounded": True, "is_confident": True}
    return TurnFacts(record=RecordId("rec_1"), kind=kind, **(values | changes))


def facts(*turns: TurnFacts, **changes: Any) -> Facts:
    return Facts(turns=turns or (a_turn(),), **({"last_at": NOON} | changes))


def ended(held: Facts) -> tuple[Outcome, Why]:
    found = outcome_of(held, NEXT_DAY)
    assert found is not None
    return found.outcome, found.why


HELPED = a_turn(TurnKind.COURTESY, says_helped=True)
RIGHT = a_turn(check=Check.REVIEWED_RIGHT)
JUDGED = a_turn(check=Check.JUDGED_RIGHT)
OPEN = a_turn(TurnKind.UNANSWERED)
ACTED = a_turn(TurnKind.ACTED)


@pytest.mark.parametrize(
    ("held", "outcome", "why"),
    [
        (facts(a_turn(), HELPED), Outcome.CONFIRMED, Why.SAID_SO),
        (facts(a_turn(), HELPED, a_turn(TurnKind.COURTESY)), Outcome.CONFIRMED, Why.SAID_SO),
        (facts(rating=4), Outcome.CONFIRMED, Why.RATED_WELL),
        (facts(a_turn(), OPEN, rating=5), Outcome.CONFIRMED, Why.RATED_WELL),
        (facts(ACTED, actions=(ActionState.SUCCEEDED,)), Outcome.CONFIRMED, Why.ACTION_DONE),
        (facts(RIGHT), Outcome.VERIFIED, Why.REVIEWED),
        (facts(RIGHT, JUDGED), Outcome.VERIFIED, Why.JUDGED),
        (facts(replace(RIGHT, is_confident=False)), Outcome.VERIFIED, Why.REVIEWED),
        (facts(), Outcome.SILENT, Why.NOTHING_KNOWN),
        (facts(rating=3), Outcome.SILENT, Why.NOTHING_KNOWN),
        (facts(RIGHT, a_turn()), Outcome.SILENT, Why.NOTHING_KNOWN),
        (facts(replace(JUDGED, is_grounded=False)), Outcome.SILENT, Why.NOTHING_KNOWN),
        (facts(replace(JUDGED, is_confident=False)), Outcome.SILENT, Why.NOTHING_KNOWN),
        (facts(ACTED, actions=(ActionState.DECLINED,)), Outcome.SILENT, Why.NOTHING_KNOWN),
        (facts(a_turn(), HELPED, rating=5, returned_in=LATER), Outcome.RETURNED, Why.CAME_BACK),
        (facts(OPEN, returned_in=LATER), Outcome.RETURNED, Why.CAME_BACK),
        (
            facts(agent_spoke=True, called_person=True, rating=5, returned_in=LATER),
            Outcome.ESCALATED,
            Why.PERSON_TOOK_OVER,
        ),
        (facts(called_person=True, rating=5), Outcome.ABANDONED, Why.NOBODY_CAME),
        (facts(a_turn(check=Check.WRONG), rating=5), Outcome.ABANDONED, Why.FOUND_WRONG),
        (facts(RIGHT, rating=2), Outcome.ABANDONED, Why.RATED_BADLY),
        (facts(a_turn(), HELPED, OPEN), Outcome.ABANDONED, Why.NOT_ANSWERED),
        (facts(a_turn(TurnKind.ASKED_BACK)), Outcome.ABANDONED, Why.NOT_ANSWERED),
        (facts(OPEN, rating=5), Outcome.ABANDONED, Why.NOT_ANSWERED),
        (facts(replace(RIGHT, says_unhelped=True)), Outcome.ABANDONED, Why.SAID_NO_USE),
        (facts(ACTED, actions=(ActionState.FAILED,)), Outcome.ABANDONED, Why.ACTION_NOT_DONE),
        (facts(ACTED), Outcome.ABANDONED, Why.ACTION_NOT_DONE),
        (facts(a_turn(TurnKind.COURTESY)), Outcome.ABANDONED, Why.NOTHING_ASKED),
    ],
)
def test_a_conversation_ends_in_the_way_that_its_facts_show(
    held: Facts, outcome: Outcome, why: Why
) -> None:
    assert ended(held) == (outcome, why)


def test_a_conversation_that_may_go_on_has_no_outcome_yet() -> None:
    assert outcome_of(facts(rating=5), NEXT_DAY - timedelta(seconds=1)) is None
    assert outcome_of(facts(rating=5), NEXT_DAY) is not None
    assert outcome_of(facts(is_closed=True), NOON) == Ended(
        outcome=Outcome.SILENT, why=Why.NOTHING_KNOWN
    )


def test_silence_is_never_resolved_whatever_was_answered_and_however_surely() -> None:
    kinds = [a_turn(kind) for kind in TurnKind]
    states = [(), *((state,) for state in ActionState if state is not ActionState.SUCCEEDED)]

    outcomes = {
        ended(facts(*turns, actions=actions))[0]
        for count in (1, 2, 3)
        for turns in product(kinds, repeat=count)
        for actions in states
    }

    assert outcomes == {Outcome.SILENT, Outcome.ABANDONED}
    assert not outcomes & RESOLVED


def test_only_what_was_confirmed_or_verified_counts_as_resolved() -> None:
    counted = {outcome for outcome in Outcome if is_resolved(outcome)}

    assert counted == {Outcome.CONFIRMED, Outcome.VERIFIED}


def test_an_outcome_is_revised_when_the_customer_comes_back() -> None:
    first = facts(a_turn(), HELPED)

    revised = replace(first, returned_in=LATER)

    assert ended(first)[0] is Outcome.CONFIRMED
    assert ended(revised)[0] is Outcome.RETURNED
