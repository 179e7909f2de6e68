"""Knowledge: which articles are served, how they were cut, and what a search finds in them."""

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Audience,
    Passage,
    SourceName,
    SyncReport,
    VersionId,
)
from handrail.domain.retrieval.model import Scope
from handrail.flow.console_ports import ListedArticle
from handrail.flow.show_article import show_article
from handrail.web.console.parts import Visit

_PER_PAGE = 50
_LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Hold what the list of articles shows."""

    articles: tuple[ListedArticle, ...]
    next: str | None
    sources: tuple[tuple[str, SyncReport | None], ...]
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Hold one article version with all there are."""

    article: Article
    passages: tuple[Passage, ...]
    versions: tuple[ListedArticle, ...]

    @property
    def is_served(self) -> bool:
        """Tell whether this version is the one that answers are given from."""
        return any(v.is_served and v.version == self.article.version for v in self.versions)


async def show_knowledge(visit: Visit) -> Response:
    """List the articles that are served, and how the last sync of each source went."""
    query = visit.request.query_params
    words, after = query.get("words", "").strip(), query.get("after")
    found = await visit.run(partial(_library, words, after, visit))
    return visit.page("knowledge.html", {"library": found, "words_sought": words})


async def show_one_article(visit: Visit) -> Response:
    """Show an article as it was read and cut."""
    query = visit.request.query_params
    ref, version = ArticleId(query.get("id", "")), query.get("version")
    found = await visit.run(partial(_opened, ref, version, visit))
    values = {"opened": found, "quote": query.get("quote", ""), "marked": marked}
    return visit.page("article.html", values)


async def try_search(visit: Visit) -> Response:
    """Show what a search finds for a customer, or for the staff."""
    query = visit.request.query_params
    question = query.get("question", "").strip()[:_LONGEST_QUESTION]
    audiences = frozenset(Audience) if query.get("audience") == "internal" else None
    result = None
    if question:
        scope = Scope() if audiences is None else Scope(audiences=audiences)
        result = await visit.run(partial(visit.app.find, question, scope))
    values = {"question": question, "result": result, "is_internal": audiences is not None}
    return visit.page("search.html", values)


def marked(text: str, quote: str) -> tuple[str, str, str]:
    """Return what stands before a quote, the quote, and what follows; all first where it is not."""
    before, found, after = text.partition(quote) if quote else (text, "", "")
    return (before, found, after) if found else (text, "", "")


def _library(words: str, after: str | None, visit: Visit) -> Library:
    app = visit.app
    start = None if after is None else ArticleId(after)
    with app.console.looking() as looking:
        found = tuple(looking.served_articles(words, start, _PER_PAGE + 1))
    with app.store.read() as reading:
        names = [source.name for source in app.settings.knowledge.sources]
        sources = tuple((name, reading.last_sync(SourceName(name))) for name in names)
        passages = reading.live_count()
    shown = found[:_PER_PAGE]
    return Library(
        articles=shown,
        next=shown[-1].id if len(found) > _PER_PAGE else None,
        sources=sources,
        passages=passages,
    )


def _opened(ref: ArticleId, version: str | None, visit: Visit) -> Opened:
    wanted = None if version is None else VersionId(version)
    article, passages = show_article(ref, wanted, visit.app.store)
    with visit.app.console.looking() as looking:
        versions = tuple(looking.versions_of(ref))
    return Opened(article=article, passages=passages, versions=versions)
