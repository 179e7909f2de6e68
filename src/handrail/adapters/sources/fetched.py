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
class Fetched:
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


def document_of(fetched: Fetched, defaults: SourceDefaults) -> SourceDocument:
    """Return the document: its version is known, its text is read when that is new."""
    version = _version(fetched, defaults)
    return SourceDocument(
        article=article_id(defaults.source, fetched.path),
        version=version,
        load=lambda: _read(fetched, defaults, version),
    )


def _read(
    fetched: Fetched, defaults: SourceDefaults, version: VersionId
) -> tuple[Article, tuple[str, ...]]:
    document = read_document(f"article{fetched.suffix}", fetched.body)
    front = _front(document, fetched)
    article = effective_article(
        fetched.path, fetched.body, replace(document, front_matter=front), defaults
    )
    return replace(article, version=version), document.warnings


def _front(document: ParsedDocument, fetched: Fetched) -> FrontMatter:
    """Return what is said of the article, in the text or beside it; the narrower audience holds."""
    said = document.front_matter
    audiences = {said.audience, fetched.audience}
    return replace(
        said,
        title=fetched.title or said.title,
        updated=fetched.updated or said.updated,
        locale=fetched.locale or said.locale,
        audience=Audience.INTERNAL if Audience.INTERNAL in audiences else None,
        url=fetched.url or said.url,
    )


def _version(fetched: Fetched, defaults: SourceDefaults) -> VersionId:
    scope = (defaults.audience, defaults.locale, defaults.product, defaults.site)
    said = (
        fetched.suffix,
        fetched.title,
        None if fetched.updated is None else fetched.updated.isoformat(),
        fetched.locale,
        fetched.audience,
        fetched.url,
    )
    return version_of(fetched.body, *scope, *said, READER_VERSION, CUTTER_VERSION)
