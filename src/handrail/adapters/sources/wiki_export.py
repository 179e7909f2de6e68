"""Spaces of Confluence and workspaces of Notion, as they export themselves.

Both name a page's file after its title and its id; the id alone names the article, so that a page
with a new title stays the same article.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from handrail.adapters.sources.cleaning import one_line
from handrail.adapters.sources.decoding import decoded
from handrail.adapters.sources.given import HTML, MARKDOWN, GivenArticle, document_of, fragment
from handrail.adapters.sources.unpacking import Export, ExportFile
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument

CONFLUENCE_SUFFIXES = frozenset({".html"})
NOTION_SUFFIXES = frozenset({".md", ".html"})
_CONFLUENCE_ID = re.compile(r"(?:^|_)(\d{3,})$")
_NOT_PAGES = frozenset({"attachments", "images", "styles", "download"})
_DAY = re.compile(r"\bon\s+([A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2},? \d{4})")
_DAY_FORMS = ("%b %d, %Y", "%d %b %Y", "%d %b, %Y")
_NOTION_ID = re.compile(r"(?:^| )([0-9a-f]{32})(?:_all)?$")

PageOf = Callable[[str, bytes], GivenArticle | None]
"""Read a file of an export by path and bytes; None for what is no page. Raises Unreadable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiExport:
    """Yield the pages of an export."""

    export: Export
    defaults: SourceDefaults
    page: PageOf

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every page."""
        seen: set[str] = set()
        for file in self.export.files():
            match file:
                case Skipped():
                    yield file
                case ExportFile():
                    yield from self._page(file, seen)

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return that what an export does not hold is gone."""
        return dict.fromkeys(unlisted, Absence.GONE)

    def _page(self, file: ExportFile, seen: set[str]) -> Iterator[SourceDocument | Skipped]:
        try:
            given = self.page(file.path, file.read())
        except Unreadable as error:
            yield Skipped(path=file.path, why=str(error))
            return
        if given is not None and given.path not in seen:
            seen.add(given.path)
            yield document_of(given, self.defaults)


def confluence_page(base_url: str | None) -> PageOf:
    """Return what reads a page of a space that was exported as HTML."""

    def read(path: str, raw: bytes) -> GivenArticle | None:
        place = PurePosixPath(path)
        if place.name == "index.html" or _NOT_PAGES & set(place.parts[:-1]):
            return None
        text, _ = decoded(raw)
        tree = LexborHTMLParser(text)
        main = tree.css_first("#main-content")
        if main is None:
            return None
        found = _CONFLUENCE_ID.search(place.stem)
        number = found[1] if found else None
        is_linked = base_url is not None and number is not None
        link = f"{str(base_url).rstrip('/')}/pages/viewpage.action?pageId={number}"
        return GivenArticle(
            path=f"{_folder(place)}{number or place.stem}",
            body=fragment(main.inner_html or ""),
            suffix=HTML,
            title=_confluence_title(tree),
            updated=_last_changed(tree),
            url=link if is_linked else None,
        )

    return read


def notion_page(path: str, raw: bytes) -> GivenArticle | None:
    """Read a page of a workspace that was exported as Markdown or as HTML."""
    place = PurePosixPath(path)
    if place.name == "index.html":
        return None
    found = _NOTION_ID.search(place.stem)
    named = found[1] if found else str(place.with_suffix(""))
    if place.suffix.lower() == MARKDOWN:
        title = None if found is None else one_line(place.stem[: found.start()]) or None
        return GivenArticle(
            path=named, body=raw, suffix=MARKDOWN, title=_first_heading(raw) or title
        )
    text, _ = decoded(raw)
    tree = LexborHTMLParser(text)
    article, title_node = tree.css_first("article"), tree.css_first(".page-title")
    if article is None:
        return None
    shown = None if title_node is None else one_line(title_node.text())
    body = article.css_first(".page-body") or article
    if named_by := article.attributes.get("id"):
        named = named_by.replace("-", "")
    return GivenArticle(
        path=named, body=fragment(body.inner_html or ""), suffix=HTML, title=shown or None
    )


def _first_heading(raw: bytes) -> str | None:
    """Return the heading that Notion puts over a page: file names are cut short."""
    first = raw[:4_000].decode("utf-8", "ignore").lstrip("\ufeff\n\r ").partition("\n")[0]
    return one_line(first[2:]) or None if first.startswith("# ") else None


def _folder(place: PurePosixPath) -> str:
    """Return the folder that a space's pages stand in: its key."""
    return f"{place.parent.name}/" if place.parent.name else ""


def _confluence_title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("#title-text") or tree.css_first("head > title")
    if node is None:
        return None
    space, joint, title = one_line(node.text()).partition(" : ")
    return (title if joint else space) or None


def _last_changed(tree: LexborHTMLParser) -> date | None:
    node = tree.css_first(".page-metadata")
    days = [] if node is None else _DAY.findall(one_line(node.text()))
    for form in _DAY_FORMS if days else ():
        try:
            return datetime.strptime(days[-1], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
