"""The promise of a calibration holds on the pooled real help centres, over 200 random splits."""

from collections.abc import Sequence

import pytest

from benchmarks.pool import draw_pool
from benchmarks.pooled import SPLITS, Outcome, outcomes, split_often
from benchmarks.projects import data_folder
from handrail.domain.decision.calibration import Promise

FIVE = Promise(max_wrong=0.05, confidence=0.95)
LENIENT = Promise(max_wrong=0.15, confidence=0.95)
# 5 % of 200 splits, and two standard errors of such a count.
MOST_BROKEN = 0.05 + 2 * (0.05 * 0.95 / SPLITS) ** 0.5
# A half that was lucky leaves an unlucky one: it errs twice, once in each direction.
MOST_OVER_BY_CHANCE = 0.12
# Of the answerable questions; 0.453 was measured. The aim is a third under a promise of 5 %, where
# 0.028 was measured: so few of the surest answers may be wrong that a larger sample is needed.
REACHED = 0.35


@pytest.fixture(scope="module")
def pool() -> Sequence[Outcome]:
    data = data_folder()
    if data is None:
        pytest.skip("HANDRAIL_DATA is not set: it names the folder with the real help centres")
    return outcomes(draw_pool(data), by_hand=True)


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("promise", [FIVE, LENIENT])
def test_the_bound_is_broken_no_more_often_than_was_promised(
    pool: Sequence[Outcome], promise: Promise
) -> None:
    splits = split_often(pool, promise)

    assert sum(split.is_broken for split in splits) / len(splits) <= MOST_BROKEN
    assert sum(split.is_over_in_other_half for split in splits) / len(splits) <= MOST_OVER_BY_CHANCE


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.timeout(1_200)
def test_no_less_is_answered_under_a_lenient_promise_than_was_reached_before(
    pool: Sequence[Outcome],
) -> None:
    splits = split_often(pool, LENIENT)

    assert sum(split.answered_share for split in splits) / len(splits) >= REACHED
