"""A calibration holds for what it was made with, and no longer."""

from collections.abc import Mapping
from typing import Any

import pytest

from handrail.domain.decision.calibration import Calibration, Promise, Threshold
from handrail.domain.decision.topics import Topic
from handrail.domain.decision.validity import (
    CONSERVATIVE_THRESHOLD,
    Expired,
    Recheck,
    Valid,
    threshold_for,
    validity,
)
from tests.builders import a_calibration

NOW = {"embedder": "minilm-1"}
REFUNDS = Topic(
    name="refunds", promise=Promise(max_wrong=0.02, confidence=0.95), words=("refund*",)
)
SHIPPING = Topic(
    name="shipping", promise=Promise(max_wrong=0.02, confidence=0.95), words=("shipping",)
)
STRICT = Threshold(value=0.8, answered=200, wrong=0, upper_bound=0.015)


def calibrated(**changes: Any) -> Calibration:
    return a_calibration(by_topic={"refunds": STRICT}, **changes)


def found(wrong: int, upper_bound: float) -> Threshold:
    return Threshold(value=0.6, answered=200, wrong=wrong, upper_bound=upper_bound)


def test_it_holds_while_nothing_changed() -> None:
    assert validity(calibrated(), NOW) == Valid()


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ({"embedder": "minilm-2"}, "embedder changed from minilm-1 to minilm-2"),
        ({}, "embedder changed from minilm-1 to nothing"),
        ({"embedder": "minilm-1", "writer": "x"}, "writer changed from nothing to x"),
    ],
)
def test_it_expires_with_any_model_or_setting(now: Mapping[str, str], why: str) -> None:
    standing = validity(calibrated(), now)

    assert isinstance(standing, Expired)
    assert why in standing.why


def test_what_expired_stays_expired() -> None:
    assert validity(calibrated(expired_because="so."), NOW) == Expired(why="so.")


def test_it_holds_while_the_bound_holds_everywhere() -> None:
    recheck = Recheck(threshold=found(2, 0.05), by_topic={"refunds": STRICT})

    assert validity(calibrated(), NOW, recheck, {"refunds": REFUNDS.promise}) == Valid()


@pytest.mark.parametrize(
    ("recheck", "why"),
    [
        (Recheck(threshold=found(9, 0.08), by_topic={"refunds": STRICT}), "9 of 200"),
        (Recheck(threshold=found(2, 0.03), by_topic={"refunds": found(3, 0.03)}), "'refunds' were"),
        (Recheck(threshold=found(2, 0.03)), "'refunds' could not be checked"),
    ],
)
def test_it_expires_where_the_bound_broke(recheck: Recheck, why: str) -> None:
    standing = validity(calibrated(), NOW, recheck, {"refunds": REFUNDS.promise})

    assert isinstance(standing, Expired)
    assert why in standing.why


def test_an_ordinary_question_needs_the_overall_threshold() -> None:
    needed = threshold_for("How do I sign in?", (), calibrated(), (REFUNDS,), NOW)

    assert (needed.value, needed.source, needed.warning) == (0.6, "cal_1", None)


def test_a_question_on_a_topic_needs_the_topic_s_threshold() -> None:
    needed = threshold_for("When is my refund due?", (), calibrated(), (REFUNDS,), NOW)

    assert (needed.value, needed.source) == (0.8, "cal_1/refunds")


@pytest.mark.parametrize(
    ("calibration", "question", "now", "warning"),
    [
        (None, "How?", NOW, "Not calibrated"),
        (calibrated(), "How?", {"embedder": "minilm-2"}, "expired: embedder changed"),
        (calibrated(expired_because="wrong."), "How?", NOW, "expired: wrong."),
        (calibrated(), "What is the shipping time?", NOW, "'shipping' is not calibrated"),
    ],
)
def test_without_a_promise_that_stands_the_threshold_is_conservative_and_says_so(
    calibration: Calibration | None, question: str, now: Mapping[str, str], warning: str
) -> None:
    needed = threshold_for(question, (), calibration, (REFUNDS, SHIPPING), now)

    assert (needed.value, needed.source) == (CONSERVATIVE_THRESHOLD, "default")
    assert warning in (needed.warning or "")
