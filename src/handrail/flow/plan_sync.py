"""What a sync is going to change, judged from what was found at the sources and what is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    FailedSource,
    Passage,
    Renamed,
    VersionId,
)
from handrail.domain.knowledge.renames import renamed, text_of
from handrail.domain.knowledge.source_state import (
    DeletionLimits,
    HeldDeletion,
    Missing,
    SourceState,
    held_back,
    judged,
)
from handrail.flow.ports import Reading
from handrail.flow.survey_sources import Survey
from handrail.kernel.errors import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Hold what is kept of a source."""

    before: dict[ArticleId, VersionId]
    state: SourceState
    missing: dict[ArticleId, Missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """Hold what becomes of one source."""

    found: Survey
    known: Known
    gone: frozenset[ArticleId]
    renamed: tuple[Renamed, ...]
    state: SourceState
    missing: tuple[Missing, ...]

    @property
    def is_state_news(self) -> bool:
        """Tell whether the source stands otherwise than before."""
        before = {m.article: m for m in self.known.missing.values()}
        after = {m.article: m for m in self.missing}
        return (self.state, after) != (self.known.state, before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Hold what a sync found and what it is going to change."""

    digest: str
    """Of what was served when the plan was made."""
    sources: tuple[SourcePlan, ...]

    @property
    def before(self) -> dict[ArticleId, VersionId]:
        """Return what was served of these sources."""
        return {ref: v for plan in self.sources for ref, v in plan.known.before.items()}

    @property
    def changed(self) -> list[tuple[Article, tuple[Passage, ...]]]:
        """Return what is new or edited."""
        return [pair for plan in self.sources for pair in plan.found.changed]

    @property
    def gone(self) -> tuple[ArticleId, ...]:
        """Return what is retired."""
        return tuple(sorted(ref for plan in self.sources for ref in plan.gone))

    @property
    def renamed(self) -> tuple[Renamed, ...]:
        """Return which of those retired are served under another name."""
        return tuple(pair for plan in self.sources for pair in plan.renamed)

    @property
    def replaced(self) -> frozenset[ArticleId]:
        """Return what is no longer served as it is."""
        return frozenset(article.id for article, _ in self.changed) | frozenset(self.gone)

    @property
    def new_passages(self) -> list[Passage]:
        """Return the passages of what is new or edited."""
        return [passage for _, passages in self.changed for passage in passages]

    @property
    def failures(self) -> tuple[Unavailable, ...]:
        """Return why sources were not read to their end."""
        found = (plan.found.failure for plan in self.sources)
        return tuple(failure for failure in found if failure is not None)

    @property
    def failed(self) -> tuple[FailedSource, ...]:
        """Return which sources were not read to their end, and why."""
        return tuple(
            FailedSource(source=plan.state.source, why=str(plan.found.failure))
            for plan in self.sources
            if plan.found.failure is not None
        )


def plan_source(
    found: Survey, known: Known, reading: Reading, limits: DeletionLimits, now: datetime
) -> SourcePlan:
    """Return what becomes of a source: of one not read to its end nothing is retired."""
    if found.failure is not None:
        return SourcePlan(
            found=found,
            known=known,
            gone=frozenset(),
            renamed=(),
            state=_failing(known.state, str(found.failure), reading, now),
            missing=tuple(known.missing.values()),
        )
    gone, missing = judged(found.absences, known.missing, now)
    gone |= found.unreadable
    moved = _moved(found, gone | {m.article for m in missing}, known, reading)
    gone |= moved.keys()
    held = held_back(gone, known.state.allowed_articles | moved.keys(), len(known.before), limits)
    gone -= frozenset(held)
    return SourcePlan(
        found=found,
        known=known,
        gone=gone,
        renamed=tuple(Renamed(old=old, new=new) for old, new in sorted(moved.items())),
        state=_standing(known.state, held, now),
        missing=tuple(m for m in missing if m.article not in gone),
    )


def _moved(
    found: Survey, lost: frozenset[ArticleId], known: Known, reading: Reading
) -> dict[ArticleId, ArticleId]:
    new = {a.id: text_of(a.version, p) for a, p in found.changed if a.id not in known.before}
    if not new or not lost:
        return {}
    old = {ref: text_of(known.before[ref], reading.passages_of(ref)) for ref in sorted(lost)}
    return renamed(old, new)


def _failing(state: SourceState, why: str, reading: Reading, now: datetime) -> SourceState:
    if state.failing_since is not None:
        return replace(state, failure=why)
    last = reading.last_sync(state.source)
    good = None if last is None else last.finished_at
    return replace(state, last_good_at=good, failing_since=now, failure=why)


def _standing(state: SourceState, held: Sequence[ArticleId], now: datetime) -> SourceState:
    """Return how a source stands that was read to its end; a word is kept while it is needed."""
    good = replace(state, last_good_at=None, failing_since=None, failure=None)
    if not held:
        return replace(good, held=None, allowed=None)
    since = now if state.held is None else state.held.since
    waiting = HeldDeletion(articles=tuple(held), since=since)
    return replace(good, held=waiting, allowed=None)
