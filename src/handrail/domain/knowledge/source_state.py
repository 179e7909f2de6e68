"""How a source stands, and what becomes of an article that its source does not list any more."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handrail.domain.knowledge.model import ArticleId, SourceName
from handrail.kernel.ids import digest

_ENOUGH_TIMES = 2


class Absence(StrEnum):
    """What a source says of an article that a listing to its end did not hold."""

    GONE = "gone"
    """It is surely not there any more."""
    UNLISTED = "unlisted"
    """It was not found; a second look has to confirm it."""
    THERE = "there"
    """It is there all the same: what is served of it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Hold since when, and how often in a row, a source did not list an article."""

    article: ArticleId
    since: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDeletion:
    """Hold which articles are gone at their source, and served until a person allows it."""

    articles: tuple[ArticleId, ...]
    since: datetime

    @property
    def digest(self) -> str:
        """Return what a person's word is bound to: these articles and no others."""
        return digest(*self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """Hold how a source stands."""

    source: SourceName
    last_good_at: datetime | None = None
    """When it was last read to its end before it began to fail."""
    failing_since: datetime | None = None
    failure: str | None = None
    held: HeldDeletion | None = None
    allowed: str | None = None
    """Digest of the deletion that a person allowed."""

    @property
    def allowed_articles(self) -> frozenset[ArticleId]:
        """Return what may be deleted whatever its number; nothing where the held one has moved."""
        if self.held is None or self.allowed != self.held.digest:
            return frozenset()
        return frozenset(self.held.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionLimits:
    """Say how much may go at once without a person: both have to be passed to hold it."""

    share: float = 0.2
    articles: int = 10


def judged(
    absences: Mapping[ArticleId, Absence], known: Mapping[ArticleId, Missing], now: datetime
) -> tuple[frozenset[ArticleId], tuple[Missing, ...]]:
    """Return which of the articles that were not listed are gone, and how often each was missed.

    One that is gone is counted too: it may have to wait for a person.
    """
    gone: set[ArticleId] = set()
    missing: list[Missing] = []
    for article, absence in sorted(absences.items()):
        if absence is Absence.THERE:
            continue
        before = known.get(article)
        times = 1 if before is None else before.times + 1
        since = now if before is None else before.since
        missing.append(Missing(article=article, since=since, times=min(times, _ENOUGH_TIMES)))
        if absence is Absence.GONE or times >= _ENOUGH_TIMES:
            gone.add(article)
    return frozenset(gone), tuple(missing)


def held_back(
    gone: Set[ArticleId], free: Iterable[ArticleId], served: int, limits: DeletionLimits
) -> tuple[ArticleId, ...]:
    """Return what of a deletion has to wait for a person: all that is not free of it, or nothing.

    Free is what a person allowed, and what only moved to another place.
    """
    counted = sorted(gone - set(free))
    if len(counted) <= limits.articles or len(counted) <= limits.share * served:
        return ()
    return tuple(counted)
