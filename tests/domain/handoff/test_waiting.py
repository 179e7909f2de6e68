"""How long it takes is told where it is known, and never made to look shorter."""

from datetime import UTC, datetime, timedelta

import pytest

from handrail.domain.handoff.waiting import FEWEST, Waited, expected_wait

NOW = datetime(2026, 11, 26, 10, 30, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)


def answered(minutes: float, since: datetime = YESTERDAY) -> Waited:
    return Waited(since=since, answered_at=since + timedelta(minutes=minutes))


def seconds(*recent: Waited) -> int | None:
    return expected_wait(recent, 0, NOW, UTC, is_staffed=True).seconds


def test_nine_of_ten_waited_no_longer() -> None:
    assert seconds(*(answered(minutes) for minutes in range(1, 21))) == 18 * 60


def test_from_few_nothing_is_told() -> None:
    assert seconds(*[answered(5)] * (FEWEST - 1)) is None
    assert seconds(*[answered(5)] * FEWEST) == 300


def test_another_hour_of_the_day_says_nothing_of_this_one() -> None:
    at_night = YESTERDAY - timedelta(hours=2)
    close_by = YESTERDAY + timedelta(hours=1)

    assert seconds(*[answered(5, at_night)] * 50) is None
    assert seconds(*[answered(5, close_by)] * 50) == 300


def test_those_who_were_left_without_an_answer_make_it_longer() -> None:
    quick = [answered(minutes) for minutes in range(1, 21)]
    gave_up = Waited(since=YESTERDAY, ended_at=YESTERDAY + timedelta(minutes=15))

    with_them = seconds(*quick, gave_up, gave_up)

    assert with_them is not None
    assert with_them > 18 * 60


def test_where_more_than_one_of_ten_never_had_an_answer_nothing_is_told() -> None:
    still_waiting = Waited(since=YESTERDAY)

    assert seconds(*[answered(5)] * 16, *[still_waiting] * 4) is None


@pytest.mark.parametrize(("ahead", "position"), [(0, 1), (3, 4)])
def test_the_place_in_the_queue_is_told(ahead: int, position: int) -> None:
    assert expected_wait((), ahead, NOW, UTC, is_staffed=True).position == position


def test_where_nobody_is_there_nothing_is_told() -> None:
    wait = expected_wait([answered(5)] * 50, 2, NOW, UTC, is_staffed=False)

    assert (wait.seconds, wait.position) == (None, None)
