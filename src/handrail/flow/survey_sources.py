"""Look at one source: what changed, what did not, what cannot be read, and what is gone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.effective import article_id
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    Skipped,
    SourceName,
    Unread,
    VersionId,
)
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.ports import SnapshotBuilding, Source, SourceDocument
from handrail.kernel.errors import BadInput, Unavailable


@dataclass(slots=True, kw_only=True)
class Survey:
    """Hold what was found at one source."""

    source: SourceName
    before: Mapping[ArticleId, VersionId]
    pins: Mapping[ArticleId, Pin]
    """What people brought back: what its source holds is not taken while that stays the same."""
    building: SnapshotBuilding
    changed: list[tuple[Article, tuple[Passage, ...]]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unchanged: int = 0
    absences: Mapping[ArticleId, Absence] = field(default_factory=dict)
    """Of the articles that are served and were not found."""
    failure: Unavailable | None = None
    """Why it was not read to its end; nothing is concluded from what is missing then."""
    kept_back: set[ArticleId] = field(default_factory=set)
    """What the source holds as it was refused, so that it was not taken."""
    agreed: set[ArticleId] = field(default_factory=set)
    """What the source holds as it is served."""
    _found: set[ArticleId] = field(default_factory=set)
    _unreadable: set[ArticleId] = field(default_factory=set)

    @property
    def unreadable(self) -> frozenset[ArticleId]:
        """Return what is served and holds no text any more that can be read."""
        return frozenset(self._unreadable & self.before.keys())

    def take(self, document: SourceDocument | Skipped | Unread) -> None:
        """Add one document; text that can no longer be read stops being served."""
        match document:
            case Skipped():
                named = article_id(self.source, document.path)
                self._skip(named, replace(document, path=f"{self.source}/{document.path}"))
            case Unread():
                named = article_id(self.source, document.path)
                self._found.add(named)
                self.warnings.append(f"{named}: {document.why} What is served of it stays.")
            case SourceDocument():
                self._compare(document)
            case other:
                assert_never(other)

    def _compare(self, document: SourceDocument) -> None:
        ref, version = document.article, document.version
        pin = self.pins.get(ref)
        if self.before.get(ref) == version:
            self._found.add(ref)
            self.agreed.add(ref)
            self.unchanged += 1
        elif pin is not None and pin.holds(version):
            self._found.add(ref)
            self.kept_back.add(ref)
        else:
            self._parse(document)

    def ask_after_the_rest(self, source: Source) -> None:
        """Ask what became of the articles that are served and were not listed."""
        kept = {ref for ref, pin in self.pins.items() if pin.holds(None)}
        unlisted = sorted(self.before.keys() - self._found - self._unreadable - kept)
        if unlisted:
            said = source.absences(unlisted)
            self.absences = {ref: said.get(ref, Absence.UNLISTED) for ref in unlisted}

    def _parse(self, document: SourceDocument) -> None:
        try:
            article, warnings = document.load()
        except BadInput as error:
            self._skip(document.article, Skipped(path=document.article, why=str(error)))
            return
        passages = cut(article)
        if not passages:
            why = "It holds no text that a customer could read."
            self._skip(document.article, Skipped(path=document.article, why=why))
            return
        self._found.add(document.article)
        self.warnings.extend(f"{document.article}: {warning}" for warning in warnings)
        self.changed.append((article, passages))
        self.building.expect(passages)

    def _skip(self, ref: ArticleId, skipped: Skipped) -> None:
        self._unreadable.add(ref)
        self.skipped.append(skipped)


def survey(
    source: Source,
    before: Mapping[ArticleId, VersionId],
    pins: Mapping[ArticleId, Pin],
    building: SnapshotBuilding,
    count: Callable[[], None],
) -> Survey:
    """Look at a source as far as it can be read."""
    found = Survey(source=source.name, before=before, pins=pins, building=building)
    try:
        for document in source.documents():
            count()
            found.take(document)
        found.ask_after_the_rest(source)
    except Unavailable as error:
        found.failure = error
    return found
