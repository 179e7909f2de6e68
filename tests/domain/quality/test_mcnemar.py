"""Losses and gains among pairs are told apart from chance, exactly."""

import pytest

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.mcnemar import paired, tail


def test_nothing_that_differs_is_no_change_at_all() -> None:
    found = paired(0, 0, 500, clopper_pearson)

    assert (found.change, found.low, found.high, found.p_worse) == (0.0, 0.0, 0.0, 1.0)


def test_ten_losses_against_two_gains_are_hardly_chance() -> None:
    found = paired(10, 2, 500, clopper_pearson)

    assert found.p_worse == pytest.approx(79 / 4096)  # 1 + 12 + 66 of the 2^12 tosses
    assert found.change == pytest.approx(-8 / 500)
    assert found.low < found.change < found.high < 0


def test_as_many_gains_as_losses_leave_both_signs_open() -> None:
    found = paired(5, 5, 100, clopper_pearson)

    assert found.low < 0 < found.high
    assert found.p_worse > 0.5


def test_the_interval_is_that_of_clopper_and_pearson_among_the_differing_pairs() -> None:
    low, high = clopper_pearson(1, 4, 0.95)

    found = paired(3, 1, 40, clopper_pearson)

    assert found.low == pytest.approx((2 * low - 1) * 4 / 40)
    assert found.high == pytest.approx((2 * high - 1) * 4 / 40)


def test_a_fair_coin_never_shows_fewer_than_no_heads() -> None:
    assert tail(0, 7) == 1.0
    assert tail(8, 7) == 0.0
