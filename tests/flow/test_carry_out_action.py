"""What carrying out an action promises, whatever the operator's system answers."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from typing_extensions import override

from handrail.adapters.sql.action_rows import action_row
from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.sealed_text import SealedText
from handrail.adapters.sql.store import open_store
from handrail.adapters.sql.tables import persons
from handrail.domain.actions.carry import Drop, Rest
from handrail.domain.actions.model import ActionId, ActionState, RefusalReason
from handrail.domain.actions.spec import BackendClass
from handrail.flow.action_ports import Rejected, Uncertain
from handrail.kernel.errors import NotFound, Unavailable
from handrail.kernel.failpoints import Failpoints
from tests.adapters.systems.servers import serving
from tests.adapters.systems.test_http_outcomes import connected
from tests.contracts.operator_systems import a_work_order
from tests.flow.carrying import (
    NAMES,
    PACE,
    SETTLE,
    WINDOW,
    Befalls,
    CarryingDesk,
    Reply,
    dropped,
    lost,
    refused,
    unreached,
)
from tests.vault import a_cipher

A, B, C = BackendClass.A, BackendClass.B, BackendClass.C
S = ActionState


def at(name: str, call: Callable[[], object]) -> Failpoints:
    def reached(_name: str) -> None:
        call()

    return Failpoints({name: (reached, 1)})


def erase_everybody(desk: CarryingDesk) -> None:
    with desk.store.writing_connection() as connection:
        connection.execute(update(persons).values(key=None, key_by=None, lookup=None))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("empty") / "handrail.db"
    open_store(f"sqlite:///{made}", upgrade, cipher=a_cipher).close()
    return made


@pytest.fixture
def desk(tmp_path: Path, empty: Path) -> Iterator[CarryingDesk]:
    shutil.copy(empty, tmp_path)
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    yield CarryingDesk(store)
    store.close()


@pytest.mark.parametrize("backend", BackendClass)
def test_what_was_agreed_is_done_once_and_what_the_system_said_is_kept(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    ref = desk.agrees_to(backend)

    desk.goes_on(ref)

    held = desk.action(ref)
    assert held.state is S.SUCCEEDED
    assert held.result == {"effect": 1}
    assert held.settled_at == desk.clock.now()
    assert held.worker is None
    assert held.lease_until is None
    assert [order.key for order in desk.shop.done] == [held.key]
    assert desk.history(ref) == ["action.attempted", "action.succeeded"]


@pytest.mark.parametrize("backend", BackendClass)
def test_a_settled_action_is_never_done_again(backend: BackendClass, desk: CarryingDesk) -> None:
    ref = desk.agrees_to(backend)
    desk.goes_on(ref)

    step = desk.goes_on(ref, "w2")

    assert step == Rest(None)
    assert len(desk.shop.sent) == 1


@pytest.mark.parametrize("backend", BackendClass)
def test_what_the_system_refuses_has_failed(backend: BackendClass, desk: CarryingDesk) -> None:
    desk.shop.befalls = [refused]
    ref = desk.agrees_to(backend)

    desk.goes_on(ref)

    held = desk.action(ref)
    assert (held.state, held.why) == (S.FAILED, "the order is closed")
    assert desk.shop.done == []


@pytest.mark.parametrize("refusals", [1, PACE.most_attempts])
def test_a_refusal_after_a_lost_reply_of_class_a_is_never_called_a_failure(
    refusals: int, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [dropped] + [refused] * refusals
    desk.shop.cannot_be_asked = True
    ref = desk.agrees_to(A)

    held = desk.goes_on_until_settled(ref, steps=200)

    assert held.state is (S.SUCCEEDED if refusals == 1 else S.NEEDS_PERSON)
    assert len(desk.shop.done) == 1
    assert len(desk.shop.sent) <= PACE.most_attempts


@pytest.mark.parametrize(("refusals", "ends"), [(1, S.SUCCEEDED), (100, S.NEEDS_PERSON)])
def test_a_first_try_of_class_a_that_is_not_let_in_is_tried_again_or_left_to_a_person(
    refusals: int, ends: S, desk: CarryingDesk
) -> None:
    def not_let_in(_do: Callable[[], Reply]) -> Reply:
        return gateway.send(a_work_order("refund"))

    with serving([b""], status=401) as (address, _):
        gateway = connected(address)
        desk.shop.befalls = [not_let_in] * refusals
        desk.shop.cannot_be_asked = True
        held = desk.goes_on_until_settled(desk.agrees_to(A), steps=200)
        gateway.close()

    assert held.state is ends
    assert len(desk.shop.sent) == min(refusals + 1, PACE.most_attempts)
    assert len(desk.shop.done) == (1 if ends is S.SUCCEEDED else 0)


def test_a_refusal_after_a_worker_ended_in_a_try_is_never_called_a_failure(
    desk: CarryingDesk,
) -> None:
    def ends() -> None:
        raise KeyboardInterrupt

    ref = desk.agrees_to(A)
    desk.failpoints = at("action.sent", ends)
    with pytest.raises(KeyboardInterrupt):
        desk.goes_on(ref)
    desk.failpoints = Failpoints()
    desk.shop.befalls = [refused]
    desk.clock.advance(PACE.lease.total_seconds())

    desk.goes_on(ref, "w2")

    between = desk.action(ref).state
    assert between is S.EXECUTING
    assert desk.goes_on_until_settled(ref).state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


def test_class_b_is_asked_before_a_refusal_of_a_later_try_counts(desk: CarryingDesk) -> None:
    arrives_late: list[Callable[[], object]] = []

    def late(do: Callable[[], Reply]) -> Reply:
        arrives_late.append(do)
        return Uncertain(why="timed out")

    def lands_now(_do: Callable[[], Reply]) -> Reply:
        arrives_late[0]()
        return Rejected(why="an effect of this order is there already")

    desk.shop.befalls = [late, lands_now]
    ref = desk.agrees_to(B)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


def test_class_b_has_failed_where_it_was_refused_and_the_system_knows_of_no_effect(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [lost, refused]
    ref = desk.agrees_to(B)

    held = desk.goes_on_until_settled(ref)

    assert (held.state, held.why) == (S.FAILED, "the order is closed")
    assert desk.shop.done == []


@pytest.mark.parametrize(
    "befalls",
    [[dropped], [lost], [lost, lost, dropped], [dropped, dropped], [lost, dropped, lost]],
)
@pytest.mark.parametrize("backend", [A, B])
def test_uncertain_replies_end_in_exactly_one_effect(
    backend: BackendClass, befalls: list[Befalls], desk: CarryingDesk
) -> None:
    desk.shop.befalls = list(befalls)
    ref = desk.agrees_to(backend)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1
    assert len({order.key for order in desk.shop.sent}) == 1
    bytes_sent = {(o.action, o.name, o.key, repr(o.arguments), o.amount) for o in desk.shop.sent}
    assert len(bytes_sent) == 1


@pytest.mark.parametrize("backend", BackendClass)
def test_a_system_that_was_surely_not_reached_is_tried_again_whatever_its_class(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [unreached, unreached]
    ref = desk.agrees_to(backend)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1
    assert len(desk.shop.sent) == held.attempts == 3
    assert desk.history(ref).count("action.untouched") == 2


@pytest.mark.parametrize("backend", BackendClass)
def test_what_never_reaches_the_system_is_known_to_have_failed(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [unreached] * 100
    ref = desk.agrees_to(backend)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.FAILED
    assert len(desk.shop.sent) == PACE.most_attempts


@pytest.mark.parametrize("backend", BackendClass)
def test_what_has_not_reached_the_system_can_be_switched_off(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [unreached]
    ref = desk.agrees_to(backend)
    desk.goes_on(ref)
    desk.switches("*", "off")

    held = desk.goes_on_until_settled(ref)

    assert (held.state, held.refusal) == (S.REFUSED, RefusalReason.SWITCHED_OFF)
    assert len(desk.shop.sent) == 1


def test_what_has_not_reached_the_system_can_be_forbidden(desk: CarryingDesk) -> None:
    desk.shop.befalls = [unreached]
    ref = desk.agrees_to(B)
    desk.goes_on(ref)
    desk.rules.forbids = True

    held = desk.goes_on_until_settled(ref)

    assert (held.state, held.refusal) == (S.REFUSED, RefusalReason.POLICY)


def test_a_try_that_surely_had_no_effect_says_nothing_of_an_earlier_one(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped, unreached]
    ref = desk.agrees_to(A)
    for _ in range(2):
        desk.goes_on(ref)
        desk.clock.advance(1)
    between = desk.action(ref)
    desk.rules.forbids = True

    held = desk.goes_on_until_settled(ref)

    assert between.state is S.EXECUTING
    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


@pytest.mark.parametrize("befalls", [dropped, lost])
def test_class_c_is_tried_once_and_then_a_person_is_asked(
    befalls: Befalls, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [befalls]
    ref = desk.agrees_to(C)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.NEEDS_PERSON
    assert held.why is not None
    assert len(desk.shop.sent) == 1
    assert desk.shop.asked == 0
    assert desk.history(ref) == ["action.attempted", "action.unknown", "action.needs_person"]


def test_class_b_asks_only_once_a_late_request_can_no_longer_land(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(B)
    desk.goes_on(ref)

    desk.clock.advance((SETTLE + PACE.clock_skew).total_seconds() - 0.001)
    desk.goes_on(ref, "w2")
    before = desk.shop.asked
    desk.clock.advance(0.001)
    desk.goes_on(ref, "w2")

    assert (before, desk.shop.asked) == (0, 1)
    assert desk.action(ref).state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


@pytest.mark.parametrize("ahead", [4.0, 35.0, 3_600.0])
def test_a_worker_whose_clock_is_ahead_takes_class_b_over_and_doubles_nothing(
    ahead: float, desk: CarryingDesk
) -> None:
    ref = desk.agrees_to(B, expires_at=desk.clock.now() + timedelta(hours=9))

    def another_takes_over() -> None:
        desk.failpoints = Failpoints()
        desk.clock.advance(ahead)
        for _ in range(3):
            desk.goes_on(ref, "ahead")
        desk.clock.advance(-ahead)

    desk.failpoints = at("action.attempt_noted", another_takes_over)
    desk.goes_on(ref, "behind")
    between = list(desk.shop.sent)
    desk.clock.advance(ahead)

    held = desk.goes_on_until_settled(ref)

    assert len(between) == 1, "the one that is behind sent, the other one did not"
    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


def test_a_key_is_never_sent_when_its_window_could_close_before_it_arrives(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)

    desk.clock.advance((WINDOW - PACE.send_within).total_seconds() + 0.001)
    held = desk.goes_on_until_settled(ref)

    assert len(desk.shop.sent) == 1
    assert held.state is S.SUCCEEDED, "the system was asked, and knows it"


def test_past_the_window_a_system_that_cannot_be_asked_leaves_it_to_a_person(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    desk.shop.cannot_be_asked = True
    ref = desk.agrees_to(A)
    desk.goes_on(ref)

    desk.clock.advance(WINDOW.total_seconds())
    held = desk.goes_on_until_settled(ref)

    assert held.state is S.NEEDS_PERSON
    assert len(desk.shop.sent) == 1


def test_a_deadline_is_sent_and_never_lies_past_the_keys_window(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.clock.advance((WINDOW - PACE.send_within).total_seconds())

    desk.goes_on(ref)

    first, last = desk.shop.sent
    began = desk.action(ref).first_attempt_at
    assert began is not None
    assert first.not_after == began + PACE.send_within
    assert last.not_after == began + WINDOW


def test_class_a_is_tried_so_often_and_no_oftener(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost] * 100
    desk.shop.cannot_be_asked = True
    ref = desk.agrees_to(A)

    held = desk.goes_on_until_settled(ref, steps=200)

    assert len(desk.shop.sent) == PACE.most_attempts
    assert held.state is S.NEEDS_PERSON


def test_class_b_that_never_takes_effect_is_known_to_have_failed(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost] * 100
    ref = desk.agrees_to(B)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.FAILED
    assert len(desk.shop.sent) == PACE.most_attempts
    assert desk.shop.done == []


def test_pauses_grow_and_are_spread(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost] * 100
    pauses: dict[str, list[float]] = {}

    for ref in ("act_1", "act_2"):
        desk.agrees_to(A, ref, arguments={"order": ref, "amount": 2000}, resource=f"Order/{ref}")
        for _ in range(6):
            desk.goes_on(ActionId(ref))
            until = desk.action(ActionId(ref)).lease_until
            assert until is not None
            wait = (until - desk.clock.now()).total_seconds()
            pauses.setdefault(ref, []).append(wait)
            desk.clock.advance(wait)

    for waits in pauses.values():
        assert waits == sorted(waits)
        assert 0.1 <= waits[0] <= 0.2
    assert pauses["act_1"] != pauses["act_2"]


def test_the_rules_are_asked_again_before_the_first_try(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.rules.forbids = True

    desk.goes_on(ref)

    held = desk.action(ref)
    assert (held.state, held.refusal) == (S.REFUSED, RefusalReason.POLICY)
    assert desk.shop.sent == []


def test_facts_that_changed_since_it_was_agreed_stop_it(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.shop.paid = 1_999

    desk.goes_on(ref)

    held = desk.action(ref)
    assert (held.state, held.refusal) == (S.REFUSED, RefusalReason.ABOVE_WHAT_IS_LEFT)
    assert desk.shop.sent == []


def test_an_order_that_changed_hands_stops_it(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.shop.owner = "cus_2"

    desk.goes_on(ref)

    assert desk.action(ref).refusal is RefusalReason.NOT_THEIRS
    assert desk.shop.sent == []


def test_an_amount_that_is_no_longer_the_agreed_one_stops_it(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A, amount=1_999)

    desk.goes_on(ref)

    assert desk.action(ref).refusal is RefusalReason.CHANGED
    assert desk.shop.sent == []


def test_the_rules_are_not_asked_before_a_try_that_may_have_landed_is_repeated(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.rules.forbids = True

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


@pytest.mark.parametrize("befalls", [dropped, lost])
def test_a_try_that_may_have_landed_is_not_repeated_on_what_changed_hands(
    befalls: Befalls, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [befalls]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.shop.owner = "cus_2"

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.NEEDS_PERSON
    assert "somebody else's" in (held.why or "")
    assert len(desk.shop.sent) == 1


def test_a_try_that_may_have_landed_is_repeated_where_its_effect_takes_away_what_it_is_done_to(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.shop.is_gone = True

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


def test_without_its_facts_a_try_that_may_have_landed_waits_to_be_repeated(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.shop.fault = Unavailable("The shop does not answer.")
    desk.goes_on(ref)
    sent_meanwhile = len(desk.shop.sent)
    desk.shop.fault = None

    held = desk.goes_on_until_settled(ref)

    assert sent_meanwhile == 1
    assert held.state is S.SUCCEEDED
    assert len(desk.shop.done) == 1


def test_class_b_asks_the_rules_again_before_it_is_sent_again(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(B)
    desk.goes_on(ref)
    desk.rules.forbids = True

    held = desk.goes_on_until_settled(ref)

    assert (held.state, held.refusal) == (S.FAILED, RefusalReason.POLICY)
    assert len(desk.shop.sent) == 1


@pytest.mark.parametrize("switch", [NAMES[A], "*"])
def test_what_is_switched_off_is_not_begun(switch: str, desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.switches(switch, "off")

    desk.goes_on(ref)

    held = desk.action(ref)
    assert (held.state, held.refusal) == (S.REFUSED, RefusalReason.SWITCHED_OFF)
    assert desk.shop.sent == []


@pytest.mark.parametrize("position", ["off", "shadow"])
@pytest.mark.parametrize(
    ("backend", "befalls", "ends"),
    [
        (A, dropped, S.SUCCEEDED),
        (A, lost, S.NEEDS_PERSON),
        (B, dropped, S.SUCCEEDED),
        (B, lost, S.FAILED),
        (C, dropped, S.NEEDS_PERSON),
    ],
)
def test_what_is_in_hand_when_it_is_switched_off_ends_without_anything_new_being_sent(
    backend: BackendClass, befalls: Befalls, ends: S, position: str, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [befalls]
    ref = desk.agrees_to(backend)
    desk.goes_on(ref)
    desk.switches(NAMES[backend], position)

    held = desk.goes_on_until_settled(ref)

    assert held.state is ends
    assert len(desk.shop.sent) == 1


def test_a_switch_set_between_reading_and_noting_is_seen(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(A)
    desk.goes_on(ref)
    desk.clock.advance(1)
    desk.failpoints = at("action.read", lambda: desk.switches("*", "off"))

    step = desk.goes_on(ref)

    assert not isinstance(step, Drop)
    assert len(desk.shop.sent) == 1
    assert desk.action(ref).state is S.UNKNOWN


@pytest.mark.parametrize(
    ("backend", "befalls", "ends"),
    [
        (A, dropped, S.SUCCEEDED),
        (A, lost, S.NEEDS_PERSON),
        (B, dropped, S.SUCCEEDED),
        (B, lost, S.FAILED),
        (C, lost, S.NEEDS_PERSON),
    ],
)
def test_an_action_in_hand_whose_customer_is_erased_ends_without_being_sent_again(
    backend: BackendClass, befalls: Befalls, ends: S, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [befalls]
    ref = desk.agrees_to(backend)
    desk.goes_on(ref)
    erase_everybody(desk)

    held = desk.goes_on_until_settled(ref)

    assert held.state is ends
    assert len(desk.shop.sent) == 1


def test_an_agreed_action_whose_customer_is_erased_is_not_begun(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    erase_everybody(desk)

    desk.goes_on(ref)

    assert desk.action(ref).refusal is RefusalReason.CHANGED
    assert desk.shop.sent == []


def test_what_was_agreed_runs_out(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.clock.advance(3600)

    desk.goes_on(ref)

    assert desk.action(ref).state is S.EXPIRED
    assert desk.shop.sent == []


def test_class_b_is_not_sent_again_after_what_was_agreed_ran_out(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(B)
    desk.goes_on(ref)
    desk.clock.advance(3600)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.FAILED
    assert len(desk.shop.sent) == 1


@pytest.mark.parametrize("is_shadow", [True, False])
def test_in_shadow_mode_nothing_is_sent(is_shadow: bool, desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A, is_shadow=is_shadow)
    if not is_shadow:
        desk.switches(NAMES[A], "shadow")

    desk.goes_on(ref)

    assert desk.action(ref).state is S.CANCELLED
    assert desk.history(ref) == ["action.shadowed"]
    assert desk.shop.sent == []


def test_an_action_that_is_declared_otherwise_now_is_not_begun(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.shop.specs = tuple(replace(spec, version="2") for spec in desk.shop.specs)

    desk.goes_on(ref)

    assert desk.action(ref).refusal is RefusalReason.UNKNOWN_ACTION
    assert desk.shop.sent == []


@pytest.mark.parametrize("backend", BackendClass)
def test_an_action_in_hand_that_is_declared_otherwise_now_goes_to_a_person(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    desk.shop.befalls = [lost]
    ref = desk.agrees_to(backend)
    desk.goes_on(ref)
    desk.shop.specs = tuple(replace(spec, version="2") for spec in desk.shop.specs)

    held = desk.goes_on_until_settled(ref)

    assert held.state is S.NEEDS_PERSON
    assert len(desk.shop.sent) == 1


def test_without_facts_it_waits_and_then_goes_on(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    desk.shop.fault = Unavailable("The order system is down.")
    for _ in range(3):
        desk.goes_on(ref)
        desk.clock.advance(1)
    waiting = desk.action(ref)

    desk.shop.fault = None
    held = desk.goes_on_until_settled(ref)

    assert waiting.state is S.APPROVED
    assert waiting.why is not None
    assert held.state is S.SUCCEEDED


def test_a_system_that_cannot_be_asked_is_asked_for_a_while_and_then_a_person_is(
    desk: CarryingDesk,
) -> None:
    desk.shop.befalls = [dropped]
    desk.shop.cannot_be_asked = True
    ref = desk.agrees_to(B)
    began = desk.clock.now()

    held = desk.goes_on_until_settled(ref, steps=200)

    assert held.state is S.NEEDS_PERSON
    took = desk.clock.now() - began
    at_least = SETTLE + PACE.clock_skew + PACE.ask_for
    assert at_least <= took <= at_least + timedelta(minutes=2)
    assert 5 < desk.shop.asked < 60


def test_two_actions_on_one_order_are_done_one_after_the_other(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    first = desk.agrees_to(B, "act_1")
    second = desk.agrees_to(A, "act_2")
    desk.goes_on(first)

    waits = desk.goes_on(second, "w2")
    between = desk.action(second).state
    desk.goes_on_until_settled(first)
    desk.goes_on(second, "w2")

    assert isinstance(waits, Rest)
    assert between is S.APPROVED
    assert desk.action(second).state is S.SUCCEEDED
    assert sum(order.amount for order in desk.shop.done) == 4_000


@pytest.mark.parametrize("backend", BackendClass)
def test_whoever_holds_it_is_left_alone(backend: BackendClass, desk: CarryingDesk) -> None:
    ref = desk.agrees_to(backend)
    seen = []

    def another_worker() -> None:
        seen.append(desk.goes_on(ref, "w2"))

    desk.failpoints = at("action.sent", another_worker)
    desk.goes_on(ref, "w1")

    assert isinstance(seen[0], Rest)
    assert len(desk.shop.sent) == 1
    assert desk.action(ref).state is S.SUCCEEDED


@pytest.mark.parametrize(("backend", "sent"), [(A, 2), (B, 1), (C, 1)])
def test_the_write_of_a_worker_that_comes_too_late_is_refused(
    backend: BackendClass, sent: int, desk: CarryingDesk
) -> None:
    ref = desk.agrees_to(backend)

    def overtake() -> None:
        desk.failpoints = at("nowhere", lambda: None)
        desk.clock.advance(PACE.lease.total_seconds())
        desk.goes_on(ref, "w2")

    desk.failpoints = at("action.sent", overtake)
    desk.goes_on(ref, "w1")
    between = desk.action(ref)
    held = desk.goes_on_until_settled(ref)

    assert between.state is {A: S.SUCCEEDED, B: S.UNKNOWN, C: S.NEEDS_PERSON}[backend]
    assert held.state is (S.NEEDS_PERSON if backend is C else S.SUCCEEDED)
    assert len(desk.shop.done) == 1
    assert len(desk.shop.sent) == sent


@pytest.mark.parametrize("backend", BackendClass)
def test_a_worker_that_slept_before_sending_does_not_send(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    ref = desk.agrees_to(backend)
    desk.failpoints = at("action.attempt_noted", lambda: desk.clock.advance(2))

    desk.goes_on(ref)

    assert desk.shop.sent == []
    assert desk.action(ref).state is S.EXECUTING


@pytest.mark.parametrize("backend", BackendClass)
def test_nothing_is_sent_whose_try_was_not_committed(
    backend: BackendClass, desk: CarryingDesk
) -> None:
    ref = desk.agrees_to(backend)

    def fail() -> None:
        raise Unavailable("The disk is full.")

    desk.failpoints = at("action.attempt_in_transaction", fail)
    with pytest.raises(Unavailable):
        desk.goes_on(ref)

    assert desk.shop.sent == []
    assert desk.action(ref).state is S.APPROVED
    assert desk.history(ref) == []


def test_a_restored_database_sends_the_same_key_again(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    before = desk.action(ref)
    desk.goes_on(ref)
    first = desk.action(ref).key
    with desk.store.writing_connection() as connection:
        texts = SealedText(connection, a_cipher)
        person = connection.execute(select(actions.c.person)).scalar_one()
        row = action_row(before, person, texts)
        connection.execute(update(actions).where(actions.c.id == ref), row)

    desk.goes_on(ref)

    assert desk.action(ref).key == first
    assert len(desk.shop.done) == 1


def test_the_conversation_hears_how_it_ended(desk: CarryingDesk) -> None:
    desk.shop.befalls = [dropped]
    ref = desk.agrees_to(C)

    held = desk.goes_on_until_settled(ref)

    with desk.store.read() as reading:
        events = reading.events_after(held.conversation, 0)
    assert [event.facts["state"] for event in events] == ["unknown", "needs_person"]


def test_entries_hold_nothing_that_a_customer_or_a_system_wrote(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost, refused]
    ref = desk.agrees_to(A)

    desk.goes_on_until_settled(ref)

    with desk.store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries() if entry.subject == ref]
    kinds = {type(value) for entry in entries for value in entry.facts.values()}
    assert kinds <= {str, int, bool, type(None)}
    assert "closed" not in repr(entries)
    assert "timed out" not in repr(entries)


def test_an_unknown_action_cannot_be_carried_out(desk: CarryingDesk) -> None:
    with pytest.raises(NotFound):
        desk.goes_on(ActionId("act_none"))


def test_a_resource_that_never_stands_still_is_left_for_the_next_look(desk: CarryingDesk) -> None:
    ref = desk.agrees_to(A)
    numbers = iter(range(100))

    def moves_on(_name: str) -> None:
        other = f"act_other_{next(numbers)}"
        desk.agrees_to(A, other, state=S.DECLINED)

    class Restless(Failpoints):
        """Move the resource whenever facts were read."""

        @override
        def reach(self, name: str) -> None:
            if name == "action.facts_read":
                moves_on(name)

    desk.failpoints = Restless()

    step = desk.goes_on(ref)

    assert isinstance(step, Rest)
    assert desk.action(ref).state is S.APPROVED
    assert desk.shop.sent == []


@pytest.mark.parametrize("state", [S.UNKNOWN, S.RECONCILING])
def test_what_became_class_c_while_in_doubt_goes_to_a_person(state: S, desk: CarryingDesk) -> None:
    ref = desk.agrees_to(C, state=state, attempts=1, why="it timed out")

    desk.goes_on(ref)

    held = desk.action(ref)
    assert (held.state, held.why) == (S.NEEDS_PERSON, "it timed out")
    assert desk.shop.asked == 0
