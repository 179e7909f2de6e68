"""What the daily comparison finds: what the system left out, what our books left out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.compare import DifferenceKind, ListedEffect
from handrail.domain.actions.model import Action, ActionId, ActionState
from handrail.domain.actions.spec import BackendClass
from handrail.flow.action_ports import Done
from handrail.flow.reconcile_effects import Compared, close_difference, reconcile_effects
from handrail.kernel.errors import NotFound, Unavailable
from tests.action_world import staff
from tests.flow.carrying import NAMES, CarryingDesk, Reply, dropped, refused
from tests.vault import a_cipher

A, C = BackendClass.A, BackendClass.C
K = DifferenceKind


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CarryingDesk]:
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    yield CarryingDesk(store)
    store.close()


def done(desk: CarryingDesk, backend: BackendClass = A, ref: str = "act_1") -> Action:
    """Carry an action out, and let a minute pass."""
    held = desk.goes_on_until_settled(desk.agrees_to(backend, ref))
    desk.clock.advance(60)
    return held


def listed(desk: CarryingDesk, action: Action, **changes: object) -> ListedEffect:
    """Let the system list an action's effect."""
    effect = ListedEffect(
        key=action.key,
        name=action.name,
        resource=action.resource,
        amount=action.amount,
        at=desk.clock.now() - timedelta(seconds=60),
    )
    effect = replace(effect, **changes)  # type: ignore[arg-type]
    desk.shop.listed.append(effect)
    return effect


def compared(desk: CarryingDesk) -> Compared:
    desk.clock.advance(1)
    return reconcile_effects(desk.ports)


def kinds(found: Compared) -> list[tuple[DifferenceKind, int | None, int | None]]:
    return [(d.kind, d.ours, d.theirs) for d in found.found]


def test_equal_books_differ_in_nothing(desk: CarryingDesk) -> None:
    listed(desk, done(desk))

    assert compared(desk) == Compared()
    assert len(desk.shop.sent) == 1


def test_an_effect_that_the_system_only_claimed_is_found(desk: CarryingDesk) -> None:
    def lies(_do: object) -> Reply:
        return Done(said={"effect": 1})

    desk.shop.befalls = [lies]
    action = done(desk)

    found = compared(desk)

    assert kinds(found) == [(K.NOT_LISTED, 2000, None)]
    assert found.found[0].action == action.id
    assert len(desk.shop.sent) == 1, "it is told, and not done again"


def test_an_effect_of_a_smaller_amount_is_found(desk: CarryingDesk) -> None:
    listed(desk, done(desk), amount=1500)

    assert kinds(compared(desk)) == [(K.AMOUNT, 2000, 1500)]


def test_two_effects_under_one_key_are_found_once(desk: CarryingDesk) -> None:
    action = done(desk)
    listed(desk, action)
    listed(desk, action)

    assert kinds(compared(desk)) == [(K.TWICE, 2000, 2000)]


def test_an_effect_under_our_key_that_our_books_lack_is_found(desk: CarryingDesk) -> None:
    listed(desk, done(desk))
    listed(desk, done(desk, ref="act_2"), key="hr_0000000000000000000000000000000000000000")

    found = compared(desk)

    assert (K.NO_ACTION, None, 2000) in kinds(found)


def test_an_effect_of_an_action_that_failed_is_found(desk: CarryingDesk) -> None:
    desk.shop.befalls = [refused]
    listed(desk, done(desk))

    assert kinds(compared(desk)) == [(K.THOUGH_NOT_DONE, 2000, 2000)]


@pytest.mark.parametrize("key", [None, "somebody-elses-0001"])
def test_what_others_did_is_none_of_our_business(key: str | None, desk: CarryingDesk) -> None:
    action = done(desk)
    listed(desk, action)
    listed(desk, action, key=key)

    assert compared(desk) == Compared()


def test_class_c_is_found_without_a_key_one_effect_for_each(desk: CarryingDesk) -> None:
    first, _ = done(desk, C), done(desk, C, "act_2")
    listed(desk, first, key=None)

    found = compared(desk)

    assert [d.kind for d in found.found] == [K.NOT_LISTED]


def test_an_effect_without_a_key_long_after_is_not_class_cs(desk: CarryingDesk) -> None:
    action = done(desk, C)
    listed(desk, action, key=None, at=desk.clock.now() + timedelta(hours=1))
    listed(desk, action, key=None, name="other")

    assert [d.kind for d in compared(desk).found] == [K.NOT_LISTED]


def test_an_action_that_waits_for_a_person_is_settled_where_the_list_shows_it(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    desk.shop.cannot_be_asked = True
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.switches("*", "off")
    action = desk.goes_on_until_settled(ref, steps=200)
    listed(desk, action)

    found = compared(desk)

    assert action.state is ActionState.NEEDS_PERSON
    assert [settled.id for settled in found.settled] == [ref]
    assert found.found == ()
    assert desk.action(ref).state is ActionState.SUCCEEDED
    assert desk.history(ref)[-1] == "action.found_done"
    assert len(desk.shop.sent) == 1


def test_one_that_waits_for_a_person_stays_with_them_where_the_amount_differs(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    action = done(desk, C)
    listed(desk, action, amount=1)

    found = compared(desk)

    assert desk.action(action.id).state is ActionState.NEEDS_PERSON
    assert kinds(found) == [(K.AMOUNT, 2000, 1)]


def test_a_difference_is_told_once_until_somebody_looked_into_it(desk: CarryingDesk) -> None:
    listed(desk, done(desk), amount=1)
    first = compared(desk)
    desk.clock.advance(86_400)

    again = compared(desk)
    with desk.store.read() as reading:
        waiting = reading.open_differences()
    close_difference(first.found[0].id, staff(), desk.ports)
    with desk.store.read() as reading:
        left = reading.open_differences()

    assert again.found == ()
    assert waiting == first.found
    assert left == ()
    with pytest.raises(NotFound):
        close_difference(first.found[0].id, staff(), desk.ports)


def test_every_comparison_and_difference_is_in_the_audit_log(desk: CarryingDesk) -> None:
    listed(desk, done(desk), amount=1)

    compared(desk)

    with desk.store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries()]
    assert [e.kind for e in entries[-2:]] == ["effects.differ", "effects.compared"]
    assert entries[-1].facts == {"listed": 1, "actions": 1, "found": 1}


def test_a_system_that_cannot_list_is_asked_again_for_all_of_it(desk: CarryingDesk) -> None:
    listed(desk, done(desk), amount=1)
    desk.shop.fault = Unavailable("The order system is down.")
    first = compared(desk)
    desk.shop.fault = None
    desk.clock.advance(3 * 86_400)

    second = compared(desk)

    assert dict(first.not_listed) == {NAMES[BackendClass.B]: "The order system is down."}
    assert kinds(second) == [(K.AMOUNT, 2000, 1)]


def test_an_action_in_hand_is_no_difference(desk: CarryingDesk) -> None:
    desk.shop.befalls = [dropped]
    ref = ActionId("act_1")
    desk.agrees_to(A)
    desk.goes_on(ref)
    listed(desk, desk.action(ref), at=desk.clock.now())

    assert compared(desk) == Compared()
