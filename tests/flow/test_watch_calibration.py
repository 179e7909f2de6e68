"""A calibration in use expires with its reason, and is made anew from drawn reviews."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.served_answers import SqlServedAnswers
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.statistics.binomial import binomial_upper_bound
from handrail.domain.decision.calibration import Calibration, Promise
from handrail.domain.decision.validity import Expired, Valid, threshold_for
from handrail.flow.calibrate_answers import CannotPromise, Terms
from handrail.flow.calibrate_from_reviews import ReviewedPorts, calibrate_from_reviews
from handrail.flow.watch_calibration import InUsePorts, look_at_calibration, watch_calibration
from handrail.kernel.errors import SampleTooSmall
from tests.builders import NOON, a_calibration, an_entry
from tests.fakes import CountingIds, FixedClock
from tests.judging import answered, reviewed, simulated, sure, unanswered
from tests.projects import unwatched

FINGERPRINT = {"embedder": "minilm-1"}
TERMS = Terms(promise=Promise(max_wrong=0.05, confidence=0.95), fingerprint=FINGERPRINT)
MODELS: dict[str, Any] = {"models": FINGERPRINT, "calibration": "cal_1"}
LATER = NOON + timedelta(days=10)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[SqlStore]:
    held = open_store(sqlite_url, upgrade)
    calibrated(held)
    yield held
    held.close()


def calibrated(store: SqlStore) -> None:
    made = a_calibration(by_topic={}, at=NOON - timedelta(hours=1))
    with store.write() as writing:
        writing.save_calibration(made, an_entry("calibration.made"))


def ports(store: SqlStore, share: float = 1.0) -> InUsePorts:
    return InUsePorts(
        store=store,
        served=SqlServedAnswers(store),
        clock=FixedClock(LATER),
        ids=CountingIds(),
        share=share,
    )


def from_reviews(store: SqlStore) -> ReviewedPorts:
    return ReviewedPorts(
        store=store,
        served=SqlServedAnswers(store),
        bound=binomial_upper_bound,
        clock=FixedClock(LATER),
        ids=CountingIds(),
        progress=unwatched,
        share=1.0,
    )


def current(store: SqlStore) -> Calibration:
    with store.read() as reading:
        held = reading.calibration()
    assert held is not None
    return held


def test_a_calibration_that_nobody_made_has_nothing_to_watch(sql_store: SqlStore) -> None:
    assert watch_calibration(TERMS, ports(sql_store)) is None


def test_a_calibration_holds_while_few_answers_are_found_wrong(store: SqlStore) -> None:
    for number in range(20):
        ref = answered(store, f"rec_{number}", **MODELS)
        reviewed(store, ref, "wrong" if number == 0 else "right")

    found = watch_calibration(TERMS, ports(store))

    assert found is not None
    assert isinstance(found.standing, Valid)
    assert (found.answers, found.found_wrong, found.drawn, found.drawn_read) == (20, 1, 20, 20)
    assert current(store).expired_because is None


def test_a_calibration_expires_when_too_many_drawn_answers_are_wrong(sql_store: SqlStore) -> None:
    store = sql_store
    calibrated(store)
    for number in range(20):
        ref = answered(store, f"rec_{number}", **MODELS)
        reviewed(store, ref, "wrong" if number < 8 else "right")

    found = watch_calibration(TERMS, ports(store))

    assert found is not None
    assert found.has_failed
    why = current(store).expired_because
    assert why is not None
    assert "reviewers found 8 wrong: more than the 5.0% that was promised" in why
    needed = threshold_for("refund?", (), current(store), (), FINGERPRINT)
    assert needed.value == 0.9  # meanwhile only very sure answers are given
    assert needed.warning is not None
    assert "Calibration expired" in needed.warning


def test_expiring_is_written_down_once(store: SqlStore) -> None:
    for number in range(12):
        reviewed(store, answered(store, f"rec_{number}", **MODELS), "unsafe")

    failed = [watch_calibration(TERMS, ports(store)) for _ in range(2)]

    assert [one.has_failed for one in failed if one is not None] == [True, False]


def test_reading_the_worst_answers_makes_no_calibration_expire(store: SqlStore) -> None:
    for number in range(100):
        ref = answered(store, f"rec_{number}", **MODELS)
        if number < 4:  # read because they looked bad, and they were
            reviewed(store, ref, "wrong")

    found = look_at_calibration(TERMS, ports(store, share=0.0001))

    assert found is not None
    assert isinstance(found.standing, Valid)


def test_a_calibration_expires_when_what_is_asked_changes(store: SqlStore) -> None:
    for number in range(240):
        value = 0.9 - 0.001 * (number % 20) if number < 120 else 0.3 + 0.001 * (number % 20)
        unanswered(store, f"rec_{number}", confidence=sure(value))

    found = look_at_calibration(TERMS, ports(store))

    assert found is not None
    assert isinstance(found.standing, Expired)
    assert "what customers ask has changed" in found.standing.why


def test_a_calibration_of_other_models_is_void_and_holds_again_with_its_own(
    store: SqlStore,
) -> None:
    other = Terms(promise=TERMS.promise, fingerprint={"embedder": "minilm-2"})

    found = watch_calibration(other, ports(store))

    assert found is not None
    assert isinstance(found.standing, Expired)
    assert not found.has_failed
    assert current(store).expired_because is None


def test_simulated_answers_count_for_nothing(store: SqlStore) -> None:
    for number in range(20):
        ref = answered(store, f"rec_{number}", **MODELS)
        simulated(store, ref)
        reviewed(store, ref, "wrong")

    found = look_at_calibration(TERMS, ports(store))

    assert found is not None
    assert (found.answers, found.found_wrong) == (0, 0)


def test_a_calibration_is_made_anew_from_drawn_reviews(store: SqlStore) -> None:
    for number in range(100):
        is_sure = number % 4 > 0
        confidence = sure(0.95 if is_sure else 0.7)
        ref = answered(store, f"rec_{number}", confidence=confidence, **MODELS)
        reviewed(store, ref, "right" if is_sure else "wrong")

    found = calibrate_from_reviews(TERMS, from_reviews(store))

    assert isinstance(found.made, Calibration)
    assert 0.7 < found.made.threshold.value <= 0.95
    assert (found.made.threshold.answered, found.made.threshold.wrong) == (75, 0)
    assert (found.made.dataset, found.drawn, found.unread) == ("reviews", 100, 0)
    assert current(store).id == found.made.id


def test_an_answer_that_nobody_read_counts_as_wrong(store: SqlStore) -> None:
    for number in range(80):
        ref = answered(store, f"rec_{number}", **MODELS)
        if number >= 10:
            reviewed(store, ref, "not_sure" if number == 10 else "right")

    found = calibrate_from_reviews(TERMS, from_reviews(store))

    assert isinstance(found.made, CannotPromise)
    assert found.unread == 11


def test_young_answers_and_those_of_other_models_are_left_out(store: SqlStore) -> None:
    for number in range(70):
        young = answered(store, f"young_{number}", LATER - timedelta(days=1), **MODELS)
        reviewed(store, young, "right")
        other = answered(store, f"other_{number}", models={"embedder": "minilm-0"})
        reviewed(store, other, "right")

    with pytest.raises(SampleTooSmall):
        calibrate_from_reviews(TERMS, from_reviews(store))


def test_after_it_expired_only_answers_from_then_on_count(store: SqlStore) -> None:
    for number in range(70):
        reviewed(store, answered(store, f"rec_{number}", **MODELS), "right")
    expired = a_calibration("cal_2", at=NOON + timedelta(hours=1), expired_because="it moved.")
    with store.write() as writing:
        writing.save_calibration(expired, an_entry("calibration.expired"))

    with pytest.raises(SampleTooSmall):
        calibrate_from_reviews(TERMS, from_reviews(store))
