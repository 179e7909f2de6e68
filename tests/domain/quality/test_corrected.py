"""A lenient judge moves its own share, and not the corrected one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.quality.agreement import Table
from handrail.domain.quality.corrected import (
    CORRECTIONS,
    Correction,
    Judged,
    people_alone,
    prediction_powered,
    rogan_gladen,
    uncorrected,
)

ANSWERS, READ, DRAWS = 1_000, 100, 300
TRUTH = 0.7
tables = st.builds(
    Table,
    both_yes=st.integers(0, 80),
    judge_only=st.integers(0, 80),
    people_only=st.integers(0, 80),
    both_no=st.integers(0, 80),
)


def held(figure: Correction, *, good_found: float, bad_found: float) -> float:
    """Return in which share of draws a figure's interval holds the truth."""
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(DRAWS):
        good = rng.random(ANSWERS) < TRUTH
        says = np.where(good, rng.random(ANSWERS) < good_found, rng.random(ANSWERS) >= bad_found)
        read, said = good[:READ], says[:READ]
        table = Table(
            both_yes=int((read & said).sum()),
            judge_only=int((said & ~read).sum()),
            people_only=int((read & ~said).sum()),
            both_no=int((~read & ~said).sum()),
        )
        one = figure(Judged(yes=int(says.sum()), n=ANSWERS), table)
        found += one.low <= TRUTH <= one.high
    return found / DRAWS


@pytest.mark.parametrize("figure", CORRECTIONS.values(), ids=CORRECTIONS.keys())
@pytest.mark.parametrize(("good_found", "bad_found"), [(0.9, 0.8), (0.98, 0.1), (0.6, 0.9)])
def test_the_corrected_share_holds_the_truth_whatever_the_judge(
    figure: Correction, good_found: float, bad_found: float
) -> None:
    assert held(figure, good_found=good_found, bad_found=bad_found) >= 0.91


def test_a_lenient_judge_moves_its_own_share_away_from_the_truth() -> None:
    assert held(uncorrected, good_found=0.98, bad_found=0.1) == 0.0


def test_a_good_judge_makes_the_figure_surer_than_people_alone() -> None:
    judged = Judged(yes=720, n=1_000)
    table = Table(both_yes=68, judge_only=3, people_only=2, both_no=27)

    with_judge, alone = prediction_powered(judged, table), people_alone(judged, table)

    assert with_judge.high - with_judge.low < 0.7 * (alone.high - alone.low)


def test_a_judge_that_says_yes_to_all_leaves_what_people_found() -> None:
    table = Table(both_yes=70, judge_only=30)

    found = prediction_powered(Judged(yes=1_000, n=1_000), table)

    assert found.value == pytest.approx(0.7)


@settings(max_examples=60)
@given(table=tables, more=st.integers(0, 500), share=st.floats(0, 1))
def test_every_figure_lies_in_its_interval_and_is_a_share(
    table: Table, more: int, share: float
) -> None:
    judged = Judged(yes=table.judge_yes + int(share * more), n=table.n + more)

    for figure in (*CORRECTIONS.values(), people_alone, uncorrected):
        one = figure(judged, table)
        assert 0.0 <= one.low <= one.value <= one.high <= 1.0


def test_where_both_error_rates_are_hopeless_nothing_is_claimed() -> None:
    table = Table(both_yes=10, judge_only=10, people_only=10, both_no=10)

    found = rogan_gladen(Judged(yes=50, n=100), table)

    assert (found.low, found.high) == (0.0, 1.0)
