"""A larger centre is told only what is likelier."""

import pytest

from handrail.domain.knowledge.health.other_words import LIKELY, least_chance


def test_what_is_told_in_a_centre_of_three_times_the_size_has_three_times_the_odds() -> None:
    small, large = least_chance(10_000), least_chance(30_000)

    assert small == pytest.approx(LIKELY)
    assert large / (1 - large) == pytest.approx(3 * small / (1 - small))


def test_a_small_centre_is_asked_no_less() -> None:
    assert least_chance(100) == pytest.approx(LIKELY)
