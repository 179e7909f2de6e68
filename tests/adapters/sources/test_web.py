from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from handrail.adapters.sources.confined_pages import ConfinedPages
from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.page_reader import ReadPage, read_page
from handrail.adapters.sources.web import WebPlan, WebSource
from handrail.adapters.sources.web_page import PageReader
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import Article, ArticleId, Skipped, SourceName, Unread
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument
from tests.fakes import FixedClock
from tests.websites import FakePageMemory, Page, Served, Website, fetcher_for, website

HELP = SourceName("help")


class InThisProcess:
    """Read pages as the confined process does, without one."""

    def read(self, raw: bytes, kind: str = ".html") -> ReadPage:
        assert kind == ".html"
        return read_page(raw)

    def close(self) -> None:
        return


@dataclass(slots=True)
class Read:
    """Hold what one crawl yielded."""

    articles: dict[str, Article] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return sorted([*self.articles, *self.unchanged])

    @property
    def said(self) -> str:
        return "\n".join(f"{left.path}: {left.why}" for left in self.skipped)


@dataclass(slots=True)
class Crawler:
    """Crawl one website again and again, as syncs do."""

    site: Website
    source: WebSource
    versions: dict[ArticleId, str] = field(default_factory=dict)

    def read(self) -> Read:
        self.site.asked.clear()
        read = Read()
        for found in self.source.documents():
            match found:
                case SourceDocument() if self.versions.get(found.article) == found.version:
                    read.unchanged.append(found.article)
                case SourceDocument():
                    article, _ = found.load()
                    assert article.version == found.version
                    read.articles[found.article] = article
                    self.versions[found.article] = found.version
                case Skipped():
                    read.skipped.append(found)
                case Unread():
                    read.unread.append(found)
        return read


@contextmanager
def crawling(
    pages: Mapping[str, Served], reader: Callable[[], PageReader] = InThisProcess, **plan: Any
) -> Iterator[Crawler]:
    with website(pages) as site, fetcher_for(site) as fetcher:
        source = WebSource(
            plan=replace(WebPlan(url=f"{site.url}/", pause=0.0), **plan),
            defaults=SourceDefaults(source=HELP),
            fetcher=fetcher,
            memory=FakePageMemory(),
            clock=FixedClock(),
            monotonic=lambda: 0.0,
            wait=lambda _seconds: None,
            reader=reader,
        )
        yield Crawler(site=site, source=source)


def page(text: str, *links: str, head: str = "") -> str:
    leads = "".join(f'<a href="{link}">x</a>' for link in links)
    return (
        f"<html><head>{head}</head><body><nav>{leads}</nav><main><p>{text}</p></main></body></html>"
    )


def sitemap(*entries: str) -> Page:
    body = "".join(f"<url>{entry}</url>" for entry in entries)
    return Page(body=f"<urlset>{body}</urlset>".encode(), headers={"Content-Type": "text/xml"})


CENTRE: dict[str, Served] = {
    "/": page("Welcome.", "/refunds", "/fees/"),
    "/refunds": page("A refund takes 30 days.", "/fees", "/refunds?utm_source=mail"),
    "/fees/": page("A return costs 4 EUR."),
}


def test_pages_are_found_by_the_links_between_them() -> None:
    with crawling(CENTRE, reader=ConfinedPages) as crawler:
        read = crawler.read()
        url = crawler.site.url

    assert read.ids == ["help/fees", "help/index", "help/refunds"]
    assert read.articles["help/refunds"].url == f"{url}/refunds"
    assert read.articles["help/refunds"].blocks[0].text == "A refund takes 30 days."
    assert "utm_source" not in " ".join(crawler.site.asked)


