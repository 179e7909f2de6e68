"""Figures say how sure they are, and say the same twice."""

import numpy as np
import pytest

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.figures import (
    auroc,
    auroc_figure,
    balanced_accuracy_figure,
    mean_figure,
    paired_difference,
    share_figure,
)
from handrail.domain.quality.model import Figure


def test_a_mean_lies_within_its_interval_and_is_reproducible() -> None:
    values = [0.0, 1.0] * 50

    figure = mean_figure(values)

    assert figure.low < figure.value == 0.5 < figure.high
    assert figure == mean_figure(values)
    assert figure.n == 100


def test_the_interval_of_a_mean_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)

    covered = 0
    for seed in range(200):
        figure = mean_figure(rng.normal(0.3, 1.0, 60).tolist(), seed=seed, resamples=400)
        covered += figure.low <= 0.3 <= figure.high

    assert 0.89 <= covered / 200 <= 0.99


def test_many_cases_are_resampled_in_batches() -> None:
    figure = mean_figure([1.0] * 30_000, resamples=100)

    assert (figure.low, figure.value, figure.high) == (1.0, 1.0, 1.0)


def test_a_paired_difference_sees_what_two_intervals_hide() -> None:
    easy_and_hard = np.random.default_rng(1).random(200)

    figure = paired_difference((easy_and_hard + 0.05).tolist(), easy_and_hard.tolist())

    assert figure.low == pytest.approx(0.05)


def test_pairs_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="differ in number"):
        paired_difference([1.0], [])
    with pytest.raises(ValueError, match="differ in number"):
        auroc([1.0], [])


def test_a_share_without_failures_is_not_certain() -> None:
    figure = share_figure(0, 60, clopper_pearson)

    assert (figure.value, figure.low) == (0.0, 0.0)
    assert figure.high == pytest.approx(0.0596, abs=1e-3)


def test_no_cases_tell_nothing() -> None:
    empty = Figure(value=0.0, low=0.0, high=1.0, n=0)

    assert mean_figure([]) == empty
    assert share_figure(0, 0, clopper_pearson) == empty
    assert paired_difference([], []).n == 0
    assert auroc_figure([0.5], [True]) == Figure(value=0.5, low=0.0, high=1.0, n=1)
    assert auroc([0.5], [True]) == 0.5


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ([0.1, 0.9], [False, True], 1.0),
        ([0.9, 0.1], [False, True], 0.0),
        ([0.5, 0.5], [False, True], 0.5),
        ([0.1, 0.4, 0.35, 0.8], [False, False, True, True], 0.75),
    ],
)
def test_auroc_is_the_chance_that_a_positive_outscores_a_negative(
    scores: list[float], labels: list[bool], expected: float
) -> None:
    assert auroc(scores, labels) == pytest.approx(expected)


def test_auroc_comes_with_an_interval() -> None:
    rng = np.random.default_rng(3)
    scores = [*rng.normal(1, 1, 80).tolist(), *rng.normal(0, 1, 80).tolist()]

    figure = auroc_figure(scores, [True] * 80 + [False] * 80)

    assert figure.low < figure.value < figure.high
    assert figure.value == pytest.approx(0.76, abs=0.08)


def test_a_figure_is_printed_with_its_interval_and_count() -> None:
    figure = Figure(value=1 / 3, low=0.1, high=0.5, n=9)

    assert figure.as_json() == {"value": 0.3333, "low": 0.1, "high": 0.5, "n": 9}


def test_balanced_accuracy_weighs_both_classes_alike() -> None:
    scores = [0.9] * 8 + [0.1] * 2 + [0.1]
    positive = [True] * 10 + [False]

    figure = balanced_accuracy_figure(scores, positive, 0.5)

    assert figure.value == pytest.approx(0.9)
    assert figure.low < figure.value < figure.high


def test_balanced_accuracy_of_one_class_tells_nothing() -> None:
    figure = balanced_accuracy_figure([0.2, 0.8], [True, True], 0.5)

    assert (figure.value, figure.low, figure.high) == (0.5, 0.0, 1.0)
