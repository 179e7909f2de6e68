"""A help centre of Zendesk Guide: by its API, or what was exported through it.

See developer.zendesk.com: Help Center API, articles and locales, cursor pagination. An article that
only some may read (`user_segment_id`) is internal; a draft is not there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handrail.adapters.sources.api import Api, ApiPlace, NotThere
from handrail.adapters.sources.given import HTML, GivenArticle, document_of, fragment
from handrail.adapters.sources.listing import Row, by_cursor
from handrail.adapters.sources.spelled import day_of, number_of, words_of
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Audience, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument

_BASE = "/api/v2/help_center"
_PER_PAGE = "100"
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOST_ASKED = 100
"""Articles that are asked after one by one; where more are missing a second listing confirms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZendeskCentre:
    """Yield the articles of a help centre in the languages that are read."""

    place: ApiPlace
    defaults: SourceDefaults
    locales: tuple[str, ...] = ()
    """Languages to read; all that the help centre has where none is named."""

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every published article, language by language."""
        with Api(self.place) as api:
            for locale in self._locales(api):
                path, params = f"{_BASE}/{locale}/articles", {"page[size]": _PER_PAGE}
                for row in by_cursor(api, path, params, "articles"):
                    given = zendesk_article(row)
                    if given is not None:
                        yield document_of(given, self.defaults)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Ask after each article that was not listed."""
        with Api(self.place) as api:
            locales = self._locales(api)
            return {ref: self._absence(api, ref, locales) for ref in unlisted[:_MOST_ASKED]}

    def _absence(self, api: Api, ref: ArticleId, locales: Sequence[str]) -> Absence:
        locale, _, number = ref.removeprefix(f"{self.name}/").partition("/")
        if locale not in [known.lower() for known in locales]:
            return Absence.GONE
        try:
            said = api.get(f"{_BASE}/{locale}/articles/{number}").get("article")
        except NotThere:
            return Absence.GONE
        if not isinstance(said, dict):
            return Absence.UNLISTED
        given = zendesk_article(said)
        is_there = given is not None and f"{self.name}/{given.path}" == ref
        return Absence.THERE if is_there else Absence.GONE

    def _locales(self, api: Api) -> tuple[str, ...]:
        if self.locales:
            return self.locales
        said = api.get(f"{_BASE}/locales").get("locales")
        if not isinstance(said, list) or not said:
            raise api.unavailable("does not say which languages it has")
        return tuple(one for one in said if isinstance(one, str) and _LOCALE.fullmatch(one))


def zendesk_article(row: Row) -> GivenArticle | None:
    """Return an article of the API's making; None for a draft and for what is no article."""
    number, locale = number_of(row.get("id")), words_of(row.get("locale"))
    if number is None or locale is None or not _LOCALE.fullmatch(locale) or row.get("draft"):
        return None
    is_narrowed = row.get("user_segment_id") is not None or bool(row.get("user_segment_ids"))
    return GivenArticle(
        path=f"{locale.lower()}/{number}",
        body=fragment(words_of(row.get("body")) or ""),
        suffix=HTML,
        title=words_of(row.get("title")),
        updated=day_of(row.get("edited_at")) or day_of(row.get("updated_at")),
        locale=locale,
        audience=Audience.INTERNAL if is_narrowed else None,
        url=words_of(row.get("html_url")),
    )


def zendesk_articles(row: Row, locales: frozenset[str] = frozenset()) -> Iterator[GivenArticle]:
    """Yield what an exported row holds: the article, or its translations that came with it.

    Only in these languages, spelled small, where any are named.
    """
    held = row.get("translations")
    if not isinstance(held, list) or not held:
        held = [{}]
    for translation in held:
        if isinstance(translation, dict):
            said = {name: translation[name] for name in _TRANSLATED if name in translation}
            given = zendesk_article({**row, **said})
            if given is None or (locales and str(given.locale).lower() not in locales):
                continue
            yield given


_TRANSLATED = ("locale", "title", "body", "draft", "html_url", "updated_at")
