"""What every memory of other sites' addresses promises: on SQLite, on PostgreSQL, and in tests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.adapters.sql.links_elsewhere import SqlAddressMemory
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.knowledge.health.answers_elsewhere import Answer, Known, Standing
from handrail.flow.elsewhere_ports import AddressMemory
from tests.builders import NOON
from tests.other_sites import FakeAddressMemory

LONG = "https://shop.io/" + "ü" * 980


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def memory(request: pytest.FixtureRequest) -> Iterator[AddressMemory]:
    if request.param == "memory":
        yield FakeAddressMemory()
        return
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade)
    yield SqlAddressMemory(store)
    store.close()


def an_address(address: str = "https://shop.io/a", standing: Standing = Standing.MISSED) -> Known:
    return Known(
        address=address,
        standing=standing,
        answer=Answer.NO_PAGE,
        since=NOON - timedelta(days=2),
        heard_at=NOON - timedelta(days=1),
        asked_at=NOON,
    )


def test_what_was_heard_is_known_the_next_time(memory: AddressMemory) -> None:
    both = [an_address(), an_address(LONG, Standing.THERE)]

    memory.keep(both)

    assert memory.known() == {one.address: one for one in both}


def test_an_address_is_replaced_and_one_that_nothing_leads_to_forgotten(
    memory: AddressMemory,
) -> None:
    memory.keep([an_address(), an_address(LONG)])
    newer = replace(an_address(), standing=Standing.GONE)

    memory.keep([newer])
    memory.forget([LONG, "https://never.io/"])

    assert memory.known() == {newer.address: newer}


def test_to_keep_and_forget_nothing_changes_nothing(memory: AddressMemory) -> None:
    memory.keep([an_address()])

    memory.keep([])
    memory.forget([])

    assert memory.known() == {an_address().address: an_address()}
