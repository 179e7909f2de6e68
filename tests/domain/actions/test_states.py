"""The table of states is whole: each state has a meaning, a way in, and an end."""

import pytest

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.states import (
    FINAL,
    FOR_WORKERS,
    IN_HAND,
    MEANINGS,
    TRANSITIONS,
    UNSETTLED,
    WAITING,
    require_transition,
)
from handrail.kernel.errors import Conflict

S = ActionState


def reached_from(state: ActionState) -> set[ActionState]:
    found, left = set[ActionState](), [state]
    while left:
        following = TRANSITIONS[left.pop()] - found
        found |= following
        left += following
    return found


def test_every_state_has_its_row_and_its_meaning() -> None:
    assert set(TRANSITIONS) == set(MEANINGS) == set(ActionState)


def test_every_state_is_reached_and_every_state_can_end() -> None:
    assert reached_from(S.PROPOSED) == set(ActionState) - {S.PROPOSED}
    assert [s for s in ActionState if s not in FINAL and not reached_from(s) & FINAL] == []


def test_nothing_follows_where_the_customer_was_told_the_end() -> None:
    assert {
        S.SUCCEEDED,
        S.FAILED,
        S.REFUSED,
        S.DECLINED,
        S.EXPIRED,
        S.CANCELLED,
    } == FINAL


def test_somebody_moves_on_every_state_that_is_not_final() -> None:
    moved = WAITING | FOR_WORKERS | {S.PROPOSED, S.NEEDS_PERSON} | FINAL

    assert moved == set(ActionState)


def test_what_may_have_had_its_effect_is_never_called_refused_or_expired() -> None:
    for state in IN_HAND | {S.NEEDS_PERSON}:
        assert not TRANSITIONS[state] & {S.REFUSED, S.DECLINED, S.EXPIRED, S.CANCELLED}


def test_whatever_may_still_have_an_effect_counts_as_spent() -> None:
    assert UNSETTLED == set(ActionState) - FINAL - {S.PROPOSED}


def test_a_change_that_is_not_in_the_table_is_refused() -> None:
    for before in ActionState:
        for after in ActionState:
            if after in TRANSITIONS[before]:
                require_transition(before, after)
            else:
                with pytest.raises(Conflict):
                    require_transition(before, after)
