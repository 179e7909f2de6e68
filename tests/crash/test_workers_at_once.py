"""Several workers, one that sleeps, and the switch that stops them: real processes, real time."""

import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import ActionId, ActionState
from handrail.domain.actions.spec import BackendClass
from handrail.kernel.errors import HandrailError
from tests.builders import an_entry
from tests.crash.action_schedules import Place, effects, place_on
from tests.crash.action_worker import Task, running_workers
from tests.crash.carrying_process import a_worker, within
from tests.crash.forking import Workers
from tests.crash.till import NAMES
from tests.flow.carrying import UNDER_WAY
from tests.order_system import OrderSystem, running_orders
from tests.vault import a_cipher

A, B, C = BackendClass.A, BackendClass.B, BackendClass.C
S = ActionState


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


def until_settled(place: Place, *refs: ActionId, seconds: float = 30) -> None:
    for _ in within(seconds, "settling"):
        if all(place.action(ref).state not in UNDER_WAY for ref in refs):
            return


def until_held(place: Place, ref: ActionId) -> None:
    for _ in within(15, "an attempt"):
        if place.action(ref).attempts:
            return


def put_to_sleep(process: "subprocess.Popen[str]", place: Place, ref: ActionId) -> None:
    """Stop a worker while it waits for the system, not while it holds a lock of the database."""
    probe = open_store(place.url, upgrade, patience=0.3, cipher=a_cipher)
    nowait = "" if place.url.startswith("sqlite") else " FOR UPDATE NOWAIT"
    asked = text(f"SELECT 1 FROM actions WHERE id = :ref{nowait}")
    for _ in within(15, "sleeping"):
        process.send_signal(signal.SIGSTOP)
        try:
            with probe.writing_connection() as connection:
                connection.execute(asked, {"ref": ref})
        except HandrailError:
            process.send_signal(signal.SIGCONT)
        else:
            break
    probe.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("backend", "ends"), [(A, S.SUCCEEDED), (B, S.SUCCEEDED), (C, S.NEEDS_PERSON)]
)
def test_a_worker_that_slept_past_its_lease_writes_nothing_when_it_wakes_up(
    backend: BackendClass, ends: S, place: Place
) -> None:
    before = len(effects(place, backend))
    place.orders.fault(NAMES[backend], "late", milliseconds=3000)
    with a_worker(place.url, place.orders.address) as (sleeper, process):
        action = place.agree(backend)
        until_held(place, action.id)
        put_to_sleep(process, place, action.id)
        with a_worker(place.url, place.orders.address):
            until_settled(place, action.id)
            settled = place.action(action.id)
            process.send_signal(signal.SIGCONT)
            time.sleep(4.0)  # the reply that it waited for has come, and it has tried to note it

    held = place.action(action.id)
    assert held == settled
    assert held.state is ends
    assert len(effects(place, backend)) == before + 1
    notes = [e for e in place.entries(action.id, 0) if e.facts.get("worker") == sleeper]
    assert [entry.kind for entry in notes] == ["action.attempted"]


@pytest.mark.slow
def test_a_long_request_is_not_taken_away_from_a_worker_that_is_alive(place: Place) -> None:
    place.orders.fault(NAMES[C], "late", milliseconds=2000)
    with (
        a_worker(place.url, place.orders.address),
        a_worker(place.url, place.orders.address),
    ):
        action = place.agree(C)
        until_settled(place, action.id)

    assert place.action(action.id).state is S.SUCCEEDED
    assert place.action(action.id).fence == 1


@pytest.mark.slow
def test_workers_at_once_do_everything_once(place: Place) -> None:
    before = {backend: len(effects(place, backend)) for backend in BackendClass}
    with (
        a_worker(place.url, place.orders.address),
        a_worker(place.url, place.orders.address),
    ):
        agreed = [place.agree(backend) for _ in range(4) for backend in BackendClass]
        until_settled(place, *(action.id for action in agreed), seconds=60)

    assert {place.action(action.id).state for action in agreed} == {S.SUCCEEDED}
    assert all(len(effects(place, b)) == before[b] + 4 for b in BackendClass)


@pytest.mark.slow
def test_within_five_seconds_of_the_switch_nothing_new_is_sent(place: Place) -> None:
    with a_worker(place.url, place.orders.address):
        first = [place.agree(A) for _ in range(3)]
        until_settled(place, first[0].id)
        with place.store.decide() as tx:
            tx.save_switch("*", "off", an_entry("actions.switched"))
        switched, later = datetime.now(UTC), [place.agree(A) for _ in range(3)]
        until_settled(place, *(action.id for action in (*first, *later)))
        with place.store.decide() as tx:
            tx.save_switch("*", "on", an_entry("actions.switched"))

    assert {place.action(action.id).state for action in later} == {S.REFUSED}
    assert [e for e in effects(place, A) if (e.at - switched).total_seconds() > 5] == []


@pytest.mark.slow
def test_a_worker_that_is_asked_to_stop_ends_what_it_has_in_hand(place: Place) -> None:
    place.orders.fault(NAMES[C], "late", milliseconds=700)
    with a_worker(place.url, place.orders.address) as (_, process):
        action = place.agree(C)
        until_held(place, action.id)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)

        assert place.action(action.id).state is S.SUCCEEDED


@pytest.mark.slow
def test_what_a_killed_worker_left_is_done_within_five_seconds(place: Place) -> None:
    place.orders.fault(NAMES[A], "late", milliseconds=1500)
    with a_worker(place.url, place.orders.address) as (_, process):
        action = place.agree(A)
        until_held(place, action.id)
        process.kill()
        process.wait(timeout=10)
    with a_worker(place.url, place.orders.address):
        began = time.monotonic()
        until_settled(place, action.id)

    assert time.monotonic() - began < 5
    assert place.action(action.id).state is S.SUCCEEDED
