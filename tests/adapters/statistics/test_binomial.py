"""The bounds are those of an exact summation."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.adapters.statistics.binomial import (
    binomial_lower_bound,
    binomial_upper_bound,
    clopper_pearson,
)


def at_most(k: int, n: int, share: float) -> float:
    return sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k + 1))


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 300))
    return draw(st.integers(0, n)), n


@given(counts(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_at_the_upper_bound_so_few_errors_have_exactly_the_remaining_probability(
    found: tuple[int, int], confidence: float
) -> None:
    k, n = found

    upper = binomial_upper_bound(k, n, confidence)

    if k == n:
        assert upper == 1.0
    else:
        assert at_most(k, n, upper) == pytest.approx(1 - confidence, rel=1e-6)


@given(counts(), st.sampled_from([0.8, 0.95]))
def test_the_lower_bound_mirrors_the_upper_bound(found: tuple[int, int], level: float) -> None:
    k, n = found

    lower = binomial_lower_bound(k, n, level)

    assert lower == pytest.approx(1 - binomial_upper_bound(n - k, n, level), abs=1e-9)


@given(counts())
def test_the_interval_holds_the_observed_share(found: tuple[int, int]) -> None:
    k, n = found

    low, high = clopper_pearson(k, n, 0.95)

    assert 0.0 <= low <= k / n <= high <= 1.0


def test_149_without_an_error_are_the_first_to_stay_below_two_percent() -> None:
    assert binomial_upper_bound(0, 149, 0.95) <= 0.02 < binomial_upper_bound(0, 148, 0.95)


@pytest.mark.parametrize(("k", "n", "confidence"), [(3, 2, 0.95), (-1, 2, 0.95), (1, 2, 1.0)])
def test_counts_that_cannot_be_are_refused(k: int, n: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="is not a"):
        binomial_upper_bound(k, n, confidence)
