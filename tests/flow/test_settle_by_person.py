"""What a person says of an action in doubt is written down, once, and nothing is sent."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import ActionId, ActionState, Approval, Role
from handrail.domain.actions.spec import BackendClass
from handrail.flow.settle_by_person import settle_by_person
from handrail.kernel.errors import Conflict, Forbidden, NotFound
from tests.action_world import staff
from tests.builders import an_entry
from tests.flow.carrying import CarryingDesk, dropped
from tests.vault import a_cipher


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CarryingDesk]:
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    yield CarryingDesk(store)
    store.close()


@pytest.mark.parametrize("was_done", [True, False])
def test_a_person_says_what_became_of_it(was_done: bool, desk: CarryingDesk) -> None:
    desk.shop.befalls = [dropped]
    held = desk.goes_on_until_settled(desk.agrees_to(BackendClass.C))

    settled = settle_by_person(
        held.id, version=held.version, was_done=was_done, staff=staff(), ports=desk.ports
    )

    assert settled.state is (ActionState.SUCCEEDED if was_done else ActionState.FAILED)
    assert settled.settled_at == desk.clock.now()
    assert desk.history(held.id)[-1] == f"action.found_{'' if was_done else 'not_'}done"
    assert len(desk.shop.sent) == 1


def test_of_two_people_who_say_it_at_once_one_is_heard(desk: CarryingDesk) -> None:
    desk.shop.befalls = [dropped]
    held = desk.goes_on_until_settled(desk.agrees_to(BackendClass.C))
    for_both = {"version": held.version, "staff": staff(), "ports": desk.ports}
    settle_by_person(held.id, was_done=True, **for_both)  # type: ignore[arg-type]

    with pytest.raises(Conflict):
        settle_by_person(held.id, was_done=False, **for_both)  # type: ignore[arg-type]

    assert desk.action(held.id).state is ActionState.SUCCEEDED


def test_only_what_waits_for_a_person_is_settled_by_one(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(BackendClass.C)

    with pytest.raises(Conflict):
        settle_by_person(ref, version=0, was_done=True, staff=staff(), ports=desk.ports)
    with pytest.raises(NotFound):
        settle_by_person(
            ActionId("act_none"), version=0, was_done=True, staff=staff(), ports=desk.ports
        )


def test_who_approved_money_does_not_say_that_it_never_moved(desk: CarryingDesk) -> None:
    desk.shop.befalls = [dropped]
    held = desk.goes_on_until_settled(desk.agrees_to(BackendClass.C))
    with desk.store.decide() as tx:
        tx.save_approval(
            Approval(
                action=held.id,
                version=held.version,
                digest=held.digest,
                by="staff:kim",
                is_approved=True,
                at=desk.clock.now(),
            ),
            an_entry("action.approved"),
        )
    found = {"version": held.version, "ports": desk.ports}

    assert held.pays_out
    with pytest.raises(Forbidden):
        settle_by_person(held.id, was_done=False, staff=staff("kim"), **found)  # type: ignore[arg-type]
    settled = settle_by_person(held.id, was_done=False, staff=staff("lou"), **found)  # type: ignore[arg-type]

    assert settled.state is ActionState.FAILED


def test_a_large_amount_is_freed_by_a_lead(desk: CarryingDesk) -> None:
    desk.shop.befalls = [dropped]
    held = desk.goes_on_until_settled(desk.agrees_to(BackendClass.C))
    ports = replace(desk.ports, agent_money=0)

    assert held.amount
    with pytest.raises(Forbidden, match="lead"):
        settle_by_person(held.id, version=held.version, was_done=False, staff=staff(), ports=ports)
    lead = staff("lou", Role.LEAD)
    settled = settle_by_person(
        held.id, version=held.version, was_done=False, staff=lead, ports=ports
    )

    assert settled.state is ActionState.FAILED
