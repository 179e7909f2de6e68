"""What making good for an action promises: the gate rules on it, and it is asked for once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import ActionId, ActionState, RefusalReason
from handrail.domain.actions.spec import BackendClass, Reversibility
from handrail.flow.compensate_action import compensate_action
from handrail.kernel.errors import BadInput, Conflict, NotFound
from tests.action_world import staff
from tests.flow.carrying import NAMES, CarryingDesk, a_spec
from tests.vault import a_cipher

A, B = BackendClass.A, BackendClass.B
S = ActionState


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CarryingDesk]:
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    made = CarryingDesk(store)
    refund = a_spec(A)
    undoing = replace(
        refund.consequences, reversibility=Reversibility.COMPENSABLE, compensation=NAMES[B]
    )
    made.shop.specs = (replace(refund, consequences=undoing), a_spec(B))
    yield made
    store.close()


def done(desk: CarryingDesk) -> ActionId:
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    return ref


def test_what_makes_good_is_an_action_of_its_own_that_the_gate_ruled_on(
    desk: CarryingDesk,
) -> None:
    ref = done(desk)

    proposed = compensate_action(ref, staff(), desk.ports)

    action = proposed.action
    assert (action.name, action.compensates) == (NAMES[B], ref)
    assert action.arguments == desk.action(ref).arguments
    assert action.state is S.AWAITING_CUSTOMER
    assert action.proposed_by == "staff:kim"
    with desk.store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries() if entry.subject == action.id]
    assert [(e.kind, e.actor) for e in entries] == [
        ("action.proposed", "staff:kim"),
        ("action.ruled", "system"),
    ]


def test_its_customer_is_shown_the_card_that_they_confirm(desk: CarryingDesk) -> None:
    proposed = compensate_action(done(desk), staff(), desk.ports)

    with desk.store.read() as reading:
        told = reading.events_after(proposed.action.conversation, 0)
    cards = [event.facts["action"] for event in told if event.kind == "action.proposed"]
    assert cards == [proposed.action.id]


def test_the_gate_may_refuse_it(desk: CarryingDesk) -> None:
    ref = done(desk)
    desk.rules.forbids = True

    proposed = compensate_action(ref, staff(), desk.ports)

    assert proposed.action.refusal is RefusalReason.POLICY


def test_it_is_asked_for_once(desk: CarryingDesk) -> None:
    ref = done(desk)
    compensate_action(ref, staff(), desk.ports)

    with pytest.raises(Conflict, match="already"):
        compensate_action(ref, staff(), desk.ports)


def test_it_may_be_asked_for_again_where_it_came_to_nothing(desk: CarryingDesk) -> None:
    ref = done(desk)
    desk.rules.forbids = True
    compensate_action(ref, staff(), desk.ports)
    desk.rules.forbids = False

    assert compensate_action(ref, staff(), desk.ports).action.state is S.AWAITING_CUSTOMER


def test_only_what_was_done_is_made_good_for(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)

    with pytest.raises(Conflict, match="approved"):
        compensate_action(ref, staff(), desk.ports)
    with pytest.raises(NotFound):
        compensate_action(ActionId("act_none"), staff(), desk.ports)


def test_what_declares_no_compensation_has_none(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(B)
    desk.goes_on(ref)

    with pytest.raises(BadInput, match="makes good"):
        compensate_action(ref, staff(), desk.ports)
