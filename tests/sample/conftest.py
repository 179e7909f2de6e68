"""Fixtures of the tests of the sample company's order system."""

from collections.abc import Iterator

import pytest

from tests.order_system import OrderSystem, running_orders


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderSystem]:
    with running_orders(tmp_path_factory.mktemp("orders") / "orders.db") as running:
        yield running
