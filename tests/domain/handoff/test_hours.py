"""When is somebody there? Told by the clock on the wall, whatever the calendar does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.domain.handoff.hours import (
    OfficeHours,
    Span,
    after_open_time,
    is_open,
    next_opening,
)

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = Span(begins=9 * 60, ends=17 * 60)
NIGHT = Span(begins=22 * 60, ends=6 * 60)
WHOLE_DAY = Span(begins=0, ends=24 * 60)
WEEKDAYS = ((NINE_TO_FIVE,),) * 5 + ((), ())


def hours(*week: tuple[Span, ...], holidays: frozenset[date] = frozenset()) -> OfficeHours:
    return OfficeHours(zone=BERLIN, week=week or WEEKDAYS, holidays=holidays)


def berlin(spelled: str) -> datetime:
    return datetime.fromisoformat(spelled).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T16:59:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-28T12:00", False),
    ],
)
def test_somebody_is_there_from_the_first_minute_to_before_the_last(
    at: str, *, expected: bool
) -> None:
    assert is_open(hours(), berlin(at)) is expected
    assert is_open(hours(), berlin(at).astimezone(UTC)) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T06:00", "2026-11-23T09:00"),
        ("2026-11-23T10:30", "2026-11-23T10:30"),
        ("2026-11-27T17:00", "2026-11-30T09:00"),
        ("2026-12-24T18:00", "2026-12-28T09:00"),
    ],
)
def test_the_next_opening_is_told_by_the_clock_of_the_place(at: str, expected: str) -> None:
    christmas = hours(holidays=frozenset({date(2026, 12, 25)}))

    found = next_opening(christmas, berlin(at).astimezone(UTC))

    assert found == berlin(expected)
    assert found is not None
    assert found.tzinfo is BERLIN


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    on_monday = hours((NIGHT,), (), (), (), (), (), ())

    assert is_open(on_monday, berlin("2026-11-24T05:59"))
    assert not is_open(on_monday, berlin("2026-11-24T06:00"))
    assert not is_open(on_monday, berlin("2026-11-23T05:00"))


def test_where_nobody_ever_is_nothing_is_told() -> None:
    never = hours((), (), (), (), (), (), ())

    assert next_opening(never, berlin("2026-11-23T09:00")) is None
    assert after_open_time(never, berlin("2026-11-23T09:00"), timedelta(minutes=1)) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-29T00:30", "2026-03-29T04:30"),  # the hour from 2 to 3 is not there
        ("2026-10-25T00:30", "2026-10-25T02:30"),  # and here it is there twice
    ],
)
def test_time_is_counted_as_it_passes_when_clocks_are_changed(at: str, expected: str) -> None:
    always = hours(*((WHOLE_DAY,),) * 7)

    due = after_open_time(always, berlin(at), timedelta(hours=3))

    assert due is not None
    assert due - berlin(at).astimezone(UTC) == timedelta(hours=3)
    assert due.astimezone(BERLIN).replace(fold=0) == berlin(expected)


def test_an_opening_at_an_hour_that_is_left_out_comes_when_the_clock_goes_on() -> None:
    at_half_past_two = hours(*((Span(begins=150, ends=300),),) * 7)

    found = next_opening(at_half_past_two, berlin("2026-03-29T00:00"))

    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "minutes", "expected"),
    [
        ("2026-11-23T10:00", 120, "2026-11-23T12:00"),
        ("2026-11-27T16:00", 120, "2026-11-30T10:00"),
        ("2026-11-28T12:00", 60, "2026-11-30T10:00"),
        ("2026-11-23T09:00", 480, "2026-11-23T17:00"),
    ],
)
def test_a_service_level_is_counted_while_somebody_is_there(
    at: str, minutes: int, expected: str
) -> None:
    assert after_open_time(hours(), berlin(at), timedelta(minutes=minutes)) == berlin(expected)


def test_spans_that_overlap_are_counted_once() -> None:
    overlapping = hours((NINE_TO_FIVE, Span(begins=600, ends=1200)), *((),) * 6)

    due = after_open_time(overlapping, berlin("2026-11-23T09:00"), timedelta(hours=10))

    assert due == berlin("2026-11-23T19:00")


@given(
    st.timedeltas(timedelta(0), timedelta(days=730)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_at_the_next_opening_somebody_is_there(later: timedelta, zone: str) -> None:
    asked = datetime(2026, 1, 1, tzinfo=UTC) + later
    there = OfficeHours(zone=ZoneInfo(zone), week=((NINE_TO_FIVE,), (NIGHT,), (), (), (), (), ()))

    found = next_opening(there, asked)

    assert found is not None
    assert found >= asked
    assert is_open(there, found)
    assert is_open(there, asked) == (found == asked)
