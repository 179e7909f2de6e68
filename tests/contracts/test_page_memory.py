"""What every memory of a website's pages promises: on SQLite, on PostgreSQL, and in tests."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from handrail.adapters.sql.fetched_pages import SqlPageMemory
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.knowledge.model import SourceName, VersionId
from handrail.flow.fetch_ports import PageMemory, SeenPage
from tests.websites import FakePageMemory

HELP = SourceName("help")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def memory(request: pytest.FixtureRequest) -> Iterator[PageMemory]:
    if request.param == "memory":
        yield FakePageMemory()
        return
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade)
    yield SqlPageMemory(store)
    store.close()


def a_page(path: str = "refunds", version: str = "v1") -> SeenPage:
    return SeenPage(
        path=path,
        address=f"https://help.example/{path}",
        version=VersionId(version),
        etag='"7"',
        modified=None,
        digest="d1",
        links=("https://help.example/a", "https://help.example/b"),
        seen_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


def test_what_was_seen_is_known_the_next_time(memory: PageMemory) -> None:
    memory.keep(HELP, "scope", [a_page()], [])

    assert list(memory.seen(HELP, "scope")) == [a_page()]


def test_what_was_read_under_other_settings_or_for_another_source_is_not_known(
    memory: PageMemory,
) -> None:
    memory.keep(HELP, "scope", [a_page()], [])

    assert list(memory.seen(HELP, "other")) == []
    assert list(memory.seen(SourceName("staff"), "scope")) == []


def test_a_page_is_replaced_and_one_that_is_gone_forgotten(memory: PageMemory) -> None:
    memory.keep(HELP, "old", [a_page(), a_page("fees")], [])

    memory.keep(HELP, "scope", [a_page(version="v2")], ["fees", "never-seen"])

    assert list(memory.seen(HELP, "old")) == []
    assert list(memory.seen(HELP, "scope")) == [a_page(version="v2")]
