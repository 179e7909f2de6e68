"""A help centre of Chatwoot: by its Application API, or what was exported through it.

See the Application API: articles of a portal. Its pages are numbered and sorted by the last change,
so that one listing can miss an article that moved meanwhile: a second one confirms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from handrail.adapters.sources.api import Api, ApiPlace
from handrail.adapters.sources.given import MARKDOWN, GivenArticle, document_of
from handrail.adapters.sources.listing import Row, by_number
from handrail.adapters.sources.spelled import day_of, number_of, words_of
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument

_PUBLISHED = ("published", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatwootCentre:
    """Yield the articles of one portal."""

    place: ApiPlace
    defaults: SourceDefaults
    account: int
    portal: str
    base_url: str
    """Address under which the portal's articles are published."""

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every published article."""
        for given in self._listed():
            yield document_of(given, self.defaults)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """List once more: what is missing from that too is gone."""
        there = {f"{self.name}/{given.path}" for given in self._listed()}
        return {ref: Absence.THERE if ref in there else Absence.GONE for ref in unlisted}

    def _listed(self) -> Iterator[GivenArticle]:
        portal = quote(self.portal, safe="")
        path = f"/api/v1/accounts/{self.account}/portals/{portal}/articles"
        with Api(self.place) as api:
            rows = by_number(api, path, {"status": "published"}, "payload", lambda _page, _n: False)
            for row in rows:
                yield from chatwoot_articles(row, self.defaults.locale, self.base_url)


def chatwoot_articles(row: Row, locale: str, base_url: str | None) -> Iterator[GivenArticle]:
    """Yield an article that is published; its text is Markdown."""
    number = number_of(row.get("id"))
    if number is None or row.get("status") not in _PUBLISHED:
        return
    category = row.get("category")
    of_category = category.get("locale") if isinstance(category, dict) else None
    spoken = words_of(row.get("locale")) or words_of(of_category) or locale
    slug = words_of(row.get("slug"))
    is_linked = slug is not None and base_url is not None
    yield GivenArticle(
        path=f"{spoken.lower().replace('_', '-')}/{number}",
        body=(words_of(row.get("content")) or "").encode("utf-8", "replace"),
        suffix=MARKDOWN,
        title=words_of(row.get("title")),
        updated=day_of(row.get("updated_at")),
        locale=spoken,
        url=f"{str(base_url).rstrip('/')}/articles/{quote(slug or '')}" if is_linked else None,
    )
