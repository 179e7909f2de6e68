"""A canary may be looked at after every conversation, and stops for nothing once in twenty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.quality.sequential import ALPHA, Arms, Past, difference, log_evidence, look

ONE_MORE = np.eye(4)


def expected(share: float, well: float, changed_well: float, past: Past) -> float:
    """Return what one conversation multiplies the evidence by, on average."""
    chances = [
        (1 - share) * well,
        (1 - share) * (1 - well),
        share * changed_well,
        share * (1 - changed_well),
    ]
    return float(np.exp(log_evidence(ONE_MORE, share, past)) @ chances)


@given(
    share=st.floats(0.01, 0.5),
    well=st.floats(0.0, 1.0),
    past=st.builds(
        lambda n, well: Past(well=int(n * well), n=n), st.integers(0, 5000), st.floats(0, 1)
    ),
)
def test_without_an_effect_the_evidence_stays_one_on_average_whatever_the_chance(
    share: float, well: float, past: Past
) -> None:
    assert expected(share, well, well, past) == pytest.approx(1.0)


@given(share=st.floats(0.05, 0.5), well=st.floats(0.0, 1.0), gain=st.floats(0.0, 1.0))
def test_a_change_for_the_better_never_gathers_evidence_of_worse(
    share: float, well: float, gain: float
) -> None:
    better = well + gain * (1 - well)

    assert expected(share, well, better, Past()) <= 1.0 + 1e-9


def test_a_drop_gathers_evidence() -> None:
    assert expected(0.2, 0.62, 0.52, Past()) > 1.0


def test_traffic_without_effect_is_rarely_stopped_though_one_always_looks() -> None:
    random = np.random.default_rng(7)
    runs, stopped = 100, 0

    for _ in range(runs):
        kinds = 2 * (random.random(1_500) < 0.2) + (random.random(1_500) >= 0.6)
        evidence = log_evidence(np.cumsum(np.eye(4)[kinds.astype(int)], axis=0), 0.2)
        stopped += bool(evidence.max() >= np.log(1 / ALPHA))

    assert stopped <= 0.05 * runs + 3 * (runs * 0.05 * 0.95) ** 0.5


def test_a_clear_drop_is_told() -> None:
    seen = look(Arms(well=1_240, badly=760, changed_well=250, changed_badly=250), 0.2)

    assert seen.is_worse
    assert seen.difference.high < 0


def test_equal_arms_are_not_told_apart() -> None:
    seen = look(Arms(well=600, badly=400, changed_well=150, changed_badly=100), 0.2)

    assert not seen.is_worse
    assert seen.difference.low < 0 < seen.difference.high


def test_before_both_arms_have_conversations_nothing_is_known_of_the_difference() -> None:
    found = difference(Arms(well=3, badly=1), 0.2)

    assert (found.low, found.high) == (-1.0, 1.0)
