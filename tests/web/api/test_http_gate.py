"""Which pages may use the API, and what every response carries."""

import pytest

from tests.web.conftest import SHOP
from tests.web.running import QUESTION, Site, bearer

OPEN = "/api/v1/conversations"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://shop.example.evil.example",
        "http://shop.example",
        "null",
        "",
    ],
)
def test_a_page_of_another_origin_is_refused(site: Site, origin: str) -> None:
    refused = site.client.post(OPEN, json={}, headers={"Origin": origin})

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "origin_not_allowed"
    assert "access-control-allow-origin" not in refused.headers


def test_a_page_of_a_listed_origin_is_let_in(site: Site) -> None:
    opened = site.client.post(OPEN, json={"text": QUESTION}, headers={"Origin": SHOP})

    assert opened.status_code == 201
    assert opened.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in opened.headers
    assert "Origin" in opened.headers["vary"]


def test_errors_can_be_read_by_a_page_of_a_listed_origin(site: Site) -> None:
    refused = site.client.post(OPEN, json={"x": 1}, headers={"Origin": SHOP})

    assert refused.status_code == 422
    assert refused.headers["access-control-allow-origin"] == SHOP


def test_the_own_page_is_let_in(site: Site) -> None:
    assert site.client.post(OPEN, json={}, headers={"Origin": site.address}).status_code == 201


def test_what_is_no_page_needs_no_origin(site: Site) -> None:
    assert site.client.post(OPEN, json={}).status_code == 201


@pytest.mark.parametrize(("origin", "status"), [(SHOP, 204), ("https://evil.example", 403)])
def test_a_browser_that_asks_first_is_answered(site: Site, origin: str, status: int) -> None:
    opened = site.open()

    answer = site.client.options(
        f"{OPEN}/{opened['id']}/messages",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
        },
    )

    assert answer.status_code == status
    assert ("access-control-allow-headers" in answer.headers) == (status == 204)


def test_events_can_be_read_by_a_page_of_a_listed_origin(site: Site) -> None:
    opened = site.client.post(OPEN, json={}, headers={"Origin": SHOP}).json()
    headers = bearer(opened) | {"Origin": SHOP}

    with site.client.stream("GET", f"{OPEN}/{opened['id']}/events", headers=headers) as response:
        assert response.headers["access-control-allow-origin"] == SHOP
        assert response.headers["content-type"].startswith("text/event-stream")


def test_every_response_is_hardened_and_nothing_private_is_stored(site: Site) -> None:
    opened = site.client.post(OPEN, json={"text": QUESTION})

    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["referrer-policy"] == "no-referrer"
    assert opened.headers["content-security-policy"].startswith("default-src 'none'")
    assert opened.headers["cache-control"] == "no-store"
    assert "server" not in opened.headers
