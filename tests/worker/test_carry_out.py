"""A worker finds what is due, carries it out, and lets no failure end it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.carry import Rest, Try
from handrail.domain.actions.model import ActionId, ActionState
from handrail.domain.actions.spec import BackendClass
from handrail.flow.note_action import CarryPorts
from handrail.flow.recover_actions import due_actions, keep_hold, recover_actions
from handrail.kernel.errors import LogStopped, StorageUnavailable
from handrail.worker.carry_out import ActionWorker
from tests.flow.carrying import PACE, CarryingDesk, Reply, lost
from tests.vault import a_cipher

A, B, C = BackendClass


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CarryingDesk]:
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    yield CarryingDesk(store)
    store.close()


def carrying(desk: CarryingDesk, worker: str = "w1") -> CarryPorts:
    return CarryPorts(actions=desk.ports, worker=worker)


def stops(stop: threading.Event) -> Callable[[Callable[[], Reply]], Reply]:
    """Let a request go well, and the worker stop."""

    def befalls(do: Callable[[], Reply]) -> Reply:
        stop.set()
        return do()

    return befalls


def test_a_worker_carries_out_what_is_due_and_ends_what_it_has_in_hand(
    desk: CarryingDesk,
) -> None:
    stop, told = threading.Event(), list[str]()
    desk.shop.befalls = [stops(stop)]
    ref = desk.agrees_to(A)

    ActionWorker(carrying(desk), told.append).run(stop)

    assert desk.action(ref).state is ActionState.SUCCEEDED
    assert told == []


def test_a_system_that_breaks_is_told_and_ends_nothing(desk: CarryingDesk) -> None:
    stop, told = threading.Event(), list[str]()

    def breaks(_do: object) -> Reply:
        raise RuntimeError("a fault of the adapter")

    desk.shop.befalls = [breaks, stops(stop)]
    broken = desk.agrees_to(A)
    sound = desk.agrees_to(A, "act_2", arguments={"order": "2", "amount": 2000}, resource="Order/2")

    ActionWorker(carrying(desk), told.append).run(stop)

    states = {desk.action(ref).state for ref in (broken, sound)}
    assert states == {ActionState.EXECUTING, ActionState.SUCCEEDED}
    assert told == ["An action could not be carried out: a fault of the adapter"]


def test_a_database_that_cannot_be_read_is_told_once_and_tried_again(desk: CarryingDesk) -> None:
    stop, told, read = threading.Event(), list[str](), desk.store.read
    failures = iter([True, True, True])

    @contextmanager
    def fails() -> Iterator[object]:
        if next(failures, False):
            raise StorageUnavailable("The disk is gone.")
        with read() as reading:
            yield reading

    class Failing:
        """Fail to read a few times."""

        def read(self) -> AbstractContextManager[object]:
            return fails()

        def decide(self) -> AbstractContextManager[object]:
            return desk.store.decide()

    desk.shop.befalls = [stops(stop)]
    ref = desk.agrees_to(A)
    ports = carrying(desk)
    object.__setattr__(ports.actions, "store", Failing())

    ActionWorker(ports, told.append).run(stop)

    assert told == ["Actions cannot be read: The disk is gone."]
    assert desk.action(ref).state is ActionState.SUCCEEDED


def test_nothing_is_sent_while_the_database_is_older_than_what_it_gave_out(
    desk: CarryingDesk,
) -> None:
    stop, told, sent = threading.Event(), list[str](), list[int]()
    looks = iter(range(3))

    def older() -> None:
        sent.append(len(desk.shop.sent))
        if next(looks, None) is not None:
            raise LogStopped("It was restored from an older backup.")

    desk.shop.befalls = [stops(stop)]
    ref = desk.agrees_to(C)
    ports = replace(carrying(desk), require_continuity=older)

    with pytest.raises(LogStopped):
        recover_actions(ports)
    ActionWorker(ports, told.append).run(stop)

    assert sent[:4] == [0, 0, 0, 0]
    assert told == ["No action is carried out: It was restored from an older backup."]
    assert desk.action(ref).state is ActionState.SUCCEEDED
    assert desk.history(ref) == ["action.attempted", "action.succeeded"]


def test_every_due_action_is_taken_one_step_further(desk: CarryingDesk) -> None:
    desk.shop.befalls = [lost]
    first = desk.agrees_to(B)
    second = desk.agrees_to(
        A, "act_2", arguments={"order": "2", "amount": 2000}, resource="Order/2"
    )

    steps = recover_actions(carrying(desk))

    assert steps == ((first, Try(asks_rules=True)), (second, Try(asks_rules=True)))
    assert due_actions(carrying(desk)) == ()


def test_a_heartbeat_keeps_others_away(desk: CarryingDesk) -> None:
    seen: list[object] = []

    def beats(do: Callable[[], Reply]) -> Reply:
        desk.clock.advance(PACE.lease.total_seconds() - 1)
        keep_hold((ActionId("act_1"),), carrying(desk))
        keep_hold((), carrying(desk))
        desk.clock.advance(2)
        seen.append(desk.goes_on(ActionId("act_1"), "w2"))
        return do()

    desk.shop.befalls = [beats]
    ref = desk.agrees_to(B)

    desk.goes_on(ref, "w1")

    assert isinstance(seen[0], Rest)
    assert desk.action(ref).state is ActionState.SUCCEEDED
