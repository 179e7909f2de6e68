"""Workers that carry out actions are killed at every point where that could hurt.

Effects are counted in the order system's own file. `make crash` plays every schedule; here, every
one with one crash, and some with two.
"""

import random
from collections.abc import Iterator

import pytest

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.spec import BackendClass
from handrail.kernel.failpoints import ACTION_FAILPOINTS
from handrail.sample.orders.faults import FaultKind
from tests.crash.action_schedules import Place, one_crash, place_on, play, wrongs
from tests.crash.action_worker import Task, running_workers
from tests.crash.forking import Workers
from tests.order_system import OrderSystem, running_orders

SEED = 20_261_126
PAIRS = 6
FURTHEST = {BackendClass.A: 10, BackendClass.B: 14, BackendClass.C: 5}
"""About how many failpoints a worker reaches that recovers what another one left."""
BOTH = ("none", "drop")


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderSystem]:
    with running_orders(tmp_path_factory.mktemp("orders") / "orders.db") as running:
        yield running


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers[Task]]:
    with running_workers() as running:
        yield running


@pytest.fixture
def place(database_url: str, orders: OrderSystem, workers: Workers[Task]) -> Iterator[Place]:
    with place_on(database_url, orders, workers) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", BOTH)
@pytest.mark.parametrize("backend", BackendClass)
def test_wherever_a_worker_is_killed_the_next_one_ends_it_with_one_effect(
    backend: BackendClass, fault: str, place: Place
) -> None:
    played = list(one_crash(place, backend, fault))

    assert [(one.name, wrongs(one)) for one in played if wrongs(one)] == []
    assert len(played) >= 7
    verdict = place.audit()
    assert verdict.is_sound
    assert verdict.coverage.open == ()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("backend", BackendClass)
def test_a_worker_may_be_killed_while_it_recovers_what_a_killed_one_left(
    backend: BackendClass, place: Place
) -> None:
    drawn = random.Random(f"{SEED} {backend}")

    for number in range(PAIRS):
        kills = (drawn.randint(1, 7), drawn.randint(1, FURTHEST[backend]))
        played = play(place, backend, BOTH[number % 2], kills)

        assert wrongs(played) == [], played.name
    assert place.audit().is_sound


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_schedules_reach_every_failpoint(
    sqlite_url: str, orders: OrderSystem, workers: Workers[Task]
) -> None:
    with place_on(sqlite_url, orders, workers) as place:
        played = [
            *one_crash(place, BackendClass.B, "drop"),
            *(play(place, BackendClass.C, "none", (4, number)) for number in (2, 3)),
        ]

    assert {end.at for one in played for end in one.ends[:-1]} == set(ACTION_FAILPOINTS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", sorted(set(FaultKind) - {FaultKind.LIE}))
@pytest.mark.parametrize("backend", BackendClass)
def test_whatever_befalls_a_request_the_effect_is_there_once(
    backend: BackendClass, fault: FaultKind, place: Place
) -> None:
    played = play(place, backend, fault.value, ())

    assert wrongs(played) == []


@pytest.mark.slow
@pytest.mark.parametrize("backend", BackendClass)
def test_a_lie_is_believed_until_the_books_are_compared(
    backend: BackendClass, place: Place
) -> None:
    played = play(place, backend, "lie", ())

    assert played.action.state is ActionState.SUCCEEDED
    assert wrongs(played) in (["0 effects", "done without an effect"], ["done without an effect"])
