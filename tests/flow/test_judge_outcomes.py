"""Conversations are judged when they are over, and again when more is known of them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.domain.decision.model import Abstain, AbstainReason, Courtesy
from handrail.domain.quality.judged import Slice, Tally
from handrail.flow.judge_outcomes import judge_outcomes
from tests.builders import a_claim, a_grounding
from tests.judged import DAY, HOUR, WEEK, Judging
from tests.web.running import made_database

OTHER = "Where do I find the opening hours of the workshop in Ghent?"
STILL = "How long does a refund take? I still wait."
CUSTOMER = "cus_1"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Judging]:
    store = made_database(tmp_path / "handrail.db")
    yield Judging(store)
    store.close()


def test_a_conversation_is_judged_once_it_was_quiet_for_a_day(world: Judging) -> None:
    world.ask("conv_1")

    early = world.judge(after=23 * HOUR)
    late = world.judge(after=2 * HOUR)

    assert (early.conversations, late.conversations) == (0, 1)
    assert world.outcome("conv_1") == "silent"


def test_one_that_was_closed_is_judged_at_once(world: Judging) -> None:
    world.ask("conv_1")
    world.close("conv_1")

    world.judge()

    assert world.outcome("conv_1") == "silent"


def test_one_in_which_nobody_said_anything_is_no_conversation(world: Judging) -> None:
    world.open("conv_1")

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") is None


def test_what_nothing_happened_to_is_left_alone(world: Judging) -> None:
    world.ask("conv_1")
    world.judge(after=2 * DAY)

    again = world.judge(after=HOUR)

    assert (again.conversations, again.days) == (0, 0)


def test_a_rating_that_comes_later_counts(world: Judging) -> None:
    world.ask("conv_1")
    world.judge(after=2 * DAY)
    world.clock.advance(60)
    world.rate("conv_1", 5)

    world.judge(after=HOUR)

    assert world.outcome("conv_1") == "confirmed"
    assert world.tally("resolved") == Tally(1, 1)
    assert world.tally("rating") == Tally(1, 1, 5.0, 25.0)


def test_one_that_goes_on_is_judged_again_when_it_is_quiet_again(world: Judging) -> None:
    world.ask("conv_1")
    world.judge(after=2 * DAY)
    world.say("conv_1", "It worked, thank you!", Courtesy(kind="thanks"))

    meanwhile = world.judge(after=HOUR)
    world.judge(after=DAY)

    assert meanwhile.conversations == 0
    assert world.outcome("conv_1") == "confirmed"
    assert world.tally("effort") == Tally(0, 1, 2.0, 4.0)


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        ("right", "verified"),
        ("wrong", "abandoned"),
        ("unsafe", "abandoned"),
        ("incomplete", "silent"),
        ("not_sure", "silent"),
    ],
)
def test_a_verdict_counts_for_what_it_says(world: Judging, verdict: str, outcome: str) -> None:
    record = world.ask("conv_1")
    world.judge(after=2 * DAY)
    world.clock.advance(60)
    world.review(record, verdict)

    world.judge(after=HOUR)

    assert world.outcome("conv_1") == outcome


def test_the_newest_verdict_counts_and_stands_above_any_score(world: Judging) -> None:
    world.is_trusted = lambda _judge, _score: True
    record = world.ask("conv_1")
    world.score(record, "answers", 0.9)
    world.review(record, "right")
    world.review(record, "not_sure")

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "silent"


def test_who_is_not_sure_takes_nobody_elses_verdict_away(world: Judging) -> None:
    record = world.ask("conv_1")
    world.review(record, "wrong", reviewer="ada")
    world.review(record, "not_sure", reviewer="lee")

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "abandoned"


@pytest.mark.parametrize(
    ("scores", "outcome"),
    [
        ({"answers": 0.9, "grounded": 0.8}, "verified"),
        ({"answers": 0.9, "grounded": 0.2}, "abandoned"),
        ({"grounded": 0.9}, "silent"),
        ({"answers": 0.9, "tone": 0.1}, "verified"),
    ],
)
def test_a_trusted_score_counts_when_it_comes(
    world: Judging, scores: dict[str, float], outcome: str
) -> None:
    world.is_trusted = lambda judge, _score: judge == "judge-1"
    world.open("conv_1")
    record = world.say("conv_1", calibration="cal_1")
    world.judge(after=2 * DAY)
    world.clock.advance(60)
    for score, value in scores.items():
        world.score(record, score, value)

    world.judge(after=HOUR)

    assert world.outcome("conv_1") == outcome


def test_a_score_of_a_judge_that_nobody_may_trust_says_nothing(world: Judging) -> None:
    world.open("conv_1")
    record = world.say("conv_1", calibration="cal_1")
    world.score(record, "answers", 1.0)

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "silent"
    assert world.tally("right") is None


def test_a_judge_does_not_vouch_for_what_its_own_kin_wrote(world: Judging) -> None:
    world.is_trusted = lambda _judge, _score: True
    world.open("conv_1")
    record = world.say("conv_1", calibration="cal_1")
    world.score(record, "answers", 1.0, own_work=True)

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "silent"


def test_a_customer_who_comes_back_about_it_was_not_helped(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.rate("conv_1", 5)
    world.judge(after=2 * DAY)
    before = world.outcome("conv_1")
    world.ask("conv_2", STILL, customer=CUSTOMER)

    world.judge(after=HOUR)

    assert before == "confirmed"
    assert world.outcome("conv_1") == "returned"
    assert world.kept("conv_1").returned_in == "conv_2"
    assert world.tally("resolved") == Tally(0, 1)


def test_a_return_is_found_also_where_both_are_judged_at_once(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.clock.advance(DAY.total_seconds())
    world.ask("conv_2", STILL, customer=CUSTOMER)

    world.judge(after=20 * DAY)

    assert world.outcome("conv_1") == "returned"
    assert world.outcome("conv_2") == "silent"


def test_a_return_shows_also_when_the_later_one_goes_on_to_tell_it(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.judge(after=2 * DAY)
    world.ask("conv_2", "Hello", customer=CUSTOMER)
    world.judge(after=HOUR)
    before = world.outcome("conv_1")
    world.say("conv_2", STILL)

    world.judge(after=2 * DAY)

    assert (before, world.outcome("conv_1")) == ("silent", "returned")


@pytest.mark.parametrize(
    ("customer", "asked", "after"),
    [
        ("cus_2", STILL, DAY),
        (None, STILL, DAY),
        (CUSTOMER, OTHER, DAY),
        (CUSTOMER, STILL, WEEK + 2 * DAY),
    ],
)
def test_another_customer_another_thing_or_much_later_is_no_return(
    world: Judging, customer: str | None, asked: str, after: timedelta
) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.clock.advance(after.total_seconds())
    world.ask("conv_2", asked, customer=customer)

    world.judge(after=20 * DAY)

    assert world.outcome("conv_1") == "silent"


def test_returns_are_counted_once_the_days_are_over_and_of_known_customers(
    world: Judging,
) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.ask("conv_2")
    world.judge(after=2 * DAY)
    early = world.tally("returned")

    made = world.judge(after=WEEK)

    assert early is None
    assert world.tally("returned") == Tally(0, 1)
    assert (made.conversations, made.days) == (0, 1)


def test_a_day_is_made_a_last_time_when_its_customers_can_come_back_no_more(
    world: Judging,
) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.judge(after=2 * DAY)
    [due] = world.days()
    world.judge(after=WEEK)

    again = world.judge(after=30 * DAY)

    assert due.date() - world.kept("conv_1").last_at.date() == WEEK + 2 * DAY
    assert (again.conversations, again.days) == (0, 0)


def test_what_people_achieve_is_counted_by_the_same_standard(world: Judging) -> None:
    for ref, last in (
        ("conv_1", "That solved it, thanks"),
        ("conv_2", None),
        ("conv_3", "No use."),
    ):
        world.ask(ref)
        world.answer_by_hand(ref, "We have sent it again.")
        if last is not None:
            world.say(ref, last, Courtesy(kind="thanks"))

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "escalated"
    assert world.tally("human_resolved") == Tally(1, 3)
    assert world.tally("deflected") == Tally(0, 3)
    assert world.tally("to_person_seconds") == Tally(3, 3, 3 * 3600.0, 3 * 3600.0**2)


def test_what_was_not_answered_is_counted(world: Judging) -> None:
    world.open("conv_1")
    world.say("conv_1")
    world.say("conv_1", OTHER, Abstain(reason=AbstainReason.NO_EVIDENCE))

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "abandoned"
    assert world.tally("asked") == Tally(2, 2)
    assert world.tally("abstained") == Tally(1, 2)


def test_figures_are_told_apart_by_slice(world: Judging) -> None:
    world.open("conv_1", locale="de", channel="email")
    world.say("conv_1", models={"writer": "extractive-2"})

    world.judge(after=2 * DAY)

    for slice_, of in (
        (Slice.LOCALE, "de"),
        (Slice.CHANNEL, "email"),
        (Slice.MODEL, "extractive-2"),
        (Slice.ARTICLE, "help/billing/refunds.md"),
        (Slice.TOPIC, "help/billing"),
    ):
        assert world.tally("deflected", slice_, of) == Tally(1, 1)


def test_simulated_conversations_are_counted_apart(world: Judging) -> None:
    world.ask("conv_1")
    world.ask("conv_2")
    world.execute("UPDATE conversations SET origin = 'simulation' WHERE id = 'conv_2'")

    world.judge(after=2 * DAY)

    assert world.tally("deflected") == Tally(1, 1)
    assert world.tally("deflected", simulated=True) == Tally(1, 1)


def test_a_simulated_customer_never_comes_back_to_a_real_conversation(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.clock.advance(DAY.total_seconds())
    world.ask("conv_2", STILL, customer=CUSTOMER)
    world.execute("UPDATE conversations SET origin = 'simulation' WHERE id = 'conv_2'")

    world.judge(after=20 * DAY)

    assert world.outcome("conv_1") == "silent"


def test_an_erased_customer_leaves_figures_and_is_never_judged_again(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.judge(after=2 * DAY)
    world.execute(
        "UPDATE persons SET erased_at = :at, key = NULL", at=world.clock.now().isoformat()
    )
    world.execute("UPDATE conversations SET version = version + 1")

    again = world.judge(after=DAY)

    assert again.conversations == 0
    assert world.tally("deflected") == Tally(1, 1)


def test_a_run_that_was_broken_off_is_taken_up_again(world: Judging) -> None:
    for number in range(3):
        world.ask(f"conv_{number}", customer=f"cus_{number}")
    world.judge(after=2 * DAY)
    world.clock.advance(60)
    for number in range(3):
        world.rate(f"conv_{number}", 5)
    world.execute(
        "UPDATE conversation_outcomes SET judged_at = :at WHERE conversation = 'conv_1'",
        at=(world.clock.now() + HOUR).isoformat(),
    )

    done = world.judge(after=2 * HOUR)

    assert done.conversations == 2


def test_what_is_due_is_named_in_parts(world: Judging) -> None:
    for number in range(5):
        world.ask(f"conv_{number}")
    world.clock.advance(2 * DAY.total_seconds())

    done = judge_outcomes(world.ports, most=2)

    assert done.conversations == 5


def test_one_that_is_under_way_again_keeps_its_outcome_until_it_is_quiet(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.judge(after=2 * DAY)
    world.ask("conv_2", OTHER, customer=CUSTOMER)
    world.clock.advance(2 * DAY.total_seconds())
    world.say("conv_1", STILL)

    world.judge(after=HOUR)

    assert world.outcome("conv_1") == "silent"
    assert world.kept("conv_1").version == 1


def test_figures_of_a_day_can_be_made_anew_and_stay_the_same(world: Judging) -> None:
    world.ask("conv_1", customer=CUSTOMER)
    world.judge(after=2 * DAY)
    before = figures(world)
    world.execute("UPDATE figure_days SET due_at = :at", at=world.clock.now().isoformat())

    world.judge()

    assert before
    assert figures(world) == before


def test_each_batch_says_in_the_audit_log_that_it_was_judged(world: Judging) -> None:
    world.ask("conv_1")

    world.judge(after=2 * DAY)

    with world.store.reading_connection() as connection:
        asked = text("SELECT count(*) FROM audit_entries WHERE kind = 'quality.judged'")
        assert connection.execute(asked).scalar_one() == 1


def test_an_unsupported_claim_that_was_said_makes_an_answer_unsound(world: Judging) -> None:
    world.is_trusted = lambda _judge, _score: True
    world.open("conv_1")
    other = a_grounding(a_claim(quote="Ask within 30 days of delivery."))
    record = world.say("conv_1", calibration="cal_1", grounding=other)
    world.score(record, "answers", 0.9)

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "silent"


def figures(world: Judging) -> list[object]:
    with world.store.reading_connection() as connection:
        rows = connection.execute(text("SELECT * FROM day_figures ORDER BY measure, slice, of"))
        return [tuple(row) for row in rows]
