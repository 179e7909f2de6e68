"""Help centres on loopback that hold requests against what their makers publish.

Each knows the paths, parameters, header forms and pages of the public API reference. Beside the
faults of `helpdesk_servers`, one can befall a later page of a listing.
"""

import base64
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from typing_extensions import override

from tests.helpdesk_servers import Answer, Asked, Vendor

ZENDESK_AUTHOR = ("author@shop.example", "guide-token")
INTERCOM_TOKEN = "intercom-token"
CHATWOOT_READER = "portal-token"


def a_zendesk_article(number: int, text: str, **more: Any) -> dict[str, Any]:
    """Build an article as the Help Center API gives it."""
    locale = more.get("locale", "en-us")
    return {
        "id": number,
        "locale": locale,
        "source_locale": "en-us",
        "title": f"Article {number}",
        "body": f"<p>{text}</p>",
        "draft": False,
        "user_segment_id": None,
        "user_segment_ids": [],
        "section_id": 7,
        "edited_at": "2026-03-01T10:00:00Z",
        "updated_at": "2026-03-02T10:00:00Z",
        "html_url": f"https://shop.example/hc/{locale}/articles/{number}",
        **more,
    }


def an_intercom_article(number: int, text: str, **more: Any) -> dict[str, Any]:
    """Build an article as Intercom's API gives it."""
    return {
        "type": "article",
        "id": str(number),
        "title": f"Article {number}",
        "body": f"<p>{text}</p>",
        "state": "published",
        "updated_at": 1_772_359_200,
        "url": f"https://help.shop.example/en/articles/{number}",
        **more,
    }


def a_chatwoot_article(number: int, text: str, **more: Any) -> dict[str, Any]:
    """Build an article as Chatwoot's API gives it."""
    return {
        "id": number,
        "slug": f"article-{number}",
        "title": f"Article {number}",
        "content": f"# Head\n\n{text}\n",
        "status": "published",
        "updated_at": 1_772_359_200,
        "category": {"id": 1, "slug": "all", "locale": "en"},
        **more,
    }


@dataclass
class Centre(Vendor):
    """Hold articles, and what is wrong with one of its pages."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    per_page: int = 3
    broken_page: int | None = None
    """This page of each listing answers with 500."""
    odd_page: object = None
    """The second page of each listing answers with this."""
    answers_only: int | None = None
    """Every request is answered with this status."""

    @override
    def answer(self, asked: Asked) -> Answer:
        if self.answers_only is not None:
            return self.answers_only, {}
        return super().answer(asked)

    def page(self, number: int, whole: Answer) -> Answer:
        """Answer with a page, or with what is wrong with it."""
        if number == self.broken_page:
            return 500, {"error": "InternalError"}
        if number == 2 and self.odd_page is not None:
            return 200, self.odd_page
        return whole

    def part(self, rows: list[dict[str, Any]], number: int, size: int) -> list[dict[str, Any]]:
        """Return the rows of a page."""
        return rows[(number - 1) * size : number * size]


@dataclass
class ZendeskGuide(Centre):
    """Speak the Help Center API with cursor pagination."""

    locales: tuple[str, ...] = ("en-us",)
    next_host: str = ""
    circle: bool = False

    @override
    def check(self, asked: Asked) -> None:
        login = f"{ZENDESK_AUTHOR[0]}/token:{ZENDESK_AUTHOR[1]}".encode()
        right = "Basic " + base64.b64encode(login).decode()
        self.require("login", holds=asked.headers.get("authorization") == right)
        self.require("accept", holds="json" in asked.headers.get("accept", ""))

    @override
    def routes(self) -> dict[tuple[str, str], Any]:
        base = "/api/v2/help_center"
        return {
            ("GET", f"{base}/locales"): self._locales,
            ("GET", rf"{base}/([a-z-]+)/articles"): self._list,
            ("GET", rf"{base}/([a-z-]+)/articles/(\d+)"): self._show,
        }

    def _locales(self, _asked: Asked) -> Answer:
        return 200, {"locales": list(self.locales), "default_locale": self.locales[0]}

    def _list(self, asked: Asked, locale: str) -> Answer:
        size = asked.query.get("page[size]", "")
        self.require("page[size]", holds=size.isdigit() and 1 <= int(size) <= 100)
        number = int(asked.query.get("page[after]", "cursor-1").removeprefix("cursor-"))
        mine = [row for row in self.articles if row["locale"] == locale]
        has_more = self.circle or number * self.per_page < len(mine)
        following = 1 if self.circle else number + 1
        cursor = quote(f"cursor-{following}")
        host = self.next_host or self.address
        path = f"/api/v2/help_center/{locale}/articles"
        link = f"{host}{path}?page%5Bafter%5D={cursor}&page%5Bsize%5D={size}"
        body = {
            "articles": self.part(mine, number, self.per_page),
            "meta": {"has_more": has_more, "after_cursor": cursor, "before_cursor": "x"},
            "links": {"next": link if has_more else None, "prev": None},
        }
        return self.page(number, (200, body))

    def _show(self, _asked: Asked, locale: str, number: str) -> Answer:
        for row in self.articles:
            if row["id"] == int(number) and row["locale"] == locale:
                return 200, {"article": row}
        return 404, {"error": "RecordNotFound", "description": "Not found"}


@dataclass
class Intercom(Centre):
    """Speak the Articles API: numbered pages."""

    unlisted: set[str] = field(default_factory=set)
    """Numbers of articles that the listing leaves out although they are there."""

    @override
    def check(self, asked: Asked) -> None:
        bearer = asked.headers.get("authorization") == f"Bearer {INTERCOM_TOKEN}"
        self.require("authorization", holds=bearer)
        self.require("version", holds=asked.headers.get("intercom-version") == "2.11")

    @override
    def routes(self) -> dict[tuple[str, str], Any]:
        return {("GET", "/articles"): self._list, ("GET", r"/articles/(\d+)"): self._show}

    def _list(self, asked: Asked) -> Answer:
        size, number = int(asked.query["per_page"]), int(asked.query["page"])
        self.require("per_page", holds=1 <= size <= 250)
        rows = [row for row in self.articles if row["id"] not in self.unlisted]
        pages = -(-len(rows) // self.per_page)
        body = {
            "type": "list",
            "pages": {"type": "pages", "page": number, "per_page": size, "total_pages": pages},
            "total_count": len(rows),
            "data": self.part(rows, number, self.per_page),
        }
        return self.page(number, (200, body))

    def _show(self, _asked: Asked, number: str) -> Answer:
        for row in self.articles:
            if row["id"] == number:
                return 200, row
        return 404, {"type": "error.list", "errors": [{"code": "not_found"}]}


@dataclass
class Chatwoot(Centre):
    """Speak the Application API: numbered pages until an empty one."""

    repeats: bool = False

    @override
    def check(self, asked: Asked) -> None:
        token = asked.headers.get("api_access_token")
        self.require("api_access_token", holds=token == CHATWOOT_READER)

    @override
    def routes(self) -> dict[tuple[str, str], Any]:
        return {("GET", "/api/v1/accounts/7/portals/hand-book/articles"): self._list}

    def _list(self, asked: Asked) -> Answer:
        known = ("draft", "published", "archived")
        self.require("status", holds=asked.query.get("status") in known)
        number = 1 if self.repeats else int(asked.query["page"])
        rows = [row for row in self.articles if row["status"] == asked.query["status"]]
        body = {
            "payload": self.part(rows, number, self.per_page),
            "meta": {"current_page": str(number), "articles_count": len(rows)},
        }
        return self.page(number, (200, body))
