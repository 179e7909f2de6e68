import gzip
import zlib

import pytest

from handrail.flow.fetch_ports import Asked, Fetched, NotFetched, Outcome, Unchanged, Why
from tests.websites import HTML, Page, Served, Website, fetcher_for, website

ACCEPT = ("text/html", "application/gzip")


def fetched(page: Served) -> tuple[Outcome, Website]:
    with website({"/": page, "/there": "<p>There</p>"}) as site, fetcher_for(site) as fetcher:
        outcome = fetcher.fetch(Asked(address=site.url, accept=ACCEPT))
    return outcome, site


def redirecting(to: str) -> Page:
    return Page(status=302, headers={"Location": to})


def packed(body: bytes, encoding: str, kind: str = HTML) -> Page:
    return Page(body=body, headers={"Content-Type": kind, "Content-Encoding": encoding})


def test_a_page_comes_with_what_is_said_about_it() -> None:
    said = {
        "Content-Type": "Text/HTML; charset=windows-1252",
        "ETag": '"7"',
        "X-Robots-Tag": "none",
    }
    outcome, site = fetched(Page(body=b"<p>Hello</p>", headers=said))

    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.media_type) == (b"<p>Hello</p>", "text/html")
    assert (outcome.charset, outcome.etag) == ("windows-1252", '"7"')
    assert outcome.headers["x-robots-tag"] == "none"
    assert site.heard[0]["host"] == f"127.0.0.1:{site.port}"
    assert "Handrail" in site.heard[0]["user-agent"]


def test_only_what_has_changed_is_sent_again() -> None:
    def page(headers: object) -> Page:
        assert isinstance(headers, dict)
        return Page(status=304) if headers.get("if-none-match") == '"7"' else Page(body=b"x")

    with website({"/": page}) as site, fetcher_for(site) as fetcher:
        outcome = fetcher.fetch(Asked(address=site.url, accept=ACCEPT, etag='"7"'))

    assert isinstance(outcome, Unchanged)


def test_a_redirection_within_the_host_is_followed() -> None:
    outcome, site = fetched(redirecting("/there"))

    assert isinstance(outcome, Fetched)
    assert outcome.address == f"{site.url}/there"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://localhost/", "another host"),
        ("http://169.254.169.254/latest", "link-local"),
        ("http://2130706433/", "number in disguise"),
        ("//help.example/", "another host"),
        ("http://127.0.0.1:22/", "port 22"),
        ("file:///etc/passwd", "only http and https"),
        ("http://me:pw@127.0.0.1/", "no user name"),
    ],
)
def test_a_redirection_to_anywhere_else_is_not(to: str, said: str) -> None:
    outcome, _ = fetched(redirecting(to))

    assert isinstance(outcome, NotFetched)
    assert outcome.why is Why.REFUSED
    assert said in outcome.text


def test_a_circle_ends() -> None:
    outcome, site = fetched(redirecting("/"))

    assert isinstance(outcome, NotFetched)
    assert "more than 3 times" in outcome.text
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    ("page", "why", "said"),
    [
        (Page(status=404), Why.ABSENT, "404"),
        (Page(status=410), Why.ABSENT, "410"),
        (Page(status=403), Why.DENIED, "403"),
        (Page(status=500), Why.FAILED, "500"),
        (Page(headers={"Content-Type": "image/png"}), Why.UNUSABLE, "image/png"),
        (Page(headers={}), Why.UNUSABLE, "(none)"),
        (Page(body=b"x" * 1_000_001), Why.UNUSABLE, "larger than 1,000,000"),
        (packed(b"x", "br"), Why.UNUSABLE, "not asked for"),
        (packed(b"x", "gzip, gzip"), Why.UNUSABLE, "not asked for"),
        (packed(b"not gzip", "gzip"), Why.UNUSABLE, "damaged"),
        (packed(gzip.compress(b"x" * 999)[:-9], "gzip"), Why.UNUSABLE, "cut off"),
        (packed(gzip.compress(b"0" * 50_000_000), "gzip"), Why.UNUSABLE, "once unpacked"),
        (packed(zlib.compress(b"0" * 50_000_000), "deflate"), Why.UNUSABLE, "once unpacked"),
        (
            packed(gzip.compress(gzip.compress(b"0" * 50_000_000)), "gzip", "application/gzip"),
            Why.UNUSABLE,
            "once unpacked",
        ),
    ],
)
def test_what_cannot_be_used_is_told_and_not_kept(page: Page, why: Why, said: str) -> None:
    outcome, _ = fetched(page)

    assert isinstance(outcome, NotFetched)
    assert outcome.why is why
    assert said in outcome.text


def test_a_packed_page_is_unpacked_and_a_packed_file_too() -> None:
    page = gzip.compress(b"<p>Hello</p>")

    came, _ = fetched(packed(page, "gzip"))
    file, _ = fetched(Page(body=page, headers={"Content-Type": "application/gzip"}))

    assert isinstance(came, Fetched)
    assert isinstance(file, Fetched)
    assert came.body == file.body == b"<p>Hello</p>"


def test_a_reply_that_unpacks_to_a_hundred_times_its_size_is_refused_before_the_limit() -> None:
    page = packed(gzip.compress(b"0" * 3_000_000), "gzip")

    with website({"/": page}) as site, fetcher_for(site, most_bytes=9_000_000) as fetcher:
        outcome = fetcher.fetch(Asked(address=site.url, accept=ACCEPT))

    assert isinstance(outcome, NotFetched)
    assert "100 times its size" in outcome.text


def test_how_long_a_site_asks_to_wait_is_told() -> None:
    outcome, _ = fetched(Page(status=503, headers={"Retry-After": "7"}))

    assert isinstance(outcome, NotFetched)
    assert outcome.after_seconds == 7.0


def test_a_host_that_is_not_named_is_not_asked() -> None:
    with website({"/": "x"}) as site, fetcher_for(site) as fetcher:
        outcome = fetcher.fetch(Asked(address=f"http://localhost:{site.port}/", accept=ACCEPT))

    assert isinstance(outcome, NotFetched)
    assert outcome.why is Why.REFUSED
    assert "private_hosts" in outcome.text
    assert site.asked == []
