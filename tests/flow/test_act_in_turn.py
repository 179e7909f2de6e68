"""What a message asks to be done is ruled on in the transaction that writes its turn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import ActionState
from handrail.domain.decision.model import ActionRuled, HandOff, HandOffReason, RecordId
from handrail.flow.act_in_turn import Asking, act_in_turn
from handrail.flow.open_turn import OpenTurn, open_turn
from handrail.flow.record_turn import Turned
from handrail.flow.tell_claims import Telling
from handrail.flow.thought import Thought
from handrail.kernel.errors import Conflict
from tests.action_world import CONV, World, a_refund, a_world, signed_in
from tests.builders import an_inbound
from tests.vault import a_cipher


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    yield a_world(store)
    store.close()


INBOUND = an_inbound("refund 20 euros", conversation=CONV)
ASKING = Asking(proposal=a_refund(), session=signed_in())
THOUGHT = Thought(
    question="refund 20 euros",
    searched="",
    outcome=ActionRuled(name="refund", title="Refund an order", state=ActionState.PROPOSED),
    proposal=a_refund(),
)


def turned(world: World, turn: OpenTurn | None = None, ref: str = "rec_1") -> Turned:
    opened = turn or open_turn(INBOUND, world.store, world.clock, world.ports.ids)
    telling = Telling(RecordId(ref), INBOUND.text, opened, world.store, world.clock)
    return Turned(
        inbound=INBOUND,
        turn=opened,
        telling=telling,
        clock=world.clock,
        ids=world.ports.ids,
        started=0.0,
    )


def kinds(world: World) -> list[str]:
    with world.store.read() as reading:
        return [event.kind for event in reading.events_after(CONV, 0)]


def test_the_turn_tells_of_the_card_and_all_of_it_is_there(world: World) -> None:
    record = act_in_turn(ASKING, THOUGHT, turned(world), world.ports)

    assert isinstance(record.outcome, ActionRuled)
    assert record.outcome.state is ActionState.AWAITING_CUSTOMER
    assert record.outcome.rows == (("Order", "1001"), ("Amount", "20.00 EUR"))
    assert "confirm" in record.reply
    assert kinds(world) == [
        "message.received",
        "reply.started",
        "reply.finished",
        "action.proposed",
    ]
    with world.store.read() as reading:
        assert reading.record(record.id) == record
        assert [a.id for a in reading.actions()] == [record.outcome.action]


def test_the_turn_keeps_what_the_gate_was_told_and_by_which_rules_it_ruled(world: World) -> None:
    turn = turned(world)

    act_in_turn(ASKING, THOUGHT, turn, world.ports)

    ruled = turn.notes.ruled
    assert ruled is not None
    assert (ruled.rules, ruled.action, ruled.proposed_by) == ("fixed-1", "refund", "rules")
    assert ruled.arguments == '{"amount":2000,"order":"1001"}'


def test_where_the_conversation_moved_on_nothing_of_it_is_there(world: World) -> None:
    before = open_turn(INBOUND, world.store, world.clock, world.ports.ids)
    act_in_turn(ASKING, THOUGHT, turned(world, before, "rec_1"), world.ports)
    other = replace(ASKING, proposal=a_refund(500))

    with pytest.raises(Conflict):
        act_in_turn(other, THOUGHT, turned(world, before, "rec_2"), world.ports)

    with world.store.read() as reading:
        assert [a.amount for a in reading.actions()] == [2000]
        assert reading.actions()[0].state is ActionState.AWAITING_CUSTOMER


def test_a_refusal_is_told_and_shows_no_card(world: World) -> None:
    asking = replace(ASKING, proposal=a_refund(order="2001"))

    record = act_in_turn(asking, THOUGHT, turned(world), world.ports)

    assert isinstance(record.outcome, ActionRuled)
    assert record.outcome.state is ActionState.REFUSED
    with world.store.read() as reading:
        assert record.outcome.action == reading.actions()[0].id
    assert "could not find" in record.reply
    assert "action.proposed" not in kinds(world)


def test_where_the_order_system_is_down_a_person_is_asked_for_and_nothing_is_proposed(
    world: World,
) -> None:
    world.shop.is_down = True

    record = act_in_turn(ASKING, THOUGHT, turned(world), world.ports)

    assert record.outcome == HandOff(reason=HandOffReason.TOOL_FAILURE)
    assert "handoff.requested" in kinds(world)
    with world.store.read() as reading:
        assert reading.actions() == ()


def test_a_session_that_has_ended_stands_for_nobody(world: World) -> None:
    ended = replace(ASKING, session=replace(signed_in(), expires_at=world.clock.now()))

    record = act_in_turn(ended, THOUGHT, turned(world), world.ports)

    assert isinstance(record.outcome, ActionRuled)
    assert record.outcome.state is ActionState.REFUSED
    assert "signed in" in record.reply


def test_a_card_that_waits_is_shown_again(world: World) -> None:
    act_in_turn(ASKING, THOUGHT, turned(world), world.ports)
    world.clock.advance(timedelta(minutes=1).total_seconds())

    again = act_in_turn(ASKING, THOUGHT, turned(world, ref="rec_2"), world.ports)

    assert again.reply.startswith("This still waits for you")
    with world.store.read() as reading:
        assert len(reading.actions()) == 1
