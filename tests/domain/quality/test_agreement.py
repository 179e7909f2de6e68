"""A judge is believed as far as it agrees with people, and no further."""

from datetime import UTC, datetime, timedelta

import pytest

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.agreement import Table, agreement, kappa_figure
from handrail.domain.quality.trusted import OLDEST, reasons

NOW = datetime(2026, 11, 27, tzinfo=UTC)
GOOD = Table(both_yes=60, judge_only=3, people_only=3, both_no=34)


def test_kappa_is_what_cohen_reckoned() -> None:
    found = kappa_figure(Table(both_yes=20, judge_only=5, people_only=10, both_no=15))

    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high


def test_a_judge_that_says_yes_to_all_agrees_often_and_says_nothing() -> None:
    found = agreement(Table(both_yes=90, judge_only=10), NOW, clopper_pearson)

    assert found.raw.value == pytest.approx(0.9)
    assert found.kappa.value == 0.0
    assert found.bad_found.value == 0.0


def test_where_people_always_said_the_same_nothing_is_known_of_a_judge() -> None:
    found = kappa_figure(Table(both_yes=50))

    assert (found.low, found.high) == (-1.0, 1.0)


def test_a_judge_that_agrees_with_enough_fresh_verdicts_is_believed() -> None:
    found = agreement(GOOD, NOW, clopper_pearson)

    assert reasons(found, 0.0, NOW + timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("table", "own_share", "days", "why"),
    [
        (Table(both_yes=20, both_no=10), 0.0, 0, "30 verdicts"),
        (Table(both_yes=70, judge_only=1, both_no=5), 0.0, 0, "rarer kind"),
        (Table(both_yes=70, judge_only=30), 0.0, 0, "agrees too little"),
        (GOOD, 0.0, OLDEST.days + 1, "no verdict for"),
        (GOOD, 0.4, 0, "its own kin"),
    ],
)
def test_a_judge_that_is_not_to_be_believed_says_why(
    table: Table, own_share: float, days: int, why: str
) -> None:
    found = reasons(agreement(table, NOW, clopper_pearson), own_share, NOW + timedelta(days=days))

    assert any(why in reason for reason in found)


def test_a_judge_without_any_verdict_is_not_believed() -> None:
    found = reasons(agreement(Table(), None, clopper_pearson), 0.0, NOW)

    assert len(found) == 4
