"""Fixtures that tests of several parts share."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.vault.encryption import KeyedCipher, keys_in_file
from tests.channel_world import ChannelWorld
from tests.postgres import Cluster, cluster, programs
from tests.web.running import made_database


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    found = programs()
    if found is None:
        message = "PostgreSQL's server programs (initdb, pg_ctl) are not installed"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(f"{message}, and CI needs them")
        pytest.skip(message)
    with cluster(found) as running:
        yield running


@pytest.fixture
def postgres_url(postgres: Cluster) -> str:
    return postgres.empty_database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'handrail.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sql_store(database_url: str) -> Iterator[SqlStore]:
    store = open_store(database_url, upgrade)
    yield store
    store.close()


@pytest.fixture
def cipher(tmp_path: Path) -> KeyedCipher:
    return KeyedCipher(keys_in_file(tmp_path / "vault.key"))


@pytest.fixture
def vault_store(database_url: str, cipher: KeyedCipher) -> Iterator[SqlStore]:
    store = open_store(database_url, upgrade, cipher=lambda: cipher)
    yield store
    store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ChannelWorld]:
    """Yield a company with channels, on a database that was made before and is copied."""
    opened = made_database(tmp_path / "handrail.db")
    yield ChannelWorld(opened)
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give slow tests more time before they count as hung: the machine may be busy."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(900))


def pytest_collection_finish() -> None:
    """Look for garbage no more among the tests themselves: they stay to the end."""
    gc.collect()
    gc.freeze()