def test_a_sitemap_says_which_pages_there_are_and_how_old() -> None:
    pages = {
        **CENTRE,
        "/robots.txt": Page(body=b"Sitemap: /map.xml", headers={"Content-Type": "text/plain"}),
        "/map.xml": sitemap(
            "<loc>/refunds</loc><lastmod>2026-03-01</lastmod>", "<loc>http://other.example/a</loc>"
        ),
    }
    with crawling(pages) as crawler:
        crawler.site.pages["/map.xml"] = sitemap(
            f"<loc>{crawler.site.url}/refunds</loc><lastmod>2026-03-01</lastmod>",
            "<loc>http://other.example/a</loc>",
        )
        read = crawler.read()

    assert read.ids == ["help/index", "help/refunds"]
    assert read.articles["help/refunds"].updated == date(2026, 3, 1)


def test_an_address_that_is_none_costs_a_site_nothing_else() -> None:
    rules = b"Sitemap: http://[half\nSitemap: /maps.xml"
    maps = (
        b"<x><sitemap><loc>http://[half</loc></sitemap><sitemap><loc>/map.xml</loc></sitemap></x>"
    )
    with crawling(CENTRE) as crawler:
        crawler.site.pages |= {
            "/robots.txt": Page(body=rules, headers={"Content-Type": "text/plain"}),
            "/maps.xml": Page(body=maps, headers={"Content-Type": "text/xml"}),
            "/map.xml": sitemap(
                f"<loc>{crawler.site.url}/refunds</loc>", "<loc>http://[half</loc>"
            ),
        }
        read = crawler.read()

    assert read.ids == ["help/index", "help/refunds"]


def test_the_next_crawl_asks_only_whether_pages_have_changed() -> None:
    def tagged(headers: Mapping[str, str]) -> Page:
        if headers.get("if-none-match") == '"7"':
            return Page(status=304)
        said = {"Content-Type": "text/html", "ETag": '"7"'}
        return Page(body=page("Fees are low.").encode(), headers=said)

    with crawling({**CENTRE, "/fees/": tagged}) as crawler:
        first = crawler.read()
        crawler.site.pages["/refunds"] = page("A refund takes 14 days.")
        second = crawler.read()

    assert len(first.articles) == 3
    assert list(second.articles) == ["help/refunds"]
    assert sorted(second.unchanged) == ["help/fees", "help/index"]


def test_a_page_that_is_there_as_it_was_is_read_again_where_it_is_needed() -> None:
    with crawling(CENTRE) as crawler:
        crawler.read()
        crawler.versions.clear()
        again = crawler.read()

    assert len(again.articles) == 3


def test_what_stands_around_an_article_may_change_without_making_a_version() -> None:
    with crawling(CENTRE) as crawler:
        crawler.read()
        crawler.site.pages["/fees/"] = page("A return costs 4 EUR.", "/?visitor=77")
        again = crawler.read()

    assert again.articles == {}


def test_a_page_that_the_site_calls_gone_is_surely_gone() -> None:
    with crawling(CENTRE) as crawler:
        crawler.read()
        crawler.site.pages.update({"/": page("Welcome."), "/refunds": Page(status=410)})
        again = crawler.read()
        said = crawler.source.absences([ArticleId("help/refunds"), ArticleId("help/other")])

    assert again.ids == ["help/fees", "help/index"]
    assert said == {"help/refunds": Absence.GONE, "help/other": Absence.UNLISTED}


def test_a_page_that_cannot_be_read_now_stays_as_it_is() -> None:
    with crawling(CENTRE) as crawler:
        crawler.read()
        crawler.site.pages["/refunds"] = Page(status=500)
        again = crawler.read()

    assert [left.path for left in again.unread] == ["refunds"]


def test_a_site_that_is_down_changes_nothing() -> None:
    with crawling({path: Page(status=503) for path in CENTRE}) as crawler:
        crawler.site.pages["/robots.txt"] = Page(status=503)
        with pytest.raises(SourceUnavailable, match=r"robots\.txt"):
            crawler.read()
        del crawler.site.pages["/robots.txt"]
        with pytest.raises(SourceUnavailable, match="503"):
            crawler.read()


