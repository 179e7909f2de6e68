"""What proposing, confirming and approving an action promise, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import (
    Action,
    ActionState,
    AskCustomer,
    Control,
    Do,
    Limits,
    Proposal,
    RefusalReason,
    Refuse,
    Role,
)
from handrail.domain.conversation.model import ConversationId
from handrail.flow.confirm_action import confirm_action
from handrail.flow.decide_approval import decide_approval
from handrail.flow.expire_actions import expire_actions
from handrail.flow.propose_action import propose_action
from handrail.flow.switch_actions import switch_actions
from handrail.kernel.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from tests.action_world import (
    ANN,
    BEN,
    CONV,
    Order,
    World,
    a_refund,
    a_world,
    click_on,
    signed_in,
    staff,
)
from tests.builders import NOON, a_conversation, an_entry
from tests.vault import a_cipher


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    yield a_world(store)
    store.close()


def proposed(world: World, proposal: Proposal | None = None) -> Action:
    return propose_action(proposal or a_refund(), signed_in(), CONV, world.ports).action


def entries(world: World) -> list[str]:
    with world.store.read() as reading:
        return [entry.kind for _, entry in reading.audit_entries()]


def events(world: World) -> list[str]:
    with world.store.read() as reading:
        return [event.kind for event in reading.events_after(CONV, 0)]


def test_a_refund_waits_for_its_customer_and_then_is_approved(world: World) -> None:
    asked = propose_action(a_refund(), signed_in(), CONV, world.ports)

    assert isinstance(asked.ruling, AskCustomer)
    assert asked.action.state is ActionState.AWAITING_CUSTOMER
    confirmed = confirm_action(click_on(asked.action), signed_in(), world.ports)

    assert confirmed.state is ActionState.APPROVED
    assert world.action(confirmed.id) == confirmed
    assert entries(world) == [
        "conversation.opened",
        "action.proposed",
        "action.ruled",
        "action.confirmed",
        "action.ruled",
    ]
    assert events(world) == ["action.proposed", "action.settled"]


def test_what_has_no_consequences_is_approved_at_once(world: World) -> None:
    asked = propose_action(
        Proposal(name="resend_invoice", arguments={"order": "1001"}, proposed_by="rules"),
        signed_in(),
        CONV,
        world.ports,
    )

    assert isinstance(asked.ruling, Do)
    assert asked.action.state is ActionState.APPROVED


@pytest.mark.parametrize("order", ["2001", "9999"])
def test_what_is_not_theirs_is_refused_like_what_is_not_there(world: World, order: str) -> None:
    asked = propose_action(a_refund(order=order), signed_in(), CONV, world.ports)

    assert asked.ruling == Refuse(policies=("gate:not_theirs",), reason=RefusalReason.NOT_THEIRS)
    assert asked.action.state is ActionState.REFUSED


def test_an_order_in_another_spelling_is_another_thing_and_is_not_there(world: World) -> None:
    world.shop.orders["CC-1"] = Order(ANN, 9_000)

    theirs, again = (
        propose_action(a_refund(9_000, order), signed_in(), CONV, world.ports).action
        for order in ("CC-1", "cc-1")
    )

    assert theirs.state is ActionState.AWAITING_CUSTOMER
    assert (again.state, again.refusal) == (ActionState.REFUSED, RefusalReason.NOT_THEIRS)


def test_an_action_that_is_not_declared_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        proposed(world, Proposal(name="delete_all", arguments={}, proposed_by="rules"))


def test_a_proposal_that_names_nothing_is_refused(world: World) -> None:
    with pytest.raises(BadInput):
        proposed(world, Proposal(name="refund", arguments={"amount": 1}, proposed_by="rules"))


def test_arguments_that_are_not_declared_are_refused_and_not_kept(world: World) -> None:
    smuggled = {**a_refund().arguments, "approved": True}

    asked = propose_action(
        Proposal(name="refund", arguments=smuggled, proposed_by="m"), signed_in(), CONV, world.ports
    )

    assert asked.action.refusal is RefusalReason.BAD_ARGUMENTS
    assert "approved" not in world.action(asked.action.id).arguments


def test_asking_again_finds_the_card_that_waits(world: World) -> None:
    first = proposed(world)

    again = propose_action(a_refund(), signed_in(), CONV, world.ports)

    assert again.is_repeated
    assert again.action == first


def test_asking_otherwise_takes_the_place_of_what_was_not_confirmed(world: World) -> None:
    first = proposed(world, a_refund(9000))

    second = proposed(world, a_refund(500))

    assert world.action(first.id).state is ActionState.CANCELLED
    assert second.state is ActionState.AWAITING_CUSTOMER


def test_more_than_is_left_is_refused_counting_what_is_under_way(world: World) -> None:
    first = proposed(world, a_refund(6000))
    confirm_action(click_on(first), signed_in(), world.ports)

    second = proposed(world, a_refund(4000))

    assert second.refusal is RefusalReason.ABOVE_WHAT_IS_LEFT


def test_a_declined_action_is_over(world: World) -> None:
    asked = proposed(world)

    declined = confirm_action(click_on(asked, is_approved=False), signed_in(), world.ports)

    assert declined.state is ActionState.DECLINED
    with pytest.raises(Conflict):
        confirm_action(click_on(declined), signed_in(), world.ports)


def test_declining_works_while_the_order_system_is_down(world: World) -> None:
    asked = proposed(world)
    world.shop.is_down = True

    with pytest.raises(Unavailable):
        confirm_action(click_on(asked), signed_in(), world.ports)

    declined = confirm_action(click_on(asked, is_approved=False), signed_in(), world.ports)
    assert declined.state is ActionState.DECLINED


def test_the_same_click_twice_gives_the_same_receipt(world: World) -> None:
    click = click_on(proposed(world))

    first = confirm_action(click, signed_in(), world.ports)
    again = confirm_action(click, signed_in(), world.ports)

    assert again == first
    with pytest.raises(Conflict):
        confirm_action(replace(click, is_approved=False), signed_in(), world.ports)


def test_nobody_confirms_for_somebody_else(world: World) -> None:
    asked = proposed(world)

    with pytest.raises(NotFound):
        confirm_action(click_on(asked), signed_in(BEN), world.ports)


def test_a_session_that_has_ended_confirms_nothing(world: World) -> None:
    asked = proposed(world)
    ended = replace(signed_in(), expires_at=NOON)

    with pytest.raises(Conflict, match="signed in"):
        confirm_action(click_on(asked), ended, world.ports)


def test_a_click_on_another_card_is_refused(world: World) -> None:
    asked = proposed(world)

    for forged in (
        replace(click_on(asked), digest="0" * 64),
        replace(click_on(asked), version=asked.version + 1),
    ):
        with pytest.raises(Conflict):
            confirm_action(forged, signed_in(), world.ports)


def test_a_row_that_was_changed_in_the_database_is_refused(world: World) -> None:
    asked = proposed(world)
    with world.store.writing_connection() as connection:
        connection.exec_driver_sql("UPDATE actions SET amount = 1 WHERE amount = 2000")

    with pytest.raises(Conflict, match="card"):
        confirm_action(click_on(asked), signed_in(), world.ports)


def test_a_card_expires(world: World) -> None:
    asked = proposed(world)
    world.clock.advance(15 * 60)

    with pytest.raises(Conflict, match="run out"):
        confirm_action(click_on(asked), signed_in(), world.ports)

    assert expire_actions(world.ports) == 1
    assert world.action(asked.id).state is ActionState.EXPIRED


def test_a_decision_at_the_last_moment_stands(world: World) -> None:
    asked = proposed(world)

    assert expire_actions(world.ports) == 0
    assert world.action(asked.id) == asked


def test_rules_that_changed_meanwhile_are_obeyed(world: World) -> None:
    asked = proposed(world)
    world.rules.weakest.clear()

    refused = confirm_action(click_on(asked), signed_in(), world.ports)

    assert refused.state is ActionState.REFUSED
    assert refused.refusal is RefusalReason.POLICY


def test_staff_approve_what_the_customer_confirmed(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    confirmed = confirm_action(click_on(proposed(world)), signed_in(), world.ports)
    assert confirmed.state is ActionState.AWAITING_STAFF

    approved = decide_approval(click_on(confirmed), staff(), world.ports)

    assert approved.state is ActionState.APPROVED


def test_staff_cannot_approve_what_the_customer_has_not_confirmed(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    asked = proposed(world)

    with pytest.raises(Conflict):
        decide_approval(click_on(asked), staff(), world.ports)


def test_four_eyes_are_two_different_people(world: World) -> None:
    world.rules.weakest["refund"] = Control.TWO_STAFF
    confirmed = confirm_action(click_on(proposed(world)), signed_in(), world.ports)
    once = decide_approval(click_on(confirmed), staff("kim"), world.ports)
    assert once.state is ActionState.AWAITING_STAFF

    with pytest.raises(Forbidden, match="second person"):
        decide_approval(click_on(once), staff("kim"), world.ports)

    twice = decide_approval(click_on(once), staff("lee"), world.ports)
    assert twice.state is ActionState.APPROVED


@pytest.mark.parametrize("by", [staff(ANN), staff("writer")])
def test_nobody_approves_what_they_asked_for(world: World, by: object) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    asked = proposed(world, replace(a_refund(), proposed_by="staff:writer"))
    confirmed = confirm_action(click_on(asked), signed_in(), world.ports)

    with pytest.raises(Forbidden, match="themselves"):
        decide_approval(click_on(confirmed), by, world.ports)  # type: ignore[arg-type]


def test_a_large_amount_takes_a_lead(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    ports = replace(world.ports, agent_money=1999)
    confirmed = confirm_action(click_on(proposed(world)), signed_in(), ports)

    with pytest.raises(Forbidden, match="lead"):
        decide_approval(click_on(confirmed), staff(), ports)

    lead = staff("lou", Role.LEAD)
    assert decide_approval(click_on(confirmed), lead, ports).state is ActionState.APPROVED


def test_staff_decline(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    confirmed = confirm_action(click_on(proposed(world)), signed_in(), world.ports)
    world.shop.is_down = True

    declined = decide_approval(click_on(confirmed, is_approved=False), staff(), world.ports)

    assert declined.state is ActionState.DECLINED


def test_what_one_of_the_staff_may_approve_in_a_day_is_limited(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    ports = replace(world.ports, limits=Limits(staff_money_a_day=3000))
    first = confirm_action(click_on(proposed(world, a_refund(2000))), signed_in(), ports)
    decide_approval(click_on(first), staff(), ports)
    second = confirm_action(click_on(proposed(world, a_refund(1500))), signed_in(), ports)

    with pytest.raises(Forbidden, match="in a day"):
        decide_approval(click_on(second), staff(), ports)

    approved = decide_approval(click_on(second), staff("lou"), ports)
    assert approved.state is ActionState.APPROVED


def test_a_customer_takes_back_what_waits_for_the_staff(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    confirmed = confirm_action(click_on(proposed(world)), signed_in(), world.ports)

    gone = confirm_action(click_on(confirmed, is_approved=False), signed_in(), world.ports)

    assert gone.state is ActionState.CANCELLED
    with pytest.raises(Conflict):
        decide_approval(click_on(confirmed), staff(), world.ports)


def test_what_was_asked_for_later_is_no_reason_against_what_was_agreed(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    ports = replace(world.ports, limits=Limits(customer_actions_a_minute=2))
    first = propose_action(a_refund(), signed_in(), CONV, ports).action
    confirmed = confirm_action(click_on(first), signed_in(), ports)
    propose_action(a_refund(order="9999"), signed_in(), CONV, ports)

    approved = decide_approval(click_on(confirmed), staff(), ports)

    assert approved.state is ActionState.APPROVED


def test_what_nobody_confirmed_takes_nothing_from_the_total_of_all_customers(
    world: World,
) -> None:
    ports = replace(world.ports, limits=Limits(action_money_a_day=9000))
    propose_action(a_refund(9000), signed_in(), CONV, ports)

    other = propose_action(a_refund(100, "2001"), signed_in(BEN), CONV, ports)

    assert other.action.refusal is None


def test_a_day_is_counted_from_when_money_moved_and_not_from_when_it_was_asked_for(
    world: World,
) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    ports = replace(world.ports, limits=Limits(customer_money_a_day=4000))
    waiting = confirm_action(click_on(proposed(world, a_refund(3000))), signed_in(), ports)
    world.clock.advance(23 * 3600)
    agreed = decide_approval(click_on(waiting), staff(), ports)
    world.clock.advance(2 * 3600)
    later = replace(signed_in(), expires_at=world.clock.now() + timedelta(hours=1))

    second = propose_action(a_refund(2000), later, CONV, ports)

    assert agreed.state is ActionState.APPROVED
    assert second.action.refusal is RefusalReason.TOO_MUCH


def test_a_card_is_shown_in_the_conversation_that_asks_and_taken_from_the_other(
    world: World,
) -> None:
    other = ConversationId("conv_2")
    with world.store.write() as writing:
        writing.open_conversation(a_conversation(other), an_entry("conversation.opened"))
    first = proposed(world)

    second = propose_action(a_refund(), signed_in(), other, world.ports)

    assert not second.is_repeated
    assert second.action.conversation == other
    assert world.action(first.id).state is ActionState.CANCELLED
    assert "action.settled" in events(world)


def test_a_card_that_has_expired_does_not_come_back(world: World) -> None:
    first = proposed(world)
    world.clock.advance(16 * 60)

    again = propose_action(a_refund(), signed_in(), CONV, world.ports)

    assert not again.is_repeated
    assert again.action.id != first.id
    confirmed = confirm_action(click_on(again.action), signed_in(), world.ports)
    assert confirmed.state is ActionState.APPROVED


def test_nothing_of_what_belongs_to_somebody_else_is_kept(world: World) -> None:
    refused = propose_action(a_refund(order="2001"), signed_in(), CONV, world.ports).action
    missing = propose_action(a_refund(order="9999"), signed_in(), CONV, world.ports).action

    assert (refused.amount, refused.state) == (missing.amount, missing.state)


def test_an_unknown_action_cannot_be_approved(world: World) -> None:
    forged = replace(click_on(proposed(world)), action="act_none")  # type: ignore[arg-type]

    with pytest.raises(NotFound):
        decide_approval(forged, staff(), world.ports)


def test_a_price_that_changed_between_card_and_approval_blocks_it(world: World) -> None:
    world.rules.weakest["refund"] = Control.STAFF
    confirmed = confirm_action(click_on(proposed(world, a_refund(9000))), signed_in(), world.ports)
    world.shop.orders["1001"].refunded = 1

    refused = decide_approval(click_on(confirmed), staff(), world.ports)

    assert refused.refusal is RefusalReason.ABOVE_WHAT_IS_LEFT


def test_facts_that_move_while_they_are_decided_on_are_read_again(world: World) -> None:
    class Meddling(type(world.shop)):  # type: ignore[misc]
        def resource(self, *args: object) -> object:
            found = super().resource(*args)
            if self.reads == 1:
                other = replace(a_refund(1), arguments={"order": "1001", "amount": 1})
                propose_action(other, signed_in(), CONV, world.ports)
            return found

    meddling = Meddling(orders=world.shop.orders)
    ports = replace(world.ports, systems=dict.fromkeys(world.ports.systems, meddling))

    asked = propose_action(a_refund(), signed_in(), CONV, ports)

    assert asked.action.state is ActionState.AWAITING_CUSTOMER
    assert meddling.reads == 2


def test_what_is_switched_off_is_refused_and_staff_may_switch_it_off(world: World) -> None:
    switch_actions("refund", "off", staff(), world.ports)

    assert proposed(world).refusal is RefusalReason.SWITCHED_OFF
    with pytest.raises(Forbidden):
        switch_actions("refund", "on", staff(), world.ports)
    switch_actions("refund", "on", staff(role=Role.LEAD), world.ports)
    assert proposed(world).state is ActionState.AWAITING_CUSTOMER


@pytest.mark.parametrize(
    ("name", "position", "fault"),
    [("refund", "maybe", BadInput), ("fly", "off", NotFound), ("*", "shadow", BadInput)],
)
def test_a_switch_that_is_not_there_is_not_set(
    world: World, name: str, position: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        switch_actions(name, position, staff(role=Role.ADMIN), world.ports)


def test_in_shadow_mode_it_is_decided_and_recorded_and_not_done(world: World) -> None:
    switch_actions("refund", "shadow", staff(role=Role.LEAD), world.ports)

    asked = propose_action(a_refund(), signed_in(), CONV, world.ports)

    assert isinstance(asked.ruling, AskCustomer)
    assert asked.action.is_shadow
    assert asked.action.state is ActionState.CANCELLED
    assert asked.action.control is Control.CUSTOMER


def test_money_goes_out_to_nobody_whose_address_was_just_changed(world: World) -> None:
    change = Proposal(
        name="change_email", arguments={"email": "new@x.example"}, proposed_by="rules"
    )
    confirm_action(click_on(proposed(world, change)), signed_in(), world.ports)

    refused = proposed(world)

    assert refused.refusal is RefusalReason.COOLING_OFF


def test_the_audit_log_holds_nothing_that_a_customer_wrote(world: World) -> None:
    change = Proposal(
        name="change_email", arguments={"email": "private@x.example"}, proposed_by="rules"
    )

    confirm_action(click_on(proposed(world, change)), signed_in(), world.ports)

    with world.store.read() as reading:
        assert "private@x.example" not in str(reading.audit_entries())


def test_a_customer_asks_only_so_often(world: World) -> None:
    ports = replace(world.ports, limits=Limits(customer_actions_a_minute=2))
    for amount in (1, 2):
        propose_action(a_refund(amount), signed_in(), CONV, ports)

    third = propose_action(a_refund(3), signed_in(), CONV, ports)

    assert third.action.refusal is RefusalReason.TOO_MUCH
    world.clock.advance(timedelta(seconds=61).total_seconds())
    assert propose_action(a_refund(4), signed_in(), CONV, ports).action.refusal is None
