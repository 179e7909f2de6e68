"""Who decided what, on exactly what, is written down in full: row, entries, events, approvals."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from typing_extensions import override

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.card import digest_of
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    AskCustomer,
    Control,
    CustomerId,
    Limits,
    Proposal,
    RefusalReason,
    ResourceId,
    Role,
    StaffId,
    Switches,
    Totals,
)
from handrail.domain.actions.ports import Permission
from handrail.domain.actions.spec import ActionName, Parameter, ParameterKind
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId, Event
from handrail.flow.action_ports import TotalsFor
from handrail.flow.confirm_action import confirm_action
from handrail.flow.decide_approval import decide_approval
from handrail.flow.expire_actions import expire_actions
from handrail.flow.judge_action import asked_of, known_action, lock, open_case, proposal_of
from handrail.flow.propose_action import Proposed, place, propose_action
from handrail.flow.switch_actions import switch_actions
from handrail.kernel.errors import Forbidden, NotFound
from tests.action_world import (
    ANN,
    CONV,
    REFUND,
    FixedRules,
    World,
    a_refund,
    a_world,
    click_on,
    signed_in,
    staff,
)
from tests.builders import NOON, a_conversation, an_entry
from tests.fakes import CountingIds
from tests.vault import a_cipher

S = ActionState
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RESEND = Proposal(name="resend_invoice", arguments={"order": "1001"}, proposed_by="model-1")
NEW_EMAIL = Proposal(name="change_email", arguments={"email": "new@x.example"}, proposed_by="rules")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    store = open_store(sqlite_url, upgrade, cipher=a_cipher)
    yield a_world(store, ids=CountingIds())
    store.close()


def asked(world: World, proposal: Proposal | None = None) -> Proposed:
    return propose_action(proposal or a_refund(), signed_in(), CONV, world.ports)


def confirmed(world: World, control: Control = Control.STAFF) -> Action:
    world.rules.weakest["refund"] = control
    return confirm_action(click_on(asked(world).action), signed_in(), world.ports)


def written(world: World) -> list[AuditEntry]:
    with world.store.read() as reading:
        return [entry for _, entry in reading.audit_entries()][1:]


def told(world: World) -> list[Event]:
    with world.store.read() as reading:
        return [Event(kind=e.kind, facts=e.facts) for e in reading.events_after(CONV, 0)]


def approvals(world: World, action: Action) -> tuple[Approval, ...]:
    with world.store.read() as reading:
        return reading.approvals(action.id)


def facts(action: Action, **more: object) -> dict[str, object]:
    """Return what every entry on an action says of it."""
    same = {"action": action.name, "state": action.state.value, "digest": action.digest}
    return {**same, "amount": action.amount, "conversation": CONV, **more}


def ruled(action: Action, **more: object) -> dict[str, object]:
    control = None if action.control is None else action.control.value
    known = {"control": control, "policies": "fixed", "refusal": None, "shadow": False}
    return facts(action, **(known | more))


def entry(kind: str, actor: str, says: dict[str, object], after: timedelta = MINUTE * 0) -> object:
    return AuditEntry(kind=kind, actor=actor, subject="act_1", at=NOON + after, facts=says)  # type: ignore[arg-type]


def test_a_proposal_is_kept_as_what_will_be_done_for_whom_and_until_when(world: World) -> None:
    action = asked(world).action

    expected = Action(
        id=ActionId("act_1"),
        name=ActionName("refund"),
        spec_version="1",
        conversation=CONV,
        customer=ANN,
        resource=ResourceId("Order/1001"),
        arguments={"order": "1001", "amount": 2000},
        amount=2000,
        pays_out=True,
        salt="salt_1",
        digest=action.digest,
        state=S.AWAITING_CUSTOMER,
        version=1,
        control=Control.CUSTOMER,
        policies=("fixed",),
        proposed_by="rules",
        proposed_at=NOON,
        expires_at=NOON + 15 * MINUTE,
    )
    assert action == world.action("act_1") == expected
    assert action.digest == digest_of(action)


def test_a_proposal_its_ruling_and_its_card_are_written_down(world: World) -> None:
    action = asked(world).action

    begun = facts(replace(action, state=S.PROPOSED))
    assert written(world) == [
        entry("action.proposed", "customer", begun),
        entry("action.ruled", "system", ruled(action, control="customer")),
    ]
    card = {
        "action": "act_1",
        "version": 1,
        "digest": action.digest,
        "title": "Refund an order",
        "rows": [["Order", "1001"], ["Amount", "20.00 EUR"]],
        "state": "awaiting_customer",
        "control": "customer",
        "expires_at": (NOON + 15 * MINUTE).isoformat(),
    }
    assert told(world) == [Event(kind="action.proposed", facts=card)]


def test_what_is_done_at_once_may_begin_for_an_hour_and_is_told(world: World) -> None:
    action = asked(world, RESEND).action

    assert (action.state, action.control) == (S.APPROVED, Control.NONE)
    assert action.expires_at == NOON + HOUR
    assert (action.amount, action.pays_out, action.changes_contact) == (0, False, False)
    assert action.proposed_by == "model-1"
    assert [event.kind for event in told(world)] == ["action.proposed"]


def test_a_change_of_contact_is_kept_as_one(world: World) -> None:
    action = asked(world, NEW_EMAIL).action

    assert (action.changes_contact, action.pays_out) == (True, False)
    assert action.resource == f"Customer/{ANN}"


def test_a_refusal_is_written_down_and_not_told_as_a_card(world: World) -> None:
    action = asked(world, a_refund(9001)).action

    assert (action.state, action.control) == (S.REFUSED, None)
    assert written(world)[1].facts == ruled(
        action, policies="gate:above_what_is_left", refusal="above_what_is_left"
    )
    assert told(world) == []


def test_what_is_decided_in_shadow_mode_says_so_and_is_told_to_nobody(world: World) -> None:
    world = replace(world, ports=replace(world.ports, shadow=frozenset({"refund"})))

    action = asked(world).action

    assert (action.state, action.why) == (S.CANCELLED, "decided in shadow mode")
    assert written(world)[1].facts == ruled(action, shadow=True)
    assert told(world) == []


def test_what_is_refused_in_shadow_mode_is_refused(world: World) -> None:
    world = replace(world, ports=replace(world.ports, shadow=frozenset({"refund"})))

    action = asked(world, a_refund(9001)).action

    assert (action.state, action.is_shadow) == (S.REFUSED, True)


def test_only_what_waits_for_the_same_thing_is_the_same_request(world: World) -> None:
    world.shop.orders["1002"] = replace(world.shop.orders["1001"])
    first = asked(world).action
    other_thing = asked(world, a_refund(order="1002")).action
    world.rules.weakest["resend_invoice"] = Control.CUSTOMER
    other_name = asked(world, RESEND).action

    again = asked(world)

    assert again == Proposed(
        action=first, ruling=AskCustomer(policies=("fixed",)), is_repeated=True
    )
    assert asked(world, a_refund(order="1002")).action == other_thing
    states = {world.action(a.id).state for a in (first, other_thing, other_name)}
    assert states == {S.AWAITING_CUSTOMER}


def test_what_another_request_took_the_place_of_is_written_down(world: World) -> None:
    first = asked(world).action

    asked(world, a_refund(500))

    gone = world.action(first.id)
    assert (gone.state, gone.why) == (S.CANCELLED, "asked for otherwise")
    assert written(world)[2] == entry("action.cancelled", "customer", facts(gone))
    assert "action.settled" not in [event.kind for event in told(world)]


def test_a_confirmation_is_bound_to_the_card_and_written_down(world: World) -> None:
    seen = asked(world).action
    world.clock.advance(60)

    action = confirm_action(click_on(seen), signed_in(), world.ports)

    assert (action.state, action.control, action.policies) == (
        S.APPROVED,
        Control.CUSTOMER,
        ("fixed",),
    )
    assert action.expires_at == NOON + MINUTE + HOUR
    assert approvals(world, action) == (
        Approval(
            action=seen.id,
            version=1,
            digest=seen.digest,
            by="customer",
            is_approved=True,
            at=NOON + MINUTE,
        ),
    )
    assert written(world)[2:] == [
        entry("action.confirmed", "customer", facts(seen), MINUTE),
        entry("action.ruled", "system", ruled(action), MINUTE),
    ]
    settled = {"action": "act_1", "state": "approved"}
    assert told(world)[1:] == [Event(kind="action.settled", facts=settled)]


def test_a_refusal_by_the_customer_is_written_down(world: World) -> None:
    seen = asked(world).action

    action = confirm_action(click_on(seen, is_approved=False), signed_in(), world.ports)

    assert (action.state, action.why) == (S.DECLINED, "declined by the customer")
    assert not approvals(world, action)[0].is_approved
    assert written(world)[2:] == [
        entry("action.declined", "customer", facts(seen)),
        entry("action.ruled", "system", ruled(action)),
    ]


def test_what_a_customer_takes_back_is_written_down_and_told(world: World) -> None:
    waiting = confirmed(world)

    gone = confirm_action(click_on(waiting, is_approved=False), signed_in(), world.ports)

    assert gone.why == "withdrawn by the customer"
    assert written(world)[-1] == entry("action.withdrawn", "customer", facts(gone))
    settled = {"action": "act_1", "state": "cancelled"}
    assert told(world)[-1] == Event(kind="action.settled", facts=settled)


def test_what_staff_have_to_decide_waits_a_day_for_them(world: World) -> None:
    world.clock.advance(60)

    action = confirmed(world)

    assert (action.state, action.control) == (S.AWAITING_STAFF, Control.STAFF)
    assert action.expires_at == NOON + MINUTE + timedelta(hours=24)


def test_what_needs_no_confirmation_any_more_is_approved_by_one(world: World) -> None:
    world.rules.weakest["resend_invoice"] = Control.CUSTOMER
    seen = asked(world, RESEND).action
    world.rules.weakest["resend_invoice"] = Control.NONE

    action = confirm_action(click_on(seen), signed_in(), world.ports)

    assert (action.state, action.control) == (S.APPROVED, Control.NONE)
    assert action.expires_at == NOON + HOUR


def test_rules_that_refuse_a_confirmed_action_are_written_down(world: World) -> None:
    seen = asked(world).action
    world.rules.weakest.clear()

    action = confirm_action(click_on(seen), signed_in(), world.ports)

    assert (action.refusal, action.policies) == (RefusalReason.POLICY, ("fixed",))
    assert written(world)[3] == entry("action.ruled", "system", ruled(action, refusal="policy"))


def test_an_approval_is_bound_to_the_card_and_written_down(world: World) -> None:
    seen = confirmed(world)
    world.clock.advance(60)

    action = decide_approval(click_on(seen), staff(), world.ports)

    assert (action.state, action.control, action.policies) == (
        S.APPROVED,
        Control.STAFF,
        ("fixed",),
    )
    assert action.expires_at == NOON + MINUTE + HOUR
    assert approvals(world, action)[1:] == (
        Approval(
            action=seen.id,
            version=seen.version,
            digest=seen.digest,
            by="staff:kim",
            is_approved=True,
            at=NOON + MINUTE,
        ),
    )
    assert written(world)[4:] == [
        entry("action.approved", "staff:kim", facts(seen), MINUTE),
        entry("action.ruled", "system", ruled(action), MINUTE),
    ]
    assert told(world)[-1].facts == {"action": "act_1", "state": "approved"}


def test_a_refusal_by_staff_is_written_down(world: World) -> None:
    seen = confirmed(world)

    action = decide_approval(click_on(seen, is_approved=False), staff(), world.ports)

    assert (action.state, action.why) == (S.DECLINED, "declined by the staff")
    assert not approvals(world, action)[1].is_approved
    assert written(world)[4] == entry("action.declined", "staff:kim", facts(seen))


def test_the_first_of_two_approvals_is_written_down_and_leaves_the_time(world: World) -> None:
    seen = confirmed(world, Control.TWO_STAFF)

    action = decide_approval(click_on(seen), staff(), world.ports)

    assert action.state is S.AWAITING_STAFF
    assert (action.control, action.expires_at) == (Control.TWO_STAFF, seen.expires_at)
    assert action.policies == ("fixed",)


def test_rules_that_grew_stricter_or_looser_since_are_those_that_count(world: World) -> None:
    seen = confirmed(world)
    world.rules.weakest["refund"] = Control.TWO_STAFF
    first = decide_approval(click_on(seen), staff("kim"), world.ports)
    world.rules.weakest["refund"] = Control.CUSTOMER

    second = decide_approval(click_on(first), staff("lee"), world.ports)

    assert (first.state, first.control) == (S.AWAITING_STAFF, Control.TWO_STAFF)
    assert (second.state, second.control) == (S.APPROVED, Control.CUSTOMER)


class Renamed(FixedRules):
    """The same rules under another name."""

    @override
    def permissions(self, *asked: Any) -> tuple[Permission, ...]:
        return tuple(replace(p, policies=("renamed",)) for p in super().permissions(*asked))


class TwoPolicies(FixedRules):
    """The same rules, each permission by two policies."""

    @override
    def permissions(self, *asked: Any) -> tuple[Permission, ...]:
        return tuple(replace(p, policies=("one", "other")) for p in super().permissions(*asked))


def test_the_policies_that_decided_last_are_those_that_are_kept(world: World) -> None:
    world.rules.weakest["refund"] = Control.TWO_STAFF
    renamed = replace(world.ports, rules=Renamed(world.rules.weakest))
    seen = asked(world).action

    second = confirm_action(click_on(seen), signed_in(), renamed)
    third = decide_approval(click_on(second), staff("kim"), world.ports)
    fourth = decide_approval(click_on(third), staff("lee"), renamed)

    kept = [action.policies for action in (seen, second, third, fourth)]
    assert kept == [("fixed",), ("renamed",), ("fixed",), ("renamed",)]


def test_what_refuses_a_confirmed_action_is_named(world: World) -> None:
    seen = asked(world).action
    switch_actions("refund", "off", staff(), world.ports)

    action = confirm_action(click_on(seen), signed_in(), world.ports)

    assert action.policies == ("gate:switched_off",)
    assert action.refusal is RefusalReason.SWITCHED_OFF


def test_a_customer_who_left_long_ago_is_still_the_one_it_is_done_for(world: World) -> None:
    seen = confirmed(world)
    world.clock.advance(timedelta(hours=23).total_seconds())

    action = decide_approval(click_on(seen), staff(), world.ports)

    assert action.state is S.APPROVED


def test_a_lead_is_needed_above_the_limit_and_only_where_money_goes_out(world: World) -> None:
    seen = confirmed(world)
    world.rules.weakest["change_email"] = Control.STAFF
    exactly = replace(world.ports, agent_money=2000)
    none_at_all = replace(world.ports, agent_money=-1)

    email = asked(world, NEW_EMAIL).action
    email = confirm_action(click_on(email), signed_in(), world.ports)

    assert decide_approval(click_on(email), staff(), none_at_all).state is S.APPROVED
    refused = decide_approval(click_on(seen), staff(), exactly)
    assert refused.refusal is RefusalReason.COOLING_OFF


def test_an_agent_approves_up_to_the_limit(world: World) -> None:
    seen = confirmed(world)

    action = decide_approval(click_on(seen), staff(), replace(world.ports, agent_money=2000))

    assert action.state is S.APPROVED


def test_who_may_approve_no_more_today_is_told_who_may(world: World) -> None:
    limited = replace(world.ports, limits=Limits(staff_money_a_day=2000))
    world.rules.weakest["refund"] = Control.STAFF
    to_the_cent = confirm_action(click_on(asked(world).action), signed_in(), limited)
    assert decide_approval(click_on(to_the_cent), staff(), limited).state is S.APPROVED
    one_more = confirm_action(click_on(asked(world, a_refund(1)).action), signed_in(), limited)

    with pytest.raises(Forbidden) as refused:
        decide_approval(click_on(one_more), staff(), limited)

    told_why = "That is more than you may approve in a day. Ask a colleague to look at it."
    assert str(refused.value) == told_why


def test_what_expires_is_written_down_and_told(world: World) -> None:
    seen = asked(world).action
    world.clock.advance(15 * 60)

    assert expire_actions(world.ports) == 1

    gone = world.action(seen.id)
    assert (gone.state, gone.why) == (S.EXPIRED, "awaiting_customer for too long")
    assert written(world)[2] == entry("action.expired", "system", facts(gone), 15 * MINUTE)
    assert told(world)[-1] == Event(
        kind="action.settled", facts={"action": "act_1", "state": "expired"}
    )
    assert expire_actions(world.ports) == 0


@pytest.mark.parametrize("proposal", [RESEND, a_refund()])
def test_what_was_approved_and_not_begun_expires_as_well(world: World, proposal: Proposal) -> None:
    action = asked(world, proposal).action
    if action.state is S.AWAITING_CUSTOMER:
        action = confirm_action(click_on(action), signed_in(), world.ports)

    world.clock.advance(3599)
    assert expire_actions(world.ports) == 0
    world.clock.advance(1)

    assert expire_actions(world.ports) == 1
    assert world.action(action.id).why == "approved for too long"


@dataclass
class LastMoment:
    """A clock that lets somebody decide between two looks at it."""

    world: World
    looks: int = 0

    def now(self) -> object:
        self.looks += 1
        if self.looks == 2:
            click = click_on(self.world.action("act_1"), is_approved=False)
            self.world.clock.advance(-1)
            confirm_action(click, signed_in(), self.world.ports)
        return self.world.clock.now()


def test_what_is_decided_while_it_expires_stands(world: World) -> None:
    asked(world)
    world.clock.advance(15 * 60)
    ports = replace(world.ports, clock=LastMoment(world))  # type: ignore[arg-type]

    assert expire_actions(ports) == 0

    assert world.action("act_1").state is S.DECLINED


@pytest.mark.parametrize(
    ("name", "position", "role"),
    [
        ("refund", "off", Role.AGENT), ("*", "off", Role.AGENT), ("refund", "shadow", Role.LEAD),
        ("*", "on", Role.ADMIN),
    ],
)  # fmt: skip
def test_who_switched_what_is_written_down(
    world: World, name: str, position: str, role: Role
) -> None:
    switch_actions(name, position, staff("kim", role), world.ports)

    assert written(world) == [
        AuditEntry(
            kind="actions.switched",
            actor="staff:kim",
            subject=name,
            at=NOON,
            facts={"position": position},
        )
    ]


def test_all_can_be_switched_off_at_once(world: World) -> None:
    switch_actions("*", "off", staff(), world.ports)

    assert asked(world, RESEND).action.refusal is RefusalReason.SWITCHED_OFF


@dataclass
class Listening:
    """A transaction that hears what is locked and counted."""

    held: list[tuple[object, ...]] = field(default_factory=list)
    counted: list[TotalsFor] = field(default_factory=list)

    def hold(self, *what: object) -> None:
        self.held.append(what)

    def totals(self, query: TotalsFor) -> Totals:
        self.counted.append(query)
        return Totals(resource_open=3, customer_actions_last_minute=4, customer_actions_today=7)

    def switches(self) -> Switches:
        return Switches(off=frozenset({"cancel"}))


def test_all_that_a_decision_counts_is_locked_before_it_is_counted(world: World) -> None:
    tx = Listening()
    case = open_case(REFUND, a_refund(), signed_in(), world.ports)
    by_staff = replace(case, action=ActionId("act_1"), approver=StaffId("kim"))

    lock(case, tx)  # type: ignore[arg-type]
    lock(by_staff, tx)  # type: ignore[arg-type]

    assert tx.held == [
        ("Order/1001", ANN, 0, ["Action/refund"]),
        ("Order/1001", ANN, 0, ["Action/refund", "Staff/kim"]),
    ]


def test_the_gate_is_asked_with_all_that_is_known_under_the_lock(world: World) -> None:
    tx = Listening()
    limits = Limits(customer_money_a_day=1)
    ports = replace(world.ports, limits=limits)
    case = open_case(REFUND, a_refund(), signed_in(), ports)
    by_staff = replace(case, action=ActionId("act_1"), approver=StaffId("kim"))

    found = asked_of(by_staff, tx, ports)  # type: ignore[arg-type]

    assert tx.counted == [
        TotalsFor(
            name=ActionName("refund"),
            customer=ANN,
            resource=ResourceId("Order/1001"),
            now=NOON,
            without=ActionId("act_1"),
            staff=StaffId("kim"),
        )
    ]
    assert (found.proposal, found.spec, found.session) == (a_refund(), REFUND, signed_in())
    assert found.resource == world.shop.resource(REFUND, ANN, {"order": "1001"})
    assert (found.totals, found.limits) == (Totals(resource_open=3), limits)
    assert (found.switches, found.now) == (tx.switches(), NOON)


def test_how_often_somebody_asks_is_counted_while_it_is_asked_for(world: World) -> None:
    tx = Listening()
    case = open_case(REFUND, a_refund(), signed_in(), world.ports)

    found = asked_of(case, tx, world.ports)  # type: ignore[arg-type]

    assert found.totals.customer_actions_last_minute == 4
    assert found.totals.customer_actions_today == 7


def test_whoever_asked_for_an_action_hears_what_the_gate_was_told(world: World) -> None:
    placed = asked(world)

    assert placed.asked is not None
    assert (placed.asked.proposal, placed.asked.now) == (a_refund(), NOON)
    assert asked(world).asked is None


def test_every_policy_that_decided_is_named(world: World) -> None:
    ports = replace(world.ports, rules=TwoPolicies(world.rules.weakest))

    action = propose_action(a_refund(), signed_in(), CONV, ports).action

    assert action.policies == ("one", "other")
    assert written(world)[1] == entry(
        "action.ruled", "system", ruled(action, policies="one, other")
    )


def test_a_card_at_the_end_of_its_time_is_not_shown_again(world: World) -> None:
    first = asked(world).action
    world.clock.advance((15 * MINUTE).total_seconds())

    again = asked(world)

    assert not again.is_repeated
    assert world.action(first.id).state is S.CANCELLED


def test_a_card_of_an_earlier_owner_is_left_to_them(world: World) -> None:
    bob, theirs = CustomerId("cus_bob"), ConversationId("conv_2")
    with world.store.write() as writing:
        writing.open_conversation(a_conversation(theirs), an_entry("conversation.opened"))
    first = asked(world).action
    world.shop.orders["1001"] = replace(world.shop.orders["1001"], owner=bob)

    propose_action(a_refund(), signed_in(bob), theirs, world.ports)

    assert world.action(first.id).state is S.AWAITING_CUSTOMER


def test_what_it_makes_good_for_is_part_of_an_action(world: World) -> None:
    first = asked(world).action
    case = open_case(REFUND, a_refund(500), signed_in(), world.ports)

    with world.store.decide() as tx:
        placed = place(replace(case, compensates=first.id), CONV, tx, world.ports)

    assert placed.action.compensates == first.id
    assert world.action(placed.action.id) == placed.action


def test_a_card_is_found_among_hundreds(world: World) -> None:
    numbers = [str(number) for number in range(3001, 3202)]
    world.shop.orders |= {number: replace(world.shop.orders["1001"]) for number in numbers}
    actions = [asked(world, a_refund(order=number)).action for number in numbers]

    again = asked(world, a_refund(order=numbers[-1]))

    assert again.is_repeated
    assert again.action == actions[-1]


def test_who_asked_for_it_is_known_when_it_is_decided_again(world: World) -> None:
    action = asked(world).action

    assert proposal_of(action) == Proposal(
        name="refund", arguments=action.arguments, proposed_by=a_refund().proposed_by
    )


def test_an_action_that_is_not_there_is_told_with_where_to_look(world: World) -> None:
    with world.store.read() as reading, pytest.raises(NotFound, match=r"'act_none'\. Look here\."):
        known_action(ActionId("act_none"), reading, hint="Look here.")


def test_a_system_that_answers_with_another_thing_has_answered_with_none(world: World) -> None:
    shop = world.shop

    class Confused(type(shop)):  # type: ignore[misc]
        def resource(self, spec: object, customer: object, _arguments: object) -> object:
            return super().resource(spec, customer, {"order": "1001"})

    ports = replace(world.ports, systems=dict.fromkeys(world.ports.systems, Confused()))

    refused = propose_action(a_refund(order="1002"), signed_in(), CONV, ports)

    assert refused.action.refusal is RefusalReason.NOT_THEIRS


def test_a_decision_counts_itself_out_when_it_is_made_again(world: World) -> None:
    seen = asked(world, a_refund(9000)).action
    world.rules.weakest["refund"] = Control.STAFF

    action = confirm_action(click_on(seen), signed_in(), world.ports)
    approved = decide_approval(click_on(action), staff(), world.ports)

    assert (action.state, approved.state) == (S.AWAITING_STAFF, S.APPROVED)


def test_a_value_the_customer_did_not_name_is_that_of_a_fact_of_their_own(world: World) -> None:
    amount = Parameter(
        name="amount", kind=ParameterKind.MONEY, label="Amount", filled_by="refundable"
    )
    spec = replace(REFUND, parameters=(REFUND.parameters[0], amount))
    ports = replace(world.ports, catalogue=catalogue_of([spec]))
    all_of_it, theirs = (
        Proposal(name="refund", arguments={"order": order}, proposed_by="rules")
        for order in ("1001", "2001")
    )

    filled = propose_action(all_of_it, signed_in(), CONV, ports).action
    not_filled = propose_action(theirs, signed_in(), CONV, ports).action

    assert filled.arguments == {"order": "1001", "amount": 9000}
    assert filled.proposed_by == "rules"
    assert not_filled.refusal is RefusalReason.BAD_ARGUMENTS
    assert not_filled.amount == 0
