"""Articles that were exported from a help centre as its API gives them: pages of JSON.

A file may hold one page, a list of articles, or a page a line; an export may be a file, a folder
of them or an archive. HTML files named by an article's number, as backup scripts write them, are
read too.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from handrail.adapters.sources.given import HTML, GivenArticle, document_of
from handrail.adapters.sources.listing import Row
from handrail.adapters.sources.unpacking import Export, ExportFile, broken
from handrail.adapters.sources.unreadable import Unreadable
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SourceDocument

JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".html", ".htm"})
_LISTS = ("articles", "data", "payload")
_TOTALS = ("count", "total_count")
_BACKED_UP = re.compile(
    r"(?:^|/)(?P<locale>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/(?P<number>\d+)\.html?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonExport:
    """Yield the articles of an export."""

    export: Export
    defaults: SourceDefaults
    articles: Callable[[Row], Iterator[GivenArticle]]
    """Read one row as its maker's API means it."""

    @property
    def name(self) -> SourceName:
        """Return the first part of every article id of this source."""
        return self.defaults.source

    def documents(self) -> Iterator[SourceDocument | Skipped]:
        """Yield every published article; raises SourceUnavailable for half an export."""
        total = rows = 0
        seen: set[str] = set()
        for file in self.export.files():
            match file:
                case Skipped():
                    yield file
                case ExportFile() if PurePosixPath(file.path).suffix.lower().startswith(".htm"):
                    yield from self._backed_up(file, seen)
                case ExportFile():
                    for page in self._pages(file):
                        held, said = _rows(page)
                        rows, total = rows + len(held), max(total, said)
                        yield from self._documents(held, seen)
        if rows < total:
            raise broken(self.name, f"holds {rows:,} of {total:,} articles")

    def absences(self, unlisted: Sequence[ArticleId]) -> dict[ArticleId, Absence]:
        """Return that what a whole export does not hold is gone."""
        return dict.fromkeys(unlisted, Absence.GONE)

    def _documents(self, rows: list[Row], seen: set[str]) -> Iterator[SourceDocument]:
        for row in rows:
            for given in self.articles(row):
                if given.path not in seen:
                    seen.add(given.path)
                    yield document_of(given, self.defaults)

    def _pages(self, file: ExportFile) -> Iterator[object]:
        try:
            text = file.read().decode("utf-8-sig")
            if file.path.lower().endswith(".json"):
                yield json.loads(text)
            else:
                for line in filter(str.strip, text.splitlines()):
                    yield json.loads(line)
        except (Unreadable, ValueError, RecursionError) as error:
            raise broken(self.name, f"is damaged: {file.path} is no whole JSON") from error

    def _backed_up(self, file: ExportFile, seen: set[str]) -> Iterator[SourceDocument | Skipped]:
        named = _BACKED_UP.search(file.path)
        if named is None:
            return
        path = f"{named['locale'].lower()}/{named['number']}"
        try:
            raw = file.read()
        except Unreadable as error:
            yield Skipped(path=path, why=str(error))
            return
        if path not in seen:
            seen.add(path)
            given = GivenArticle(path=path, body=raw, suffix=HTML, locale=named["locale"])
            yield document_of(given, self.defaults)


def _rows(page: object) -> tuple[list[Row], int]:
    """Return the articles of a page, and how many there are in all where it says so."""
    if isinstance(page, list):
        return [row for row in page if isinstance(row, dict)], 0
    if not isinstance(page, Mapping):
        return [], 0
    totals = [page.get(name) for name in _TOTALS]
    total = max((said for said in totals if isinstance(said, int)), default=0)
    for name in _LISTS:
        held = page.get(name)
        if isinstance(held, list):
            return [row for row in held if isinstance(row, dict)], total
    return ([page], 0) if "id" in page else ([], 0)
