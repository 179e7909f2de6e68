"""The stores that keep the contract: two real ones and the one that tests use instead."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.adapters.vault.encryption import KeyedCipher, keys_in_file
from handrail.flow.ports import Store
from tests.fakes import FakeStore


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield FakeStore()
        return
    cipher = KeyedCipher(keys_in_file(tmp_path / "vault.key"))
    url = request.getfixturevalue(f"{request.param}_url")
    opened = open_store(url, upgrade, cipher=lambda: cipher)
    yield opened
    opened.close()
