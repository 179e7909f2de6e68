"""A website that means harm is crawled: nothing inside is reached, and the crawl ends."""

import httpx2
import pytest

from benchmarks.hostile.canary import canary
from benchmarks.hostile_site import ask_for_all, crawl_watched, open_all


def test_no_spelling_of_an_inward_address_is_connected_to() -> None:
    with canary() as bird:
        count, answered = ask_for_all(bird.port)

    assert count >= 200
    assert answered == []
    assert bird.came == 0
    assert bird.connected == []


def test_no_link_to_an_inward_address_is_opened_however_it_is_spelt() -> None:
    with canary() as bird:
        count, answered = open_all(bird.port)

    assert count >= 200
    assert answered == []
    assert bird.came == 0
    assert bird.connected == []


def test_a_canary_notices_who_comes() -> None:
    with canary() as bird, pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError)):
        httpx2.get(f"http://127.0.0.1:{bird.port}/", trust_env=False)

    assert bird.came == 1
    assert bird.connected == [("127.0.0.1", bird.port)]


@pytest.mark.slow
def test_a_site_that_means_harm_is_crawled_without_harm() -> None:
    found = crawl_watched(max_pages=700, seconds=1.5)

    assert found.inward == 0
    assert found.elsewhere == []
    assert "web/refunds" in found.articles
    assert "web/windows-1251" in found.articles
    assert "web/forbidden" not in found.articles
    assert found.megabytes < 200
    told = {left.path: left.why for left in found.left}
    assert "took longer" in told["drip-head"]
    assert "took longer" in told["drip-body"]
    assert "100 times its size" in told["bomb"]
    assert "only http and https" in told["gopher"]
