"""When a week is told to be worse than usual, and when it is chance, a weekend or a rough patch."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from handrail.domain.quality.alert import Alert, AlertId, closed, to_raise, worse_than_chance
from handrail.domain.quality.control import limits_of
from handrail.domain.quality.series import DayCount, Series, recent_and_before
from handrail.domain.quality.shift import Shift, shift_of
from handrail.domain.quality.usual import tails, usual_of
from handrail.domain.quality.watch_words import headline, sentence

UNTIL = date(2026, 6, 1)  # a Monday
NOW = datetime(2026, 6, 1, 6, tzinfo=UTC)


def days(*weeks: tuple[int, int], until: date = UNTIL) -> tuple[DayCount, ...]:
    """Return weeks of equal days, hits of cases each, that end before `until`."""
    first = until - timedelta(days=7 * len(weeks))
    return tuple(
        DayCount(day=first + timedelta(days=7 * week + d), hits=hits, cases=cases)
        for week, (hits, cases) in enumerate(weeks)
        for d in range(7)
    )


def series(*weeks: tuple[int, int], measure: str = "returned", of: str = "") -> Series:
    return Series(measure=measure, slice="topic" if of else "all", of=of, days=days(*weeks))


def shift(*weeks: tuple[int, int], measure: str = "returned", of: str = "") -> Shift:
    found = shift_of(series(*weeks, measure=measure, of=of), UNTIL)
    assert found is not None
    return found


def test_a_week_that_is_clearly_worse_is_hardly_chance_and_begins_where_it_began() -> None:
    found = shift(*[(4, 40)] * 8, (10, 40))

    assert found.chance < 1e-6
    assert found.since == UNTIL - timedelta(days=7)
    assert found.excess == pytest.approx(42.0, abs=0.1)
    assert headline(found).startswith("Came back: 25.0% (")
    assert "about 42 conversations more than in a usual week" in sentence(found)


def test_the_same_week_again_is_chance() -> None:
    found = shift(*[(4, 40)] * 9)

    assert found.chance > 0.4
    assert found.chance_better > 0.4


def test_fewer_right_answers_are_worse_and_fewer_returns_are_better() -> None:
    right = shift(*[(36, 40)] * 8, (24, 40), measure="right")
    returned = shift(*[(10, 40)] * 8, (3, 40))

    assert right.chance < 1e-6
    assert right.excess > 0
    assert returned.chance > 0.99
    assert returned.chance_better < 1e-6


def test_too_short_a_past_and_too_few_cases_say_nothing() -> None:
    assert shift_of(series((4, 40), (30, 40)), UNTIL) is None
    assert shift_of(series(*[(0, 1)] * 8, (1, 1)), UNTIL) is None
    assert shift_of(series(*[(4, 40)] * 8, (0, 0)), UNTIL - timedelta(days=70)) is None


def test_days_that_always_differ_make_a_week_weigh_less() -> None:
    quiet = days(*[(4, 40)] * 8)
    rough = tuple(
        DayCount(day=d.day, hits=0 if d.day.toordinal() % 2 else 8, cases=40) for d in quiet
    )
    last = days((8, 40))

    calm = shift_of(Series(measure="returned", slice="all", of="", days=quiet + last), UNTIL)
    wild = shift_of(Series(measure="returned", slice="all", of="", days=rough + last), UNTIL)

    assert calm is not None
    assert wild is not None
    assert usual_of(rough).spread > 3 > usual_of(quiet).spread
    assert wild.chance > 20 * calm.chance


def test_bad_weekends_are_usual_where_every_weekend_is_bad() -> None:
    held = tuple(
        DayCount(day=d.day, hits=20 if d.day.weekday() > 4 else 2, cases=40)
        for d in days(*[(0, 40)] * 9)
    )
    one = Series(measure="returned", slice="all", of="", days=held)

    limits = limits_of(one, UNTIL)

    assert not any(limit.is_outside for limit in limits)
    assert limits[-1].usual > 3 * limits[-3].usual


def test_low_counts_keep_their_exact_chances() -> None:
    up, down = tails(hits=3, cases=3, share=0.5, known=1_000_000)

    assert up == pytest.approx(1 / 8, rel=1e-3)
    assert down == 1.0
    assert tails(hits=0, cases=3, share=0.5, known=1_000_000)[1] == pytest.approx(1 / 8, rel=1e-3)
    assert tails(hits=3, cases=3, share=0.5, known=2)[0] > 1 / 8


def test_a_day_outside_its_limits_is_marked_and_means_have_limits_of_their_own() -> None:
    held = days(*[(4, 40)] * 9)
    broken = (*held[:-1], DayCount(day=held[-1].day, hits=25, cases=40))
    stars = tuple(
        DayCount(day=d.day, cases=10, total=40.0 + (d.day.toordinal() % 3), squares=170.0)
        for d in held
    )

    shares = limits_of(Series(measure="returned", slice="all", of="", days=broken), UNTIL)
    means = limits_of(Series(measure="rating", slice="all", of="", days=stars), UNTIL)

    assert [limit.is_outside for limit in shares][-2:] == [False, True]
    assert means[-1].low < means[-1].value < means[-1].high


def test_what_is_known_late_is_compared_where_it_is_known() -> None:
    recent, before = recent_and_before(days(*[(4, 40)] * 9), UNTIL + timedelta(days=9), 56)

    assert (len(recent), len(before)) == (7, 56)
    assert recent[-1].day == UNTIL - timedelta(days=1)


def test_a_mean_that_fell_is_told() -> None:
    rng = random.Random(3)
    held = []
    for day in days(*[(0, 30)] * 9):
        mean = 3.1 if day.day >= UNTIL - timedelta(days=7) else 4.1
        stars = [min(5.0, max(1.0, rng.gauss(mean, 0.8))) for _ in range(30)]
        held.append(
            DayCount(day=day.day, cases=30, total=sum(stars), squares=sum(s * s for s in stars))
        )

    found = shift_of(Series(measure="rating", slice="all", of="", days=tuple(held)), UNTIL)

    assert found is not None
    assert found.chance < 1e-6
    assert headline(found).startswith("Rating: 3.")


def test_all_that_is_looked_at_shares_what_is_allowed() -> None:
    mild = shift(*[(4, 40)] * 8, (6, 40), of="refunds")
    many = [shift(*[(4, 40)] * 9, of=f"topic {n}") for n in range(400)]

    assert worse_than_chance([mild]) == ((mild,) if mild.chance <= 0.001 else ())
    assert worse_than_chance([mild, *many]) == ()


def test_one_cause_is_told_once_until_another_place_gets_worse() -> None:
    whole, topic = shift(*[(4, 40)] * 8, (10, 40)), shift(*[(4, 40)] * 8, (12, 40), of="refunds")
    other = shift(*[(4, 40)] * 8, (12, 40), of="shipping")

    (found,) = to_raise([topic, whole], (), NOW)
    alert = Alert(id=AlertId("a1"), measure=found.measure, at=NOW, shifts=found.shifts)

    assert found.shifts[0] == whole
    assert to_raise([whole, topic], (alert,), NOW) == ()
    assert len(to_raise([whole, topic, other], (alert,), NOW)) == 1
    done = closed(alert, "lee", NOW, "It was the refund article.")
    assert to_raise([whole], (done,), NOW + timedelta(days=6)) == ()
    assert len(to_raise([whole], (done,), NOW + timedelta(days=7))) == 1