def test_a_site_that_goes_down_on_the_way_is_not_read_to_its_end() -> None:
    many = {f"/{n}": Page(status=500) for n in range(20)}
    with crawling({"/": page("Welcome.", *many), **many}) as crawler:
        with pytest.raises(SourceUnavailable, match="in a row failed"):
            crawler.read()
        asked = len(crawler.site.asked)

    assert asked < 20


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    rules = Page(body=b"User-agent: *\nDisallow: /fees", headers={"Content-Type": "text/plain"})
    with crawling({**CENTRE, "/robots.txt": rules}) as crawler:
        read = crawler.read()

    assert read.ids == ["help/index", "help/refunds"]
    assert not any(path.startswith("/fees") for path in crawler.site.asked)
    assert "robots.txt does not let us read them" in read.said


def test_a_page_under_two_addresses_is_one_article() -> None:
    pages: dict[str, Served] = {
        "/": page("Welcome.", "/old", "/print", "/new", "/new/"),
        "/old": Page(status=301, headers={"Location": "/new"}),
        "/new": page("Fees are low."),
        "/new/": page("Fees are low."),
        "/print": page("Fees are low.", head='<link rel="canonical" href="/new">'),
    }
    with crawling(pages) as crawler:
        read = crawler.read()

    assert read.ids == ["help/index", "help/new"]


def test_a_site_that_calls_every_page_by_the_first_ones_address_keeps_its_articles() -> None:
    wrong = '<link rel="canonical" href="/">'
    pages = {
        "/": page("Welcome.", "/fees"),
        "/fees": page("Fees are low.", head=wrong),
    }
    with crawling(pages) as crawler:
        read = crawler.read()

    assert read.ids == ["help/fees", "help/index"]


def test_a_page_that_asks_not_to_be_found_is_left_out() -> None:
    pages: dict[str, Served] = {
        "/": page("Welcome.", "/search", "/tag"),
        "/search": page("Results.", head='<meta name="robots" content="noindex, follow">'),
        "/tag": Page(
            body=page("Tags.").encode(),
            headers={"Content-Type": "text/html", "X-Robots-Tag": "noindex"},
        ),
    }
    with crawling(pages) as crawler:
        read = crawler.read()

    assert read.ids == ["help/index"]
    assert read.said.count("noindex") == 2


def test_a_crawl_ends_at_its_limits_and_says_so() -> None:
    chain = {f"/{n}": page(f"Page {'x' * n}.", f"/{n + 1}") for n in range(30)}
    with crawling({"/": page("Welcome.", "/0"), **chain}, max_depth=3) as crawler:
        deep = crawler.read()
    with crawling({"/": page("Welcome.", *chain), **chain}, max_pages=5) as crawler:
        many = crawler.read()

    assert len(deep.ids) == 4
    assert "1 addresses were left out: they lie more than 3 links away" in deep.said
    assert len(many.ids) == 5
    assert "26 addresses were left out: the limit of 5 pages was reached" in many.said


def test_pages_that_were_not_reached_stay_as_they_are() -> None:
    with crawling(CENTRE) as crawler:
        crawler.read()
        crawler.source.plan = replace(crawler.source.plan, max_pages=1)
        again = crawler.read()

    assert sorted(left.path for left in again.unread) == ["fees", "refunds"]


def test_a_calendar_without_end_is_left_after_a_while() -> None:
    with crawling({"/": page("Welcome.", "/calendar/1")}, max_depth=50) as crawler:
        for n in range(1, 60):
            crawler.site.pages[f"/calendar/{n}"] = page(
                f"Nothing is on in March {n}.", f"/calendar/{n + 1}"
            )
        read = crawler.read()

    assert len(crawler.site.asked) < 25
    assert "say nothing new, as in a calendar" in read.said


def test_a_first_page_that_leads_elsewhere_is_told() -> None:
    away = Page(status=301, headers={"Location": "http://localhost/"})
    with crawling({"/": away}) as crawler, pytest.raises(SourceUnavailable, match="another host"):
        crawler.read()
