"""From a page that came to the article it becomes, and what else it says."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Protocol, assert_never

from handrail.adapters.sources.articles import READER_VERSION
from handrail.adapters.sources.charsets import as_utf8
from handrail.adapters.sources.page_reader import ReadPage
from handrail.adapters.sources.web_address import Scope, tidy
from handrail.domain.knowledge.cut import CUTTER_VERSION
from handrail.domain.knowledge.effective import SourceDefaults, effective_article, version_of
from handrail.domain.knowledge.model import Article, ParsedDocument
from handrail.flow.fetch_ports import Fetched
from handrail.kernel.ids import digest

PAGE_READER_VERSION = "1"
"""Changes whenever the same page would be read differently."""
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
ACCEPTED = tuple(_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """Hold what one page is."""

    address: str
    path: str
    article: Article | None
    """None where it is no article."""
    why: str
    """Why it is none."""
    document: ParsedDocument | None
    links: tuple[str, ...]
    """Where it leads to, in one spelling."""
    canonical: str | None
    """Address under which it wants to be known, if that is another one of this help centre."""


class PageReader(Protocol):
    """Read pages, one after the other."""

    def read(self, raw: bytes, kind: str = ".html") -> ReadPage:
        """Read one page in UTF-8; raises Unreadable, and nothing else, for what is none."""
        ...

    def close(self) -> None:
        """End whatever it runs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMaker:
    """Make articles of pages."""

    defaults: SourceDefaults
    scope: Scope
    reader: PageReader

    @property
    def scope_digest(self) -> str:
        """Return a hash of all that, beside its bytes, makes a page's version."""
        held = self.defaults
        said = (held.source, held.audience, held.locale, held.product or "", held.site or "")
        return digest(*said, PAGE_READER_VERSION, READER_VERSION, CUTTER_VERSION)

    def make(self, address: str, fetched: Fetched, day: date | None) -> WebPage:
        """Read a page; raises Unreadable where the whole of it cannot be read."""
        raw = as_utf8(fetched.body, fetched.charset)
        read = self.reader.read(raw, _KINDS[fetched.media_type])
        base = tidy(read.base, address) if read.base else None
        links = (tidy(link, base or address) for link in read.links)
        document, why = _as_article(read, fetched)
        article = None if document is None else self._article(address, document, day)
        return WebPage(
            address=address,
            path=self.scope.path(address),
            article=article,
            why=why,
            document=document,
            links=tuple(dict.fromkeys(link for link in links if link is not None)),
            canonical=self._canonical(address, read),
        )

    def _article(self, address: str, document: ParsedDocument, day: date | None) -> Article:
        path = self.scope.path(address)
        updated = document.front_matter.updated or day
        dated = replace(document, front_matter=replace(document.front_matter, updated=updated))
        said = json.dumps(asdict(replace(dated, warnings=())), default=str, sort_keys=True)
        article = effective_article(path, b"", dated, self.defaults)
        version = version_of(said.encode("utf-8", "surrogatepass"), address, self.scope_digest)
        return replace(article, version=version, url=address)

    def _canonical(self, address: str, read: ReadPage) -> str | None:
        said = tidy(read.canonical, address) if read.canonical else None
        return said if said and said != address and self.scope.holds(said) else None


def _as_article(read: ReadPage, fetched: Fetched) -> tuple[ParsedDocument | None, str]:
    said = f"{read.robots}, {fetched.headers.get('x-robots-tag', '').lower()}"
    if "noindex" in said or "none" in said.split(", "):
        return None, "It asks not to be found (noindex)."
    match read.document:
        case None:
            return None, read.why
        case ParsedDocument():
            return read.document, ""
        case other:
            assert_never(other)
