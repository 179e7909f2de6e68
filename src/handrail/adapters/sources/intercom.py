"""A help centre of Intercom: by its API, or what was exported through it.

See developers.intercom.com: List all articles, Retrieve an article. A multilingual article holds
its translations; a draft is not there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.adapters.sources.api import Api, ApiPlace, NotThere
from handrail.adapters.sources.given import HTML, GivenArticle, document_of, fragment
from handrail.adapters.sources.listing import Row, by_number
from handrail.adapters.sources.spelled import day_of, number_of, words_of
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument

VERSION = "2.11"
"""Of the API: what is asked for does not change under us."""
_PER_PAGE = "100"
_MOST_ASKED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class IntercomCentre:
    """Yield the articles of a help centre in all their languages."""

    place: ApiPlace
    defaults: SourceDefaults

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every published article in every language it is published in."""
        with Api(self.place) as api:
            for row in by_number(api, "/articles", {"per_page": _PER_PAGE}, "data", _is_last):
                for given in intercom_articles(row, self.defaults.locale):
                    yield document_of(given, self.defaults)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Ask after each article that was not listed."""
        with Api(self.place) as api:
            return {ref: self._absence(api, ref) for ref in unlisted[:_MOST_ASKED]}

    def _absence(self, api: Api, ref: ArticleId) -> Absence:
        path = ref.removeprefix(f"{self.name}/")
        try:
            said = api.get(f"/articles/{path.rpartition('/')[2]}")
        except NotThere:
            return Absence.GONE
        there = {given.path for given in intercom_articles(said, self.defaults.locale)}
        return Absence.THERE if path in there else Absence.GONE


def intercom_articles(row: Row, locale: str) -> Iterator[GivenArticle]:
    """Yield an article in each language that it is published in; `locale` where it says none."""
    number = number_of(row.get("id"))
    if number is None:
        return
    own = words_of(row.get("default_locale")) or locale
    held = row.get("translated_content")
    contents = {own: row} | {
        spoken: content
        for spoken, content in (held.items() if isinstance(held, dict) else ())
        if isinstance(content, dict) and spoken != own
    }
    for spoken, content in contents.items():
        if content.get("state") == "published":
            yield GivenArticle(
                path=f"{spoken.lower()}/{number}",
                body=fragment(words_of(content.get("body")) or ""),
                suffix=HTML,
                title=words_of(content.get("title")),
                updated=day_of(content.get("updated_at")),
                locale=spoken,
                url=words_of(content.get("url")),
            )


def _is_last(page: Row, number: int) -> bool:
    pages = page.get("pages")
    total = pages.get("total_pages") if isinstance(pages, dict) else None
    return isinstance(total, int) and number >= total
