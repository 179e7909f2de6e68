"""Whoever may not decide is told why and what to do, in the same words wherever they ask."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.model import Action, ActionId, Control, Proposal, Role
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.decide_approval import decide_approval
from handrail.flow.judge_action import ActionPorts, on_fresh_facts
from handrail.flow.propose_action import propose_action
from handrail.flow.switch_actions import switch_actions
from handrail.kernel.errors import (
    BadInput,
    Busy,
    Conflict,
    FactsMoved,
    Forbidden,
    HandrailError,
    NotFound,
)
from tests.action_world import (
    ANN,
    BEN,
    CHANGE_EMAIL,
    CONV,
    World,
    a_refund,
    a_world,
    click_on,
    signed_in,
    staff,
)
from tests.builders import NOON
from tests.fakes import CountingIds
from tests.vault import a_cipher

ASKED, CONFIRMED = ActionId("act_1"), ActionId("act_2")
NOBODY = ActionId("act_none")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Build a shop where one refund waits for its customer and another for staff."""
    store = open_store(sqlite_url, upgrade, cipher=a_cipher)
    made = a_world(store, ids=CountingIds())
    made.shop.orders["1002"] = replace(made.shop.orders["1001"])
    made.rules.weakest["refund"] = Control.TWO_STAFF
    ports, session = made.ports, signed_in()
    propose_action(a_refund(), session, CONV, ports)
    theirs = replace(a_refund(order="1002"), proposed_by="staff:writer")
    waits = propose_action(theirs, session, CONV, ports).action
    confirm_action(click_on(waits), session, ports)
    yield made
    store.close()


def proposes(world: World, name: str, **arguments: str) -> object:
    proposal = Proposal(name=name, arguments=arguments, proposed_by="rules")
    return propose_action(proposal, signed_in(), CONV, world.ports)


def confirms(world: World, ref: ActionId = ASKED, **changes: object) -> object:
    known = world.action(ASKED if ref == NOBODY else ref)
    click = replace(click_on(known), action=ref, **changes)  # type: ignore[arg-type]
    return confirm_action(click, signed_in(), world.ports)


def approves(world: World, ref: ActionId = CONFIRMED, by: str = "kim", limit: int = 9000) -> object:
    known = world.action(CONFIRMED if ref == NOBODY else ref)
    click = replace(click_on(known), action=ref)
    return decide_approval(click, staff(by), replace(world.ports, agent_money=limit))


def confirms_twice(world: World) -> None:
    first = click_on(world.action(ASKED))
    confirm_action(first, signed_in(), world.ports)
    confirm_action(replace(first, is_approved=False), signed_in(), world.ports)


def confirms_late(world: World) -> None:
    world.clock.advance(15 * 60)
    confirms(world)


def confirms_signed_out(world: World) -> None:
    session = replace(signed_in(), expires_at=NOON)
    confirm_action(click_on(world.action(ASKED)), session, world.ports)


def confirms_for_another(world: World) -> None:
    confirm_action(click_on(world.action(ASKED)), signed_in(BEN), world.ports)


def approves_twice(world: World) -> None:
    approves(world)
    approves(world)


def approves_what_nobody_declares(world: World) -> None:
    only = replace(world.ports, catalogue=catalogue_of([CHANGE_EMAIL]))
    decide_approval(click_on(world.action(CONFIRMED)), staff(), only)


def switches(world: World, name: str, position: str, role: Role = Role.LEAD) -> None:
    switch_actions(name, position, staff(role=role), world.ports)


