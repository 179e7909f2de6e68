"""The stores that keep the contract: two real ones and the one that tests use instead."""

from collections.abc import Iterator

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.adapters.vault.encryption import KeyedCipher
from handrail.flow.ports import Store
from tests.fakes import FakeStore


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, cipher: KeyedCipher) -> Iterator[Store]:
    if request.param == "memory":
        yield FakeStore()
        return
    url = request.getfixturevalue(f"{request.param}_url")
    opened = open_store(url, upgrade, cipher=lambda: cipher)
    yield opened
    opened.close()
