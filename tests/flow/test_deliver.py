"""What was announced arrives, or its failure is seen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import ActionId, ActionState
from handrail.domain.decision.model import HandOff
from handrail.domain.handoff.model import HandoffState
from handrail.flow.deliver import deliver, deliver_all, due_deliveries, make_due
from handrail.flow.delivery import (
    HELPDESK_KINDS,
    MAIL_KINDS,
    NOTICE_KINDS,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
)
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.list_deliveries import list_deliveries, retry_delivery
from handrail.flow.parcels import Closing, Note, Notice, NotTaken, Parcel, Taken, Ticket
from handrail.flow.pass_on import PassOn, pass_on
from handrail.flow.staff_notes import add_note
from handrail.flow.take_over import close_conversation, say_as_agent, take_over
from handrail.kernel.errors import Conflict, NotFound
from tests.action_world import staff
from tests.builders import an_action, an_entry
from tests.channel_world import ChannelWorld, KeptParcels

AGENT = staff()


@pytest.fixture
def on_both(vault_store: SqlStore) -> ChannelWorld:
    """Return a world on each database; the rest is asked of the quicker one."""
    world = ChannelWorld(vault_store)
    world.fill()
    return world


def _desk(world: ChannelWorld) -> DeskPorts:
    return DeskPorts(store=world.store, clock=world.clock, ids=world.ids)


def test_a_handoff_reaches_every_helpdesk_with_brief_and_transcript(world: ChannelWorld) -> None:
    one, two = KeptParcels(HELPDESK_KINDS), KeptParcels(HELPDESK_KINDS)
    asked = world.hears("How long does a refund take?")
    world.hears("I want to talk to a person", after=asked)

    deliver_all(world.delivering({"one": one, "two": two}))

    for desk in (one, two):
        [(ticket, is_repeated)] = desk.sent
        assert isinstance(ticket, Ticket)
        assert not is_repeated
        assert ticket.subject == "How long does a refund take?"
        assert "person" in ticket.brief
        assert [m.text for m in ticket.conversation.messages][2] == "I want to talk to a person"
    assert {d.state for d in world.deliveries()} == {DeliveryState.DELIVERED}


def test_every_handoff_that_is_told_to_a_customer_is_due(world: ChannelWorld) -> None:
    desk = KeptParcels(HELPDESK_KINDS)
    records = [world.hears(text) for text in ("A human please", "refund?", "agent", "Hello")]
    told = {r.conversation for r in records if isinstance(r.outcome, HandOff)}

    make_due(world.delivering({"desk": desk}))

    assert {d.conversation for d in world.deliveries()} == told
    assert len(told) == 2


def test_what_is_said_later_follows_in_order_and_nothing_twice(on_both: ChannelWorld) -> None:
    world = on_both
    desk = KeptParcels(HELPDESK_KINDS)
    ports = world.delivering({"desk": desk})
    asked = world.hears("I want a person")
    deliver_all(ports)
    world.hears("My order is 4711", after=asked)
    world.hears("Are you there?", after=asked)

    deliver_all(ports)
    deliver_all(ports)

    notes = [parcel for parcel, _ in desk.sent[1:]]
    assert [n.message.text for n in notes if isinstance(n, Note)] == [
        "My order is 4711",
        "Are you there?",
    ]
    assert {n.ticket for n in notes if isinstance(n, Note)} == {"remote-1"}


def test_what_an_agent_does_here_is_told_there(on_both: ChannelWorld) -> None:
    world = on_both
    desk = KeptParcels(HELPDESK_KINDS)
    ports = world.delivering({"desk": desk})
    asked = world.hears("I want a person")
    deliver_all(ports)
    handoff = world.handoff(asked.conversation)
    take_over(handoff.id, AGENT, _desk(world))
    say_as_agent(asked.conversation, "I am here.", AGENT, _desk(world))
    close_conversation(handoff.id, AGENT, _desk(world))

    deliver_all(ports)

    _, said, closed = [parcel for parcel, _ in desk.sent]
    assert isinstance(said, Note)
    assert said.message.text == "I am here."
    assert isinstance(closed, Closing)
    assert closed.handoff.state is HandoffState.CLOSED


def test_an_ending_is_told_in_looks_that_go_back_far_enough(on_both: ChannelWorld) -> None:
    world = on_both
    ports = world.delivering({"desk": KeptParcels(HELPDESK_KINDS)})
    asked = world.hears("I want a person")
    deliver_all(ports)
    handoff = take_over(world.handoff(asked.conversation).id, AGENT, _desk(world))
    close_conversation(handoff.id, AGENT, _desk(world))
    ended_at = world.handoff(asked.conversation).ended_at
    assert ended_at is not None

    too_late = make_due(ports, ended_after=ended_at)
    in_time = make_due(ports, ended_after=ended_at - timedelta(seconds=1))

    assert (too_late, in_time) == (0, 1)
    assert world.deliveries()[-1].kind is DeliveryKind.CLOSING


def test_what_is_not_taken_is_tried_again_later_each_time(world: ChannelWorld) -> None:
    desk = KeptParcels(
        HELPDESK_KINDS, answers=[NotTaken(why="HTTP 503."), NotTaken(why="HTTP 500.")]
    )
    ports = world.delivering({"desk": desk})
    world.hears("I want a person")
    waited = []

    for _ in range(3):
        deliver_all(ports)
        [delivery] = world.deliveries()
        waited.append((delivery.next_at - world.clock.now()).total_seconds())
        world.clock.advance(waited[-1])

    assert waited == [5.0, 10.0, 0.0]
    assert [is_repeated for _, is_repeated in desk.sent] == [False, True, True]
    assert world.deliveries()[0].state is DeliveryState.DELIVERED


def test_a_helpdesk_that_asks_to_wait_is_left_alone_for_so_long(world: ChannelWorld) -> None:
    later = NotTaken(why="HTTP 429.", after=timedelta(seconds=90))
    desk = KeptParcels(HELPDESK_KINDS, answers=[later])
    ports = world.delivering({"desk": desk})
    world.hears("I want a person")
    deliver_all(ports)
    world.clock.advance(89)
    deliver_all(ports)
    assert len(desk.sent) == 1

    world.clock.advance(1)
    deliver_all(ports)

    assert len(desk.sent) == 2


def test_what_fails_for_good_is_seen_and_can_be_tried_again(on_both: ChannelWorld) -> None:
    world = on_both
    never: list[Taken | NotTaken] = [NotTaken(why="HTTP 500.")] * 3
    desk, room = KeptParcels(HELPDESK_KINDS, answers=never), KeptParcels(NOTICE_KINDS)
    ports = world.delivering({"desk": desk, "room": room}, most_attempts=3)
    world.hears("I want a person")
    for _ in range(3):
        deliver_all(ports)
        world.clock.advance(3_600)
    deliver_all(ports)

    [failed] = list_deliveries(world.channels)

    assert (failed.state, failed.why, failed.attempts) == (DeliveryState.FAILED, "HTTP 500.", 3)
    assert "delivery.failed" in world.entries("delivery.")
    told = [parcel for parcel, _ in room.sent if parcel.ref and isinstance(parcel, Notice)]
    assert [notice.kind for notice in told] == [DeliveryKind.WAITING, DeliveryKind.FAILURE]
    assert failed.id in told[1].text
    retry_delivery(failed.id, "operator", world.channels, world.clock)
    deliver_all(ports)
    assert list_deliveries(world.channels) == ()


def test_a_refusal_that_can_never_change_is_not_tried_again(world: ChannelWorld) -> None:
    desk = KeptParcels(HELPDESK_KINDS, answers=[NotTaken(why="HTTP 422.", is_final=True)])
    world.hears("I want a person")

    deliver_all(world.delivering({"desk": desk}))

    [delivery] = world.deliveries()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 1)


def test_what_ended_before_it_was_told_needs_nobody(world: ChannelWorld) -> None:
    desk = KeptParcels(HELPDESK_KINDS)
    ports = world.delivering({"desk": desk})
    asked = world.hears("I want a person")
    make_due(ports)
    handoff = take_over(world.handoff(asked.conversation).id, AGENT, _desk(world))
    close_conversation(handoff.id, AGENT, _desk(world))

    deliver_all(ports)

    assert desk.sent == []
    assert [d.state for d in world.deliveries()] == [DeliveryState.NEEDLESS]


def test_only_one_worker_has_a_delivery_and_a_late_reply_changes_nothing(
    on_both: ChannelWorld,
) -> None:
    world = on_both
    desk = KeptParcels(HELPDESK_KINDS)
    fast = world.delivering({"desk": desk})
    world.hears("I want a person")
    make_due(fast)
    [ref] = due_deliveries(fast)

    class Slow(KeptParcels):
        @override
        def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
            assert not is_repeated
            assert parcel.ref == ref
            with pytest.raises(Conflict):
                deliver(ref, fast)  # it is held
            world.clock.advance(200)  # longer than any lease
            deliver(ref, fast)
            return NotTaken(why="late", is_final=True)

    with pytest.raises(Conflict):
        deliver(ref, world.delivering({"desk": Slow(HELPDESK_KINDS)}))

    [delivery] = world.deliveries()
    assert delivery.state is DeliveryState.DELIVERED
    assert desk.sent[0][1], "the other side hears that it may have it already"


def test_a_place_that_is_down_keeps_no_other_from_being_told(world: ChannelWorld) -> None:
    down = KeptParcels(HELPDESK_KINDS, answers=[NotTaken(why="down")])
    up = KeptParcels(HELPDESK_KINDS)
    world.hears("I want a person")
    world.hears("Let me talk to an agent")

    deliver_all(world.delivering({"down": down, "up": up}))

    assert len(up.sent) == 2


def test_notices_say_nothing_personal(world: ChannelWorld) -> None:
    room = KeptParcels(NOTICE_KINDS)
    world.hears("I am Jane Roe, jane@example.org, get me a person", customer="cust-17")

    deliver_all(world.delivering({"room": room}))

    [(notice, _)] = room.sent
    assert isinstance(notice, Notice)
    assert "customer_request" in notice.text
    assert not any(word in notice.text for word in ("Jane", "jane@", "cust-17"))
    assert notice.link is not None
    assert notice.link.startswith("https://desk.example/console/conversations/conv_")


def test_no_ticket_notice_or_mail_carries_what_the_staff_noted(world: ChannelWorld) -> None:
    sinks = {
        "helpdesk": KeptParcels(HELPDESK_KINDS),
        "room": KeptParcels(NOTICE_KINDS),
        "email": KeptParcels(MAIL_KINDS),
    }
    asked = world.hears("I want to talk to a person", channel="email")
    desk = _desk(world)
    add_note(asked.conversation, "Zebra: they exaggerate", AGENT, desk)
    deliver_all(world.delivering(sinks))
    say_as_agent(asked.conversation, "Hello.", AGENT, desk)
    with world.store.read() as reading:
        handoff = reading.open_handoff_of(asked.conversation)
    assert handoff is not None

    pass_on(handoff.id, PassOn(queue="support", note="Zebra"), AGENT, desk)
    deliver_all(world.delivering(sinks))

    sent = [parcel for sink in sinks.values() for parcel, _ in sink.sent]
    assert {type(parcel) for parcel in sent} >= {Ticket, Note, Notice}
    assert "Zebra" not in repr(sent)


def test_only_mail_conversations_are_answered_by_mail(world: ChannelWorld) -> None:
    post = KeptParcels(MAIL_KINDS)
    world.hears("How long does a refund take?")

    deliver_all(world.delivering({"email": post}))

    assert post.sent == []


def test_nothing_can_be_tried_again_that_has_not_failed(world: ChannelWorld) -> None:
    world.hears("I want a person")
    make_due(world.delivering({"desk": KeptParcels(HELPDESK_KINDS)}))
    [delivery] = world.deliveries()

    with pytest.raises(Conflict):
        retry_delivery(delivery.id, "operator", world.channels, world.clock)
    with pytest.raises(NotFound):
        retry_delivery(world.ids.new("dlv"), "operator", world.channels, world.clock)  # type: ignore[arg-type] # any text


def test_an_action_that_waits_for_the_staff_is_told_until_it_is_decided(
    world: ChannelWorld,
) -> None:
    room = KeptParcels(NOTICE_KINDS)
    ports = world.delivering({"room": room})
    asked = world.hears("Hello!", customer="cust-17")
    for ref in ("act_1", "act_2"):
        action = an_action(
            ref,
            conversation=asked.conversation,
            state=ActionState.AWAITING_STAFF,
            customer="cust-17",
        )
        with world.store.decide() as tx:
            tx.add_action(action, an_entry())
    make_due(ports)
    with world.store.decide() as tx:
        held = tx.action(ActionId("act_2"))
        assert held is not None
        tx.move_action(replace(held, state=ActionState.DECLINED), an_entry())

    deliver_all(ports)

    [(notice, _)] = room.sent
    assert isinstance(notice, Notice)
    assert "An action waits for approval: refund" in notice.text
    assert "cust-17" not in notice.text
    assert notice.link == "https://desk.example/console/actions"
    assert [d.state for d in world.deliveries()] == [
        DeliveryState.DELIVERED,
        DeliveryState.NEEDLESS,
    ]


def test_nobody_is_told_of_a_customer_whom_somebody_has_by_then(world: ChannelWorld) -> None:
    room = KeptParcels(NOTICE_KINDS)
    ports = world.delivering({"room": room})
    asked = world.hears("I want a person")
    make_due(ports)
    take_over(world.handoff(asked.conversation).id, AGENT, _desk(world))

    deliver_all(ports)

    assert room.sent == []


def test_what_an_erased_customer_said_is_told_to_nobody(world: ChannelWorld) -> None:
    desk = KeptParcels(HELPDESK_KINDS)
    ports = world.delivering({"desk": desk})
    asked = world.hears("I want a person", customer="cust-17")
    deliver_all(ports)
    world.hears("My number is 4711", after=asked, customer="cust-17")
    make_due(ports)
    with world.store.write() as writing:
        writing._connection.exec_driver_sql("UPDATE persons SET key = NULL, lookup = NULL")

    deliver_all(ports)

    assert len(desk.sent) == 1
    assert world.deliveries()[-1].state is DeliveryState.NEEDLESS


def test_another_worker_may_be_faster_meanwhile(world: ChannelWorld) -> None:
    kept = KeptParcels(HELPDESK_KINDS)
    other = world.delivering({"desk": kept})

    class First(KeptParcels):
        @override
        def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:
            deliver_all(other)
            return super().send(parcel, is_repeated=is_repeated)

    first = First(HELPDESK_KINDS)
    world.hears("I want a person")
    world.hears("Let me talk to an agent")

    deliver_all(world.delivering({"desk": first}))

    assert (len(first.sent), len(kept.sent)) == (1, 1)


def test_a_delivery_that_nobody_made_is_nobodys(world: ChannelWorld) -> None:
    with pytest.raises(Conflict):
        deliver(DeliveryId("dlv_none"), world.delivering({}))
