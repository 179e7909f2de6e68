"""An article as an API, an export or a sender gives it: text, and what is said of it beside."""

from dataclasses import dataclass, field, replace
from datetime import date

from handrail.adapters.sources.articles import READER_VERSION
from handrail.adapters.sources.documents import read_document
from handrail.domain.knowledge.cut import CUTTER_VERSION
from handrail.domain.knowledge.effective import (
    SourceDefaults,
    article_id,
    effective_article,
    version_of,
)
from handrail.domain.knowledge.model import (
    Article,
    Audience,
    FrontMatter,
    ParsedDocument,
    VersionId,
)
from handrail.flow.ports import SourceDocument

HTML, MARKDOWN = ".html", ".md"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenArticle:
    """Hold one article; what is None is as the text itself says, or as the source says."""

    path: str
    body: bytes = field(repr=False)
    suffix: str
    """Which reader reads the body."""
    title: str | None = None
    updated: date | None = None
    locale: str | None = None
    audience: Audience | None = None
    url: str | None = None


def fragment(html: str) -> bytes:
    """Return a page around a piece of HTML that is all article and no navigation."""
    return f"<html><body><main>{html}</main></body></html>".encode("utf-8", "replace")


def document_of(given: GivenArticle, defaults: SourceDefaults) -> SourceDocument:
    """Return the document: its version is known, its text is read when that is new."""
    version = _version(given, defaults)
    return SourceDocument(
        article=article_id(defaults.source, given.path),
        version=version,
        load=lambda: _read(given, defaults, version),
    )


def _read(
    given: GivenArticle, defaults: SourceDefaults, version: VersionId
) -> tuple[Article, tuple[str, ...]]:
    document = read_document(f"article{given.suffix}", given.body)
    front = _front(document, given)
    article = effective_article(
        given.path, given.body, replace(document, front_matter=front), defaults
    )
    return replace(article, version=version), document.warnings


def _front(document: ParsedDocument, given: GivenArticle) -> FrontMatter:
    """Return what is said of the article, in the text or beside it; the narrower audience holds."""
    said = document.front_matter
    audiences = {said.audience, given.audience}
    return replace(
        said,
        title=given.title or said.title,
        updated=given.updated or said.updated,
        locale=given.locale or said.locale,
        audience=Audience.INTERNAL if Audience.INTERNAL in audiences else None,
        url=given.url or said.url,
    )


def _version(given: GivenArticle, defaults: SourceDefaults) -> VersionId:
    scope = (defaults.audience, defaults.locale, defaults.product, defaults.site)
    said = (
        given.suffix,
        given.title,
        None if given.updated is None else given.updated.isoformat(),
        given.locale,
        given.audience,
        given.url,
    )
    return version_of(given.body, *scope, *said, READER_VERSION, CUTTER_VERSION)
