"""Who fares worse than the rest: said where chance is excluded for all comparisons together."""

import random

import pytest

from handrail.domain.quality.fairness import compared, newcombe
from handrail.domain.quality.judged import Tally

ALL = ("all", "")


def sums(**groups: tuple[int, int]) -> dict[str, dict[tuple[str, str], Tally]]:
    parts = {("locale", name): Tally(*counts) for name, counts in groups.items()}
    whole = Tally(sum(t.hits for t in parts.values()), sum(t.cases for t in parts.values()))
    return {"returned": {ALL: whole, **parts}}


def test_the_interval_is_newcombes() -> None:
    """Method 10 for 56 of 70 beside 48 of 80, from his paper."""
    low, high = newcombe(56 / 70, 70, 48 / 80, 80, 1.959964)

    assert low == pytest.approx(0.0524, abs=5e-4)
    assert high == pytest.approx(0.3339, abs=5e-4)


def test_a_group_that_fares_worse_is_named_with_how_many_it_is_about() -> None:
    (first, *others) = compared(sums(en=(80, 800), de=(60, 200), fr=(20, 200)))

    assert (first.of, first.is_worse, first.is_of_people) == ("de", True, True)
    assert first.excess == pytest.approx(40.0)
    assert not any(one.is_worse for one in others)


def test_fewer_right_answers_are_worse() -> None:
    held = sums(en=(780, 800), de=(150, 200))["returned"]

    worse = [one.of for one in compared({"right": held}) if one.is_worse]

    assert worse == ["de"]


def test_small_groups_are_left_out_and_means_are_not_compared_so() -> None:
    assert compared(sums(en=(80, 800), de=(20, 20))) == ()
    assert compared({"effort": sums(en=(80, 800), de=(80, 200))["returned"]}) == ()


def test_where_nobody_fares_worse_hardly_a_report_names_one() -> None:
    rng = random.Random(5)
    named = 0
    for _ in range(200):
        groups = {f"l{n}": (sum(rng.random() < 0.1 for _ in range(120)), 120) for n in range(12)}
        named += any(one.is_worse for one in compared(sums(**groups)))

    assert named <= 12  # 5 % of 200, two-sided, and what 200 draws may differ by
