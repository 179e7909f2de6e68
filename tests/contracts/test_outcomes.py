"""What both databases promise of outcomes and day figures."""

from datetime import date, timedelta

import pytest

from handrail.adapters.sql.outcomes import SqlOutcomes
from handrail.adapters.sql.store import SqlStore
from handrail.domain.quality.judged import Slice, Tally
from handrail.domain.quality.outcome import QUIET
from handrail.flow.outcome_ports import Due
from tests.builders import NOON
from tests.judged import DAY, HOUR, WEEK, Judging

STILL = "How long does a refund take? I still wait."


@pytest.fixture
def world(vault_store: SqlStore) -> Judging:
    return Judging(vault_store)


def due(world: Judging, after: Due | None = None, most: int = 10) -> list[str]:
    with SqlOutcomes(world.store).reading() as reading:
        found = reading.due(world.clock.now() - QUIET, WEEK, after, most)
    return [one.conversation for one in found]


def test_whatever_becomes_known_makes_a_conversation_due(world: Judging) -> None:
    records = {}
    for name in ("rated", "reviewed", "scored", "came_back", "went_on", "left_alone"):
        records[name] = world.ask(f"conv_{name}", customer=f"cus_{name}")
    first = due(world), world.judge(after=2 * DAY), due(world)
    world.clock.advance(60)
    world.rate("conv_rated", 4)
    world.review(records["reviewed"], "right")
    world.score(records["scored"], "answers", 0.9)
    world.ask("conv_later", STILL, customer="cus_came_back")
    world.say("conv_went_on", STILL)

    soon = due(world)
    world.clock.advance(2 * DAY.total_seconds())
    late = due(world)

    assert (first[0], first[1].conversations, first[2]) == ([], 6, [])
    assert sorted(soon) == ["conv_came_back", "conv_rated", "conv_reviewed", "conv_scored"]
    assert sorted(set(late) - set(soon)) == ["conv_later", "conv_went_on"]


def test_what_is_due_comes_in_order_and_in_parts(world: Judging) -> None:
    for number in (3, 1, 2):
        world.ask(f"conv_{number}")
        world.clock.advance(60)
    world.clock.advance(2 * DAY.total_seconds())
    with SqlOutcomes(world.store).reading() as reading:
        first, second = reading.due(world.clock.now() - QUIET, WEEK, None, 2)

    rest = due(world, second)

    assert [first.conversation, second.conversation, *rest] == ["conv_3", "conv_1", "conv_2"]


def test_judging_again_takes_the_place_of_what_was_kept(world: Judging) -> None:
    world.ask("conv_1", customer="cus_1")
    world.judge(after=2 * DAY)
    world.ask("conv_2", STILL, customer="cus_1")
    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "returned"
    assert world.tally("deflected") == Tally(2, 2)
    assert world.tally("silent") == Tally(1, 2)
    assert world.tally("deflected", Slice.TOPIC, "help/billing") == Tally(2, 2)


def test_only_the_days_that_are_asked_for_add_up(world: Judging) -> None:
    world.ask("conv_1")
    world.clock.advance(DAY.total_seconds())
    world.ask("conv_2")
    world.judge(after=2 * DAY)
    store, second = SqlOutcomes(world.store), NOON.date() + timedelta(days=1)

    both = store.tallies(Slice.ALL, NOON.date(), second, is_simulated=False)
    one = store.tallies(Slice.ALL, second, date(2030, 1, 1), is_simulated=False)

    assert both[""]["deflected"] == Tally(2, 2)
    assert one[""]["deflected"] == Tally(1, 1)
    assert store.tallies(Slice.ALL, NOON.date(), second, is_simulated=True) == {}


def test_a_settled_action_and_one_made_good_for_are_seen(world: Judging) -> None:
    world.ask("conv_1", customer="cus_1")
    world.judge(after=2 * DAY)
    world.clock.advance(60)
    world.settle("conv_1", "act_1")
    settled = due(world)
    world.judge(after=HOUR)
    world.settle("conv_1", "act_2", compensates="act_1")

    world.judge(after=HOUR)

    assert settled == ["conv_1"]
    assert world.tally("reversed") == Tally(1, 1)
    assert world.tally("reversed", Slice.ACTION, "refund") == Tally(1, 1)
