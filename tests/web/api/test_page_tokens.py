"""A page's token: for a while, for that page, and never for anybody who finds it later (T8)."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from handrail.web.api.sites import Sites
from handrail.web.api.tokens import PageTokens, end_of
from handrail.web.application import Front
from tests.web.running import Site, bearer, running_site

OPEN = "/api/v1/conversations"
SHOP, OTHER = "https://shop.example", "https://other.example"
NO_TIME = timedelta()


def a_front(lasts: timedelta, renewable: timedelta = NO_TIME) -> Front:
    """Let two shops in, whose tokens last so long."""
    return Front(
        sites=Sites(everywhere=frozenset({SHOP, OTHER})),
        tokens=PageTokens(lasts=lasts, renewable=renewable),
    )


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, front=a_front(timedelta(minutes=15))) as running:
        yield running


def opened_at(site: Site, origin: str) -> dict[str, Any]:
    opened: dict[str, Any] = site.client.post(OPEN, json={}, headers={"Origin": origin}).json()
    return opened


def said(site: Site, opened: Mapping[str, Any], origin: str | None) -> int:
    headers = bearer(opened) | ({} if origin is None else {"Origin": origin})
    path = f"{OPEN}/{opened['id']}/messages"
    return site.client.post(path, json={"text": "Hello"}, headers=headers).status_code


def renewed(site: Site, opened: Mapping[str, Any], origin: str) -> httpx2.Response:
    headers = bearer(opened) | {"Origin": origin}
    return site.client.post(f"{OPEN}/{opened['id']}/renew", headers=headers)


def test_a_pages_token_lasts_a_quarter_of_an_hour_and_a_programs_does_not_end(site: Site) -> None:
    page, program = opened_at(site, SHOP), site.open()

    assert 890 <= page["expires_in"] <= 900
    assert program["expires_in"] is None
    assert end_of(program["token"]) is None


def test_a_token_opens_nothing_on_another_page_nor_without_one(site: Site) -> None:
    opened = opened_at(site, SHOP)

    assert [said(site, opened, origin) for origin in (SHOP, OTHER, None)] == [200, 404, 404]


def test_a_programs_token_opens_nothing_on_a_page(site: Site) -> None:
    opened = site.open()

    assert [said(site, opened, origin) for origin in (None, SHOP)] == [200, 404]


def test_the_own_pages_token_works_there_and_nowhere_else(site: Site) -> None:
    opened = opened_at(site, site.address)

    assert [said(site, opened, origin) for origin in (site.address, SHOP)] == [200, 404]


def test_a_renewed_token_takes_the_place_of_the_old_one(site: Site) -> None:
    opened = opened_at(site, SHOP)

    answer = renewed(site, opened, SHOP)

    assert answer.status_code == 200
    assert said(site, opened, SHOP) == 404
    assert said(site, {**opened, **answer.json()}, SHOP) == 200
    assert renewed(site, opened, SHOP).status_code == 404


def test_another_page_renews_nothing(site: Site) -> None:
    assert renewed(site, opened_at(site, SHOP), OTHER).status_code == 404


def test_a_token_that_ended_opens_nothing_and_is_renewed_for_a_while(tmp_path: Path) -> None:
    with running_site(tmp_path, front=a_front(-timedelta(seconds=1), timedelta(hours=1))) as site:
        opened = opened_at(site, SHOP)

        assert said(site, opened, SHOP) == 401
        assert renewed(site, opened, SHOP).status_code == 200


def test_a_token_that_ended_long_ago_is_not_renewed(tmp_path: Path) -> None:
    with running_site(tmp_path, front=a_front(-timedelta(hours=2), timedelta(hours=1))) as site:
        assert renewed(site, opened_at(site, SHOP), SHOP).status_code == 401


def test_a_stream_ends_with_its_token(tmp_path: Path) -> None:
    with running_site(tmp_path, front=a_front(timedelta(seconds=2))) as site:
        opened = opened_at(site, SHOP)
        headers = bearer(opened) | {"Origin": SHOP}

        with site.client.stream("GET", f"{OPEN}/{opened['id']}/events", headers=headers) as stream:
            told = "".join(stream.iter_text())

    assert stream.status_code == 200
    assert ": caught up" in told


def test_when_a_token_ends_cannot_be_changed(site: Site) -> None:
    opened = opened_at(site, SHOP)
    later = re.sub(r"^[0-9a-f]+", "ffffffff", opened["token"])

    assert said(site, {**opened, "token": later}, SHOP) == 404
