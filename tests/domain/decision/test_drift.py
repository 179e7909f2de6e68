"""A calibration expires when what is asked or answered has moved, and hardly ever otherwise."""

from collections.abc import Sequence

import numpy as np
import pytest

from handrail.domain.decision.drift import (
    DRAWN_ALPHA,
    SCORE_ALPHA,
    Sureness,
    log_evidence,
    scores_drifted,
    too_many_wrong,
)


def scores(values: Sequence[float], rng: np.random.Generator) -> list[Sureness]:
    ties = rng.random(len(values))
    return [Sureness(confidence=float(v), tie=float(t)) for v, t in zip(values, ties, strict=True)]


def test_scores_that_stay_as_they_are_hardly_ever_seem_to_move() -> None:
    rng = np.random.default_rng(5)
    runs = 150

    gone = sum(
        scores_drifted(scores(rng.choice([0.2, 0.5, 0.9], 600).tolist(), rng)) is not None
        for _ in range(runs)
    )

    assert gone <= SCORE_ALPHA * runs + 3 * (runs * SCORE_ALPHA) ** 0.5


@pytest.mark.parametrize("to", [0.2, 0.95], ids=["less sure", "surer"])
def test_scores_that_move_are_noticed_within_a_few_hundred_questions(to: float) -> None:
    rng = np.random.default_rng(6)
    before, after = rng.beta(4, 2, 500), np.clip(rng.normal(to, 0.05, 1_000), 0, 1)

    found = scores_drifted(scores([*before, *after], rng))

    assert found is not None
    assert 500 < found < 800


def test_equal_scores_are_no_drift() -> None:
    rng = np.random.default_rng(7)

    assert scores_drifted(scores([0.7] * 2_000, rng)) is None


def test_the_evidence_of_errors_is_one_on_average_at_the_promised_rate() -> None:
    promised = 0.05

    expected = (1 - promised) * np.exp(log_evidence(0, 1, promised)) + promised * np.exp(
        log_evidence(1, 1, promised)
    )

    assert expected == pytest.approx(1.0)


def test_as_many_errors_as_were_promised_are_no_evidence() -> None:
    assert not too_many_wrong(50, 1_000, 0.05, DRAWN_ALPHA)


def test_three_times_the_promised_errors_are_certain_within_a_hundred_answers() -> None:
    assert too_many_wrong(15, 100, 0.05, DRAWN_ALPHA)


def test_errors_at_the_promised_rate_hardly_ever_break_it_though_one_always_looks() -> None:
    rng = np.random.default_rng(8)
    runs = 200

    broken = 0
    for _ in range(runs):
        wrong = np.cumsum(rng.random(800) < 0.05)
        broken += any(
            too_many_wrong(int(wrong[n - 1]), n, 0.05, DRAWN_ALPHA) for n in range(20, 801, 20)
        )

    assert broken <= DRAWN_ALPHA * runs + 3 * (runs * DRAWN_ALPHA) ** 0.5


def test_a_share_that_cannot_be_promised_is_refused() -> None:
    with pytest.raises(ValueError, match="can be promised"):
        log_evidence(1, 10, 0.0)
