"""An action moves along the table and nowhere else."""

import itertools

import pytest

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.states import (
    FINAL,
    FOR_WORKERS,
    MEANINGS,
    TRANSITIONS,
    UNSETTLED,
    WAITING,
    require_transition,
)
from handrail.kernel.errors import Conflict

S = ActionState


def reached_from(state: S) -> set[S]:
    found, left = set[S](), [state]
    while left:
        following = TRANSITIONS[left.pop()] - found
        found |= following
        left += following
    return found


def test_every_state_has_a_meaning() -> None:
    assert set(TRANSITIONS) == set(MEANINGS) == set(S)


def test_every_state_is_reached_and_every_state_can_end() -> None:
    assert reached_from(S.PROPOSED) == set(S) - {S.PROPOSED}
    assert [s for s in S if s not in FINAL and not reached_from(s) & FINAL] == []


def test_somebody_moves_on_every_state_that_is_not_final() -> None:
    moved = WAITING | FOR_WORKERS | {S.PROPOSED, S.NEEDS_PERSON} | FINAL

    assert moved == set(S)


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(S)


@pytest.mark.parametrize(("before", "after"), [*itertools.product(S, S)])
def test_a_state_follows_another_where_the_table_says_so(before: S, after: S) -> None:
    if after in TRANSITIONS[before]:
        require_transition(before, after)
        return

    with pytest.raises(Conflict) as told:
        require_transition(before, after)

    assert str(told.value) == (
        f"An action that is {before.value} cannot become {after.value}. "
        "Look at it again: somebody else may have decided it."
    )


def test_what_is_final_stays() -> None:
    assert {S.SUCCEEDED, S.FAILED, S.REFUSED, S.DECLINED, S.EXPIRED, S.CANCELLED} == FINAL


def test_nothing_is_carried_out_that_was_not_approved() -> None:
    before = {state for state, following in TRANSITIONS.items() if S.EXECUTING in following}

    assert before == {S.APPROVED, S.EXECUTING, S.RECONCILING}


def test_what_has_begun_cannot_be_taken_back_by_a_click() -> None:
    for state in (S.EXECUTING, S.UNKNOWN, S.RECONCILING, S.NEEDS_PERSON):
        assert not TRANSITIONS[state] & {S.CANCELLED, S.DECLINED, S.EXPIRED, S.REFUSED}


def test_whatever_may_still_have_an_effect_counts_as_spent() -> None:
    settled = FINAL | {S.PROPOSED}

    assert set(S) - settled == UNSETTLED
    assert WAITING < UNSETTLED
