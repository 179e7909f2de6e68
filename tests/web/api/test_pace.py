"""How much one address, and one conversation, may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.site_settings import RateSettings
from handrail.web.api.sites import Sites
from handrail.web.application import Front
from tests.web.running import Site, running_site

SHOP = "https://shop.example"
NO_LIMIT = RateSettings(
    opened_per_address=0,
    said_per_address=0,
    said_per_conversation=0,
    read_per_address=0,
    hooks_per_address=0,
)


def a_site(folder: Path, **rates: int) -> Iterator[Site]:
    front = Front(
        sites=Sites(everywhere=frozenset({SHOP})), rates=NO_LIMIT.model_copy(update=rates)
    )
    with running_site(folder, front=front) as running:
        yield running


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Site]:
    yield from a_site(tmp_path, opened_per_address=3)


@pytest.fixture
def saying(tmp_path: Path) -> Iterator[Site]:
    yield from a_site(tmp_path, said_per_conversation=2)


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Site]:
    yield from a_site(tmp_path, read_per_address=2)


@pytest.fixture
def hooked(tmp_path: Path) -> Iterator[Site]:
    yield from a_site(tmp_path, hooks_per_address=3)


def test_whoever_forges_webhooks_is_soon_not_looked_at_any_more(hooked: Site) -> None:
    """T5: a guesser is slowed down before a signature is computed or the database is asked."""
    statuses = [hooked.client.post(f"/hooks/sink{n}", content=b"{}").status_code for n in range(5)]

    assert [status == 429 for status in statuses] == [False, False, False, True, True]


def test_who_opens_too_many_conversations_is_told_when_to_come_back(opening: Site) -> None:
    headers = {"Origin": SHOP}
    answers = [
        opening.client.post("/api/v1/conversations", json={}, headers=headers) for _ in range(4)
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    refused = answers[-1]
    assert refused.json()["error"]["code"] == "too_many"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["access-control-allow-origin"] == SHOP
    assert "Retry-After" in refused.headers["access-control-expose-headers"]


def test_one_conversation_that_says_too_much_leaves_room_for_others(saying: Site) -> None:
    busy, quiet = saying.open(), saying.open()

    statuses = [saying.say(busy, "Hello").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]
    assert saying.say(quiet, "Hello").status_code == 200


def test_health_and_the_page_are_never_limited(reading: Site) -> None:
    paths = ["/", "/widget.js", "/api/v1/health"] * 3

    assert {reading.client.get(path).status_code for path in paths} == {200}


def test_asking_for_sites_too_often_is_limited(reading: Site) -> None:
    statuses = [reading.client.get("/api/v1/sites/some").status_code for _ in range(3)]

    assert statuses == [404, 404, 429]