NOT_SHOWN = "This is not what the card showed. Open the card again."
REFUSED: dict[str, tuple[Callable[[World], object], type[HandrailError], str]] = {
    "an action that is none": (
        lambda w: proposes(w, "fly"),
        NotFound,
        "There is no action 'fly'. Name a declared one.",
    ),
    "an action on nothing": (
        lambda w: proposes(w, "refund"),
        BadInput,
        "Refund an order needs 'order'. Name what it is to be done to.",
    ),
    "a click on nothing": (
        lambda w: confirms(w, NOBODY),
        NotFound,
        "There is no action 'act_none'. Look at your conversation.",
    ),
    "a click on what is somebody else's": (
        confirms_for_another,
        NotFound,
        "There is no action 'act_1'. Look at your conversation.",
    ),
    "a click after signing out": (
        confirms_signed_out,
        Conflict,
        "You are not signed in any more. Sign in and try again.",
    ),
    "another digest": (lambda w: confirms(w, digest="0" * 64), Conflict, NOT_SHOWN),
    "another digest, not even plain letters": (
        lambda w: confirms(w, digest="\u00e9"),
        Conflict,
        NOT_SHOWN,
    ),
    "another version": (
        lambda w: confirms(w, version=0),
        Conflict,
        "This is not waiting for that decision: it is awaiting_customer. "
        "Somebody may have decided it; open it again.",
    ),
    "a click for staff by the customer": (
        lambda w: confirms(w, CONFIRMED, version=2),
        Conflict,
        "You have decided this already. Look at what became of it.",
    ),
    "a late click": (
        confirms_late,
        Conflict,
        "The time to decide this has run out. Ask for it again.",
    ),
    "another click after the first": (
        confirms_twice,
        Conflict,
        "This is not waiting for that decision: it is awaiting_staff. "
        "Somebody may have decided it; open it again.",
    ),
    "an approval of nothing": (
        lambda w: approves(w, NOBODY),
        NotFound,
        "There is no action 'act_none'.",
    ),
    "an approval of what the customer has not seen": (
        lambda w: approves(w, ASKED),
        Conflict,
        "This is not waiting for that decision: it is awaiting_customer. "
        "Somebody may have decided it; open it again.",
    ),
    "an approval by whoever proposed it": (
        lambda w: approves(w, by="writer"),
        Forbidden,
        "Nobody approves what they asked for themselves. Ask a colleague.",
    ),
    "an approval by whoever it is for": (
        lambda w: approves(w, by=ANN),
        Forbidden,
        "Nobody approves what they asked for themselves. Ask a colleague.",
    ),
    "a second approval by the same person": (
        approves_twice,
        Forbidden,
        "You have decided on this already. It takes a second person.",
    ),
    "an approval above an agent's limit": (
        lambda w: approves(w, limit=1999),
        Forbidden,
        "This takes a lead. Ask a lead or an admin to look at it.",
    ),
    "an approval of what is not declared any more": (
        approves_what_nobody_declares,
        NotFound,
        "Action 'refund' is not declared any more. Declare it.",
    ),
    "a switch to nowhere": (
        lambda w: switches(w, "refund", "maybe"),
        BadInput,
        "There is no position 'maybe'. Use on, off or shadow.",
    ),
    "a switch of nothing": (
        lambda w: switches(w, "fly", "off"),
        NotFound,
        "There is no action 'fly'. Name a declared one, or `*` for all.",
    ),
    "shadow mode for all": (
        lambda w: switches(w, "*", "shadow"),
        BadInput,
        "Shadow mode is set action by action. Name the action.",
    ),
    "an agent who switches on": (
        lambda w: switches(w, "refund", "on", Role.AGENT),
        Forbidden,
        "Switching on takes a lead. Ask a lead or an admin.",
    ),
    "an agent who switches to shadow mode": (
        lambda w: switches(w, "refund", "shadow", Role.AGENT),
        Forbidden,
        "Switching on takes a lead. Ask a lead or an admin.",
    ),
}


@pytest.mark.parametrize(("act", "fault", "says"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_in_clear_words(
    world: World, act: Callable[[World], object], fault: type[HandrailError], says: str
) -> None:
    with pytest.raises(fault) as told:
        act(world)

    assert type(told.value) is fault
    assert str(told.value) == says


@pytest.mark.parametrize(
    ("ref", "decide"),
    [
        (ASKED, lambda click, ports: confirm_action(click, signed_in(), ports)),
        (CONFIRMED, lambda click, ports: decide_approval(click, staff(), ports)),
    ],
)
def test_nobody_decides_on_a_row_that_is_gone_by_then(
    world: World, ref: ActionId, decide: Callable[[Click, ActionPorts], Action]
) -> None:
    click = click_on(world.action(ref))

    class Vanishing(type(world.shop)):  # type: ignore[misc]
        def resource(self, *asked: object) -> object:
            with world.store.writing_connection() as connection:
                connection.exec_driver_sql("DELETE FROM action_approvals")
                connection.exec_driver_sql(f"DELETE FROM actions WHERE id = '{ref}'")
            return world.shop.resource(*asked)  # type: ignore[arg-type]

    ports = replace(world.ports, systems=dict.fromkeys(world.ports.systems, Vanishing()))

    with pytest.raises(NotFound) as told:
        decide(click, ports)

    assert str(told.value) == f"There is no action '{ref}'."


def test_staff_cannot_approve_a_row_that_was_moved_past_its_customer(world: World) -> None:
    with world.store.writing_connection() as connection:
        connection.exec_driver_sql("UPDATE actions SET state = 'awaiting_staff' WHERE id = 'act_1'")

    with pytest.raises(Conflict) as told:
        approves(world, ASKED)

    assert str(told.value) == "The customer has not confirmed this. It cannot be approved."


def test_a_refusal_by_the_customer_is_no_confirmation(world: World) -> None:
    declined = confirm_action(
        click_on(world.action(ASKED), is_approved=False), signed_in(), world.ports
    )
    with world.store.writing_connection() as connection:
        connection.exec_driver_sql("UPDATE actions SET state = 'awaiting_staff' WHERE id = 'act_1'")

    with pytest.raises(Conflict, match="has not confirmed"):
        approves(world, declined.id)


def test_a_decision_on_what_keeps_moving_is_given_up_after_eight_times() -> None:
    tries: list[int] = []

    def decide() -> None:
        tries.append(1)
        raise FactsMoved("moved")

    with pytest.raises(Busy) as told:
        on_fresh_facts(decide)

    assert len(tries) == 8
    assert str(told.value) == "Too much is done to the same thing at once. Try again."


def test_a_decision_on_what_moved_once_is_made_again() -> None:
    moves = [FactsMoved("moved")]

    def decide() -> str:
        if moves:
            raise moves.pop()
        return "decided"

    assert on_fresh_facts(decide) == "decided"
