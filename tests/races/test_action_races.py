"""Many decide at once: one wins, and no more is paid out than was paid in."""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.card import digest_of
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    Approval,
    Control,
    CustomerId,
)
from handrail.domain.actions.states import FINAL
from handrail.flow.action_ports import WorkOrder
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.decide_approval import decide_approval
from handrail.flow.propose_action import propose_action
from handrail.kernel.errors import BadInput, Busy, Conflict
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
from tests.builders import NOON, an_action, an_entry
from tests.vault import a_cipher

_ROUNDS = int(os.environ.get("RACE_ROUNDS", "100"))
"""`make races` runs 1,000."""
_APPROVERS, _PAYERS, _FORGERIES = 16, 4, 10_000

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + 3 * _ROUNDS)]


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    made = a_world(store)
    made.rules.weakest["refund"] = Control.STAFF
    yield made
    store.close()


def a_confirmed(world: World, ref: str, order: str) -> Action:
    """Store a refund that its customer has confirmed."""
    action = an_action(
        ref,
        customer=ANN,
        resource=f"Order/{order}",
        arguments={"order": order, "amount": 100},
        amount=100,
        state=ActionState.AWAITING_STAFF,
        control=Control.STAFF,
    )
    action = replace(action, digest=digest_of(action))
    world.shop.orders[order] = Order(ANN, 9000)
    with world.store.decide() as tx:
        tx.add_action(action, an_entry("action.proposed"))
        tx.save_approval(approval_of(action), an_entry("action.confirmed"))
    return action


def approval_of(action: Action) -> Approval:
    return Approval(
        action=action.id,
        version=action.version,
        digest=action.digest,
        by="customer",
        is_approved=True,
        at=NOON,
    )


def outcome(decide: Callable[[], Action]) -> Action | None:
    try:
        return decide()
    except (BadInput, Conflict, Busy):
        return None


def test_of_many_who_approve_or_decline_at_once_one_decides(world: World) -> None:
    start = Barrier(_APPROVERS)

    def answer(number: int, action: Action) -> Action | None:
        start.wait()
        click = click_on(action, is_approved=number % 2 == 0)
        return outcome(lambda: decide_approval(click, staff(f"s{number}"), world.ports))

    winners = []
    with ThreadPoolExecutor(_APPROVERS) as crowd:
        for round_ in range(_ROUNDS):
            action = a_confirmed(world, f"act_{round_}", f"R{round_}")
            answers = list(crowd.map(answer, range(_APPROVERS), [action] * _APPROVERS))
            winners.append(sum(a is not None for a in answers))

    assert winners == [1] * _ROUNDS


def test_refunds_at_once_never_pay_back_more_than_was_paid(world: World) -> None:
    world.rules.weakest["refund"] = Control.CUSTOMER
    start = Barrier(_PAYERS)

    def pay_back(order: str, amount: int) -> None:
        start.wait()
        asked = outcome(
            lambda: propose_action(a_refund(amount, order), signed_in(), CONV, world.ports).action
        )
        if asked is not None and asked.state is ActionState.AWAITING_CUSTOMER:
            click = click_on(asked)
            confirmed = outcome(lambda: confirm_action(click, signed_in(), world.ports))
            if confirmed is not None and confirmed.state is ActionState.APPROVED:
                send(world, confirmed)

    draw = random.Random(4)
    overpaid, paid_back = [], 0
    with ThreadPoolExecutor(_PAYERS) as crowd:
        for round_ in range(_ROUNDS):
            order = f"R{round_}"
            world.shop.orders[order] = Order(ANN, 1000)
            amounts = [draw.randint(200, 900) for _ in range(_PAYERS)]
            list(crowd.map(pay_back, [order] * _PAYERS, amounts))
            refunded = world.shop.orders[order].refunded
            paid_back += refunded > 0
            if refunded > 1000:
                overpaid.append((order, refunded))

    assert overpaid == []
    assert paid_back == _ROUNDS


def send(world: World, action: Action) -> None:
    world.shop.send(
        WorkOrder(
            action=action.id,
            name=action.name,
            key=action.id,
            customer=action.customer,
            resource=action.resource,
            arguments=action.arguments,
            amount=action.amount,
            not_after=NOON,
        )
    )


def test_no_click_that_was_changed_replayed_or_carried_over_is_accepted(world: World) -> None:
    draw = random.Random(5)
    ann = a_confirmed(world, "act_a", "A1")
    other = a_confirmed(world, "act_b", "B1")
    confirmed = a_confirmed(world, "act_c", "C1")
    decided = decide_approval(click_on(confirmed), staff("kim"), world.ports)
    bens = propose_action(a_refund(100, "2001"), signed_in(BEN), CONV, world.ports).action
    before = {ref: world.action(ref) for ref in ("act_a", "act_b", "act_c", bens.id)}
    forged = (
        lambda: replace(click_on(ann), digest=flipped(ann.digest, draw)),
        lambda: replace(click_on(ann), version=draw.choice([-1, 1, 2, 10**6])),
        lambda: replace(click_on(ann), action=other.id),
        lambda: replace(click_on(other), action=ann.id),
        lambda: replace(click_on(ann), action=ActionId(flipped(ann.id, draw))),
        lambda: click_on(decided),
        lambda: replace(click_on(decided), version=decided.version - 1),
        lambda: click_on(bens),
    )

    accepted = []
    for number in range(_FORGERIES):
        click = forged[number % len(forged)]()
        who = staff(f"s{draw.randrange(9)}")
        if outcome(partial(decide_approval, click, who, world.ports)) is not None:
            accepted.append(("staff", click))
        thief = signed_in(CustomerId(draw.choice([ANN, BEN, "cus_eve"])))
        clicked = partial(confirm_action, click, thief, world.ports)
        if is_forged_for(click, thief.customer, bens, confirmed) and outcome(clicked):
            accepted.append(("customer", click))

    assert accepted == []
    assert {ref: world.action(ref) for ref in before} == before


def is_forged_for(click: Click, customer: CustomerId, bens: Action, anns: Action) -> bool:
    """Tell whether a click is not one that its own customer may make, or made before.

    The same click again gets the same receipt, and changes nothing.
    """
    return (click, customer) not in ((click_on(bens), BEN), (click_on(anns), ANN))


def test_nothing_that_has_expired_is_approved(world: World) -> None:
    action = a_confirmed(world, "act_a", "A1")
    world.clock.advance(24 * 3600)

    late = outcome(lambda: decide_approval(click_on(action), staff(), world.ports))

    assert late is None
    assert world.action(action.id).state not in FINAL


def flipped(text: str, draw: random.Random) -> str:
    place = draw.randrange(len(text))
    return text[:place] + chr((ord(text[place]) + 1) % 0x7F or 0x30) + text[place + 1 :]
