"""What the store promises of actions: on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    CustomerId,
    ResourceId,
    StaffId,
    Switches,
)
from handrail.domain.conversation.model import ConversationId
from handrail.flow.action_ports import TotalsFor
from handrail.kernel.errors import Conflict, NotFound
from tests.builders import NOON, a_conversation, an_action, an_entry
from tests.vault import a_cipher

ORDER = ResourceId("Order/1001")
ANN = CustomerId("cus_1")


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    opened = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    with opened.write() as writing:
        writing.open_conversation(a_conversation(), an_entry("conversation.opened"))
    yield opened
    opened.close()


def added(store: SqlStore, *actions: Action) -> None:
    with store.decide() as writing:
        for action in actions:
            writing.add_action(action, an_entry("action.proposed"))


def for_order(**changes: object) -> TotalsFor:
    query = TotalsFor(name=an_action().name, customer=ANN, resource=ORDER, now=NOON)
    return replace(query, **changes)  # type: ignore[arg-type]


def test_an_action_is_kept_whole(store: SqlStore) -> None:
    action = an_action(
        arguments={
            "order": "1001",
            "amount": 2000,
            "lines": ({"sku": "a", "n": 1},),
            "ids": ("x",),
        },
        result={"refund": "re_1"},
        policies=("refund-small",),
    )

    added(store, action)

    with store.read() as reading:
        assert reading.action(action.id) == action
        assert reading.action(ActionId("act_none")) is None


def test_the_actions_of_a_conversation_are_told_in_the_order_of_their_proposals(
    store: SqlStore,
) -> None:
    with store.write() as writing:
        writing.open_conversation(a_conversation("conv_2"), an_entry("conversation.opened"))
    added(
        store,
        an_action("act_2"),
        an_action("act_1"),
        an_action("act_3", conversation="conv_2"),
    )

    with store.read() as reading:
        mine = [action.id for action in reading.actions_of(ConversationId("conv_1"))]
        nobodys = reading.actions_of(ConversationId("conv_9"))

    assert mine == ["act_2", "act_1"]
    assert nobodys == ()


def test_who_it_is_for_and_what_they_wrote_stands_nowhere_in_plain_text(store: SqlStore) -> None:
    action = an_action(
        customer="ann@private.example",
        resource="Customer/ann@private.example",
        arguments={"email": "new@private.example"},
        result={"told": "new@private.example"},
    )

    added(store, action)

    with store.reading_connection() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM actions")]
        rows += [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM action_holds")]
    assert "private.example" not in str(rows)
    with store.read() as reading:
        assert reading.actions(customer=action.customer) == (action,)


def test_a_change_names_the_version_that_it_saw(store: SqlStore) -> None:
    action = an_action()
    added(store, action)

    with store.decide() as writing:
        moved = writing.move_action(
            replace(action, state=ActionState.APPROVED), an_entry("action.approved")
        )

    assert moved.version == action.version + 1
    with pytest.raises(Conflict), store.decide() as writing:
        writing.move_action(
            replace(action, state=ActionState.DECLINED), an_entry("action.declined")
        )
    with store.read() as reading:
        assert reading.action(action.id) == moved


def test_what_will_be_done_never_changes(store: SqlStore) -> None:
    action = an_action()
    added(store, action)

    with store.decide() as writing:
        writing.move_action(
            replace(action, state=ActionState.APPROVED, amount=999_999), an_entry("action.approved")
        )

    with store.read() as reading:
        held = reading.action(action.id)
        assert held is not None
        assert held.amount == action.amount
    with pytest.raises(Conflict), store.decide() as writing:
        writing.move_action(replace(held, digest="other"), an_entry("action.approved"))


def test_a_state_that_may_not_follow_is_refused(store: SqlStore) -> None:
    action = an_action(state=ActionState.DECLINED)
    added(store, action)

    with pytest.raises(Conflict, match="declined"), store.decide() as writing:
        writing.move_action(replace(action, state=ActionState.APPROVED), an_entry("x"))


def test_an_unknown_action_cannot_be_changed(store: SqlStore) -> None:
    with pytest.raises(NotFound), store.decide() as writing:
        writing.move_action(an_action(), an_entry("x"))


def test_a_person_decides_once(store: SqlStore) -> None:
    action = an_action()
    added(store, action)
    approval = Approval(
        action=action.id, version=0, digest=action.digest, by="staff:ann", is_approved=True, at=NOON
    )
    with store.decide() as writing:
        writing.save_approval(approval, an_entry("action.approved"))

    with pytest.raises(Conflict), store.decide() as writing:
        writing.save_approval(replace(approval, is_approved=False), an_entry("x"))

    with store.read() as reading:
        assert reading.approvals(action.id) == (approval,)
        assert reading.approvals_of([action.id, ActionId("act_none")]) == {action.id: (approval,)}


def test_a_decision_on_facts_that_are_out_of_date_is_refused(store: SqlStore) -> None:
    with store.read() as reading:
        seen = reading.resource_version(ORDER, ANN)
    added(store, an_action(resource=ORDER))

    with pytest.raises(Conflict, match="Order/1001"), store.decide() as writing:
        writing.hold(ORDER, ANN, seen)

    with store.read() as reading:
        seen = reading.resource_version(ORDER, ANN)
    with store.decide() as writing:
        writing.hold(ORDER, ANN, seen, also=("Action/refund",))


def test_what_may_still_take_effect_counts_as_spent(store: SqlStore) -> None:
    added(
        store,
        an_action(id="act_1", amount=100, state=ActionState.UNKNOWN),
        an_action(id="act_2", amount=20, state=ActionState.SUCCEEDED, settled_at=NOON),
        an_action(id="act_3", amount=3, state=ActionState.REFUSED),
        an_action(id="act_4", amount=4000, expires_at=NOON - timedelta(seconds=1)),
        an_action(id="act_5", amount=50_000, is_shadow=True),
        an_action(id="act_6", amount=6, customer="cus_2"),
    )

    with store.read() as reading:
        totals = reading.totals(for_order())
        without = reading.totals(for_order(without=ActionId("act_1")))

    assert totals.resource_pending == 106
    assert totals.customer_money_today == 120
    assert totals.action_money_today == 120
    assert totals.customer_actions_today == 2
    assert without.resource_pending == 6


def test_totals_forget_what_is_older_than_a_day(store: SqlStore) -> None:
    long_ago = NOON - timedelta(hours=25)
    added(store, an_action(state=ActionState.SUCCEEDED, proposed_at=long_ago, settled_at=long_ago))

    with store.read() as reading:
        totals = reading.totals(for_order())

    assert totals.customer_money_today == 0
    assert totals.customer_actions_last_minute == 0


def test_what_was_asked_for_yesterday_and_done_today_counts_today(store: SqlStore) -> None:
    yesterday = NOON - timedelta(hours=25)
    added(
        store,
        an_action(
            id="act_1",
            amount=700,
            state=ActionState.SUCCEEDED,
            proposed_at=yesterday,
            settled_at=NOON - timedelta(hours=2),
        ),
        an_action(id="act_2", amount=50, state=ActionState.UNKNOWN, proposed_at=yesterday),
    )

    with store.read() as reading:
        totals = reading.totals(for_order())

    assert totals.customer_money_today == 750
    assert totals.customer_actions_today == 2
    assert totals.action_money_today == 750


def test_what_one_of_the_staff_approved_is_summed(store: SqlStore) -> None:
    action = an_action(state=ActionState.APPROVED, amount=700)
    added(store, action)
    with store.decide() as writing:
        writing.save_approval(
            Approval(
                action=action.id, version=0, digest="d", by="staff:ann", is_approved=True, at=NOON
            ),
            an_entry("action.approved"),
        )

    with store.read() as reading:
        assert reading.totals(for_order(staff=StaffId("ann"))).staff_money_today == 700
        assert reading.totals(for_order(staff=StaffId("ben"))).staff_money_today == 0


def test_a_change_of_contact_is_known_from_the_moment_it_may_have_landed(store: SqlStore) -> None:
    changed = NOON - timedelta(hours=2)
    added(
        store,
        an_action(
            id="act_1", changes_contact=True, state=ActionState.SUCCEEDED, settled_at=changed
        ),
    )
    with store.read() as reading:
        assert reading.totals(for_order()).contact_changed_at == changed

    added(store, an_action(id="act_2", changes_contact=True, state=ActionState.EXECUTING))
    with store.read() as reading:
        assert reading.totals(for_order()).contact_changed_at == NOON


def test_a_change_of_contact_is_no_reason_against_itself(store: SqlStore) -> None:
    added(store, an_action(id="act_1", changes_contact=True, state=ActionState.APPROVED))

    with store.read() as reading:
        totals = reading.totals(for_order(without=ActionId("act_1")))

    assert totals.contact_changed_at is None


def test_switches_are_set_one_by_one_and_for_all(store: SqlStore) -> None:
    with store.decide() as writing:
        writing.save_switch("refund", "off", an_entry("switch.set"))
        writing.save_switch("cancel", "shadow", an_entry("switch.set"))
    with store.read() as reading:
        assert reading.switches() == Switches(
            off=frozenset({"refund"}), shadow=frozenset({"cancel"})
        )

    with store.decide() as writing:
        writing.save_switch("refund", "on", an_entry("switch.set"))
        writing.save_switch("*", "off", an_entry("switch.set"))
    with store.read() as reading:
        assert reading.switches().is_off("anything")


def test_actions_are_listed_by_state_and_customer(store: SqlStore) -> None:
    added(
        store,
        an_action(id="act_1", state=ActionState.APPROVED),
        an_action(id="act_2", state=ActionState.FAILED, customer="cus_2"),
    )

    with store.read() as reading:
        approved = reading.actions([ActionState.APPROVED])
        theirs = reading.actions(customer=CustomerId("cus_2"))

    assert [a.id for a in approved] == ["act_1"]
    assert [a.id for a in theirs] == ["act_2"]


def test_what_nobody_holds_is_due_oldest_first_and_one_at_a_time_on_a_resource(
    store: SqlStore,
) -> None:
    later, earlier = NOON + timedelta(seconds=1), NOON - timedelta(seconds=1)
    added(
        store,
        an_action("act_1", state=ActionState.APPROVED, resource="Order/1"),
        an_action("act_2", state=ActionState.APPROVED, resource="Order/1"),
        an_action("act_3", state=ActionState.EXECUTING, resource="Order/2", lease_until=later),
        an_action("act_4", state=ActionState.APPROVED, resource="Order/2"),
        an_action("act_5", state=ActionState.EXECUTING, resource="Order/3", lease_until=earlier),
        an_action("act_6", state=ActionState.UNKNOWN, resource="Order/4", lease_until=NOON),
        an_action("act_7", state=ActionState.NEEDS_PERSON, resource="Order/5"),
        an_action("act_8", state=ActionState.APPROVED, resource="Order/5"),
        an_action("act_9", state=ActionState.APPROVED, resource="Order/6", lease_until=later),
    )

    with store.read() as reading:
        assert reading.due_actions(NOON) == ("act_1", "act_5", "act_6", "act_8")
        assert reading.due_actions(NOON, limit=2) == ("act_1", "act_5")


def test_a_heartbeat_holds_on_to_what_its_worker_still_holds_and_to_nothing_else(
    store: SqlStore,
) -> None:
    until = NOON + timedelta(seconds=3)
    mine = an_action("act_1", state=ActionState.EXECUTING, worker="w1", lease_until=NOON)
    theirs = an_action("act_2", state=ActionState.EXECUTING, worker="w2", lease_until=NOON)
    added(store, mine, theirs, an_action("act_3", state=ActionState.EXECUTING, worker="w1"))

    with store.decide() as writing:
        writing.renew_leases("w1", [mine.id, theirs.id], until)

    with store.read() as reading:
        assert reading.action(mine.id) == replace(mine, lease_until=until)
        assert reading.action(theirs.id) == theirs
        assert reading.action(ActionId("act_3")).lease_until is None  # type: ignore[union-attr]


def test_of_more_than_are_listed_at_once_the_newest_can_be_had(store: SqlStore) -> None:
    added(store, *(an_action(id=f"act_{number}") for number in range(3)))

    with store.read() as reading:
        oldest = reading.actions(limit=2)
        newest = reading.actions(limit=2, newest_first=True)

    assert [a.id for a in oldest] == ["act_0", "act_1"]
    assert [a.id for a in newest] == ["act_2", "act_1"]
