"""The worker compares effects each day, tells what differs, and tries again where it could not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import ActionState
from handrail.domain.actions.spec import BackendClass
from handrail.flow.action_ports import Done
from handrail.kernel.errors import StorageUnavailable, Unavailable
from handrail.worker.keep_actions import compare_effects, keep_actions
from tests.flow.carrying import CarryingDesk
from tests.vault import a_cipher

HOUR, DAY = 3600.0, 86_400.0


class StopsAfterOneRound:
    """Stand in for the event that ends a worker."""

    def __init__(self) -> None:
        self._is_set = False

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, _seconds: float) -> bool:
        self._is_set = True
        return True


class Broken:
    """Stand in for a database that cannot be read."""

    def read(self) -> object:
        raise StorageUnavailable("The disk is gone.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CarryingDesk]:
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    yield CarryingDesk(store)
    store.close()


def test_equal_books_are_compared_again_the_next_day(desk: CarryingDesk) -> None:
    told: list[str] = []

    again = compare_effects(desk.ports, told.append)

    assert (again, told) == (DAY, [])


def test_what_differs_is_told(desk: CarryingDesk) -> None:
    told: list[str] = []
    desk.shop.befalls = [lambda _do: Done()]
    desk.goes_on_until_settled(desk.agrees_to(BackendClass.A))
    desk.clock.advance(1)

    compare_effects(desk.ports, told.append)

    assert told == ["1 effects differ from the systems' own lists: not_listed act_1"]


def test_a_system_that_could_not_list_is_asked_again_within_the_hour(desk: CarryingDesk) -> None:
    told: list[str] = []
    desk.shop.fault = Unavailable("It is down.")

    again = compare_effects(desk.ports, told.append)

    assert again == HOUR
    assert "It is down." in told[0]


def test_what_nobody_decided_in_time_expires(desk: CarryingDesk) -> None:
    late = desk.clock.now() - timedelta(seconds=1)
    ref = desk.agrees_to(BackendClass.A, state=ActionState.AWAITING_CUSTOMER, expires_at=late)

    keep_actions(desk.ports, StopsAfterOneRound(), print)  # type: ignore[arg-type]

    assert desk.action(ref).state is ActionState.EXPIRED


def test_a_failure_is_told_and_ends_nothing(desk: CarryingDesk) -> None:
    told: list[str] = []
    desk.store.close()
    ports = replace(desk.ports, store=Broken())  # type: ignore[arg-type]

    keep_actions(ports, StopsAfterOneRound(), told.append)  # type: ignore[arg-type]

    assert told == ["Actions cannot be looked after: The disk is gone."]


def test_a_list_of_effects_that_breaks_the_comparison_is_told_and_ends_nothing(
    desk: CarryingDesk,
) -> None:
    told: list[str] = []
    desk.shop.listed = [{"key": "a"}]  # type: ignore[list-item]
    stop = StopsAfterOneRound()

    keep_actions(desk.ports, stop, told.append)  # type: ignore[arg-type]

    assert stop.is_set()
    assert len(told) == 1
    assert told[0].startswith("Actions cannot be looked after: ")
