import pytest

from handrail.adapters.sources.robots import read_robots
from handrail.adapters.sources.sitemap import NoSitemap, read_sitemap, trusted_days
from handrail.adapters.sources.web_address import Scope, tidy

BASE = "https://help.example/docs/start"


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("refunds", "https://help.example/docs/refunds"),
        ("/refunds#top", "https://help.example/refunds"),
        ("HTTPS://HELP.example:443//a//b/../c", "https://help.example/a/c"),
        ("/a?utm_source=x&b=2&a=1&sid=9", "https://help.example/a?a=1&b=2"),
        ("/a;jsessionid=77?ref=mail", "https://help.example/a"),
        ("/(S(abc123))/a", "https://help.example/a"),
        ("/%7eann/%c3%bc", "https://help.example/~ann/%C3%BC"),
        ("/ü b", "https://help.example/%C3%BC%20b"),
    ],
)
def test_a_page_has_one_spelling(written: str, spelled: str) -> None:
    assert tidy(written, BASE) == spelled


@pytest.mark.parametrize(
    "written",
    [
        *("mailto:a@b.example", "javascript:alert(1)", "https://me:pw@help.example/", "/logo.png"),
        *("/a/b/a/b/a/b", "/x" * 30, "/?a=1&b=2&c=3&d=4&e=5", "http://[", "/" + "x" * 2_000),
    ],
)
def test_what_can_be_no_page_has_none(written: str) -> None:
    assert tidy(written, BASE) is None


def test_only_what_lies_below_the_first_page_belongs_to_the_help_centre() -> None:
    scope = Scope(root="https://help.example/docs", include=("/faq/",), exclude=("/docs/old/",))

    assert scope.holds("https://help.example/docs")
    assert scope.holds("http://help.example/docs/refunds")
    assert scope.holds("https://help.example/faq/1")
    assert not scope.holds("https://help.example/docs/old/refunds")
    assert not scope.holds("https://help.example/docsets")
    assert not scope.holds("https://www.help.example/docs/refunds")
    assert scope.path("https://help.example/docs") == "index"
    assert scope.path("https://help.example/docs/billing/refunds/") == "billing/refunds"
    assert scope.path("https://help.example/docs/kb?id=7") == "kb?id=7"


def test_the_longest_rule_of_robots_txt_wins() -> None:
    robots = read_robots(
        b"User-agent: *\nDisallow: /\n\nUser-agent: Handrail\nUser-agent: other\n"
        b"Disallow: /search\nAllow: /search/help # but\nDisallow: /*/print$\nCrawl-delay: 3\n"
        b"Sitemap: https://help.example/map.xml\n"
    )

    assert robots.allows("https://help.example/refunds")
    assert not robots.allows("https://help.example/search?q=x")
    assert robots.allows("https://help.example/search/help")
    assert not robots.allows("https://help.example/refunds/print")
    assert robots.allows("https://help.example/refunds/print/2")
    assert (robots.delay, robots.sitemaps) == (3.0, ("https://help.example/map.xml",))


def test_rules_for_everybody_hold_where_none_are_for_us() -> None:
    robots = read_robots(b"user-agent: Googlebot\ndisallow:\n\nuser-agent: *\ndisallow: /private\n")

    assert not robots.allows("https://help.example/private/a")
    assert robots.allows("https://help.example/a")


def test_a_sitemap_lists_pages_and_their_days() -> None:
    found = read_sitemap(
        b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        b'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        b"<url><loc> https://help.example/a </loc><lastmod>2026-03-01T10:00:00Z</lastmod>"
        b"<image:image><image:loc>https://help.example/a.png</image:loc></image:image></url>"
        b"<url><loc><![CDATA[https://help.example/b?x=1&y=2]]></loc></url></urlset>"
    )

    days = {where: day.isoformat() if day else None for where, day in found.pages.items()}
    assert days == {"https://help.example/a": "2026-03-01", "https://help.example/b?x=1&y=2": None}


def test_a_list_of_sitemaps_and_a_plain_one_are_read() -> None:
    listed = read_sitemap(b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>")
    plain = read_sitemap(b"https://help.example/a\nhttps://help.example/b\n")

    assert listed.maps == ("/a.xml",)
    assert list(plain.pages) == ["https://help.example/a", "https://help.example/b"]


@pytest.mark.parametrize(
    "raw", [b"<urlset><url>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", b"hello", b"<a>" * 50]
)
def test_what_is_no_sitemap_is_refused(raw: bytes) -> None:
    with pytest.raises(NoSitemap):
        read_sitemap(raw)


def test_a_day_that_every_page_bears_is_that_of_the_site() -> None:
    pages = read_sitemap(
        b"<urlset>"
        + b"".join(b"<url><loc>/%d</loc><lastmod>2026-03-01</lastmod></url>" % n for n in range(3))
        + b"</urlset>"
    ).pages

    assert set(trusted_days(pages).values()) == {None}
