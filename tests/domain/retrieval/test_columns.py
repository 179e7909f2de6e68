import pytest

from handrail.domain.knowledge.model import PassageId
from handrail.domain.retrieval.columns import columns_of, picked
from handrail.domain.retrieval.model import Candidate

FIRST = Candidate(
    passage=PassageId("first"), signals={"dense": 0.5, "title": 2.0}, unit_scores=(0.25, -0.5)
)
SECOND = Candidate(passage=PassageId("second"), signals={"dense": 0.25, "title": 1.0})
THIRD = Candidate(
    passage=PassageId("third"), signals={"dense": 0.125, "title": 0.0}, unit_scores=(0.75,)
)
ALL = (FIRST, SECOND, THIRD)


def test_columns_give_back_the_candidates_that_they_hold() -> None:
    columns = columns_of(ALL)

    assert columns == ALL
    assert tuple(columns) == ALL
    assert [columns[place] for place in (0, 1, -1)] == [FIRST, SECOND, THIRD]
    assert columns[1:] == (SECOND, THIRD)


def test_there_is_nothing_behind_the_last_candidate() -> None:
    columns = columns_of(ALL)

    with pytest.raises(IndexError):
        columns[3]


def test_candidates_are_picked_in_the_order_asked_for() -> None:
    columns = columns_of(ALL)

    assert picked(columns, [2, 0]) == (THIRD, FIRST)
    assert picked(columns, [2, 1, 0]) == (THIRD, SECOND, FIRST)
    assert picked(columns, []) == ()


def test_a_signal_that_a_candidate_lacks_counts_as_nothing() -> None:
    columns = columns_of((FIRST, Candidate(passage=PassageId("bare"), signals={})))

    assert columns[1].signals == {"dense": 0.0, "title": 0.0}


def test_columns_stay_columns() -> None:
    columns = columns_of(ALL)

    assert columns_of(columns) is columns


def test_candidates_without_any_signal_are_still_candidates() -> None:
    bare = Candidate(passage=PassageId("bare"), signals={})

    assert columns_of((bare, bare)) == (bare, bare)
