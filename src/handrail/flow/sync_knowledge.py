"""Bring the knowledge base up to date with its sources.

The slow part (reading, cutting, embedding meanwhile, building the index beside the old one) happens
before anything is changed; then one transaction makes the new state true and one rename makes it
findable. A crash at any point leaves a state that serves, and the next sync finishes the work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.knowledge.model import SourceName, SyncReport
from handrail.domain.knowledge.source_state import DeletionLimits
from handrail.flow.plan_sync import Known, Plan, SourcePlan, plan_source
from handrail.flow.ports import (
    BuiltSnapshot,
    IndexBuilder,
    Progress,
    Reading,
    SnapshotBuilding,
    Source,
    Store,
    Writing,
)
from handrail.flow.survey_sources import survey
from handrail.flow.try_again import try_again
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict
from handrail.kernel.failpoints import Failpoints

_TRIES = 5
"""Each loser of a race reads the sources again; five syncs at once are a mistake elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPorts:
    """Hold what a sync needs from outside."""

    store: Store
    sources: Sequence[Source]
    builder: IndexBuilder
    clock: Clock
    failpoints: Failpoints
    limits: DeletionLimits = field(default_factory=DeletionLimits)


def sync_knowledge(ports: SyncPorts, only: SourceName | None, progress: Progress) -> SyncReport:
    """Take in what changed at the sources, or at the one called `only`; return what was done.

    A source that cannot be read to its end keeps what is served of it; where none can be, its
    error is raised. Starts over where another sync was quicker; raises Conflict where that keeps
    happening.
    """
    sources = _chosen(ports.sources, only)
    return try_again(lambda: _sync(ports, sources, progress), _TRIES)


def _sync(ports: SyncPorts, sources: Sequence[Source], progress: Progress) -> SyncReport:
    with ports.builder.building() as building:
        plan = _plan(ports, sources, building, progress)
        replaced = plan.replaced
        if len(plan.failures) == len(sources) > 0 and not replaced:
            _write(plan, ports)
            raise plan.failures[0]
        ports.failpoints.reach("sync.read")
        with ports.store.read() as reading:
            kept = [p for p in reading.all_live_passages() if p.article not in replaced]
        passages = sorted([*kept, *plan.new_passages], key=lambda p: (p.article, p.position))
        built = building.prepare(passages, progress)
    ports.failpoints.reach("sync.before_write")

    _write(plan, ports)
    ports.failpoints.reach("sync.after_write")
    ports.builder.serve(built.snapshot)

    report = partial(_report, built=built, passages=len(passages), at=ports.clock.now())
    _remember(plan, report, ports)
    return report(plan)


def _chosen(sources: Sequence[Source], only: SourceName | None) -> Sequence[Source]:
    if only is None:
        return sources
    chosen = [source for source in sources if source.name == only]
    if not chosen:
        known = ", ".join(source.name for source in sources) or "none"
        raise BadInput(f"There is no source called {only!r}.", hint=f"Configured sources: {known}.")
    return chosen


def _plan(
    ports: SyncPorts, sources: Sequence[Source], building: SnapshotBuilding, progress: Progress
) -> Plan:
    with ports.store.read() as reading:
        digest = reading.live_digest()
        known = [_known(source, reading) for source in sources]
    count = _counting(progress)
    found = [
        survey(source, held.before, held.pins, building, count)
        for source, held in zip(sources, known, strict=True)
    ]
    now = ports.clock.now()
    with ports.store.read() as reading:
        plans = tuple(
            plan_source(seen, held, reading, ports.limits, now)
            for seen, held in zip(found, known, strict=True)
        )
    return Plan(digest=digest, sources=plans)


def _known(source: Source, reading: Reading) -> Known:
    return Known(
        before=reading.live_versions(source.name),
        state=reading.source_state(source.name),
        missing=reading.missing_articles(source.name),
        pins=reading.pins(source.name),
    )


def _counting(progress: Progress) -> Callable[[], None]:
    counted = iter(range(1, 1_000_000_000))
    return lambda: progress("read", next(counted), 0)


def _write(plan: Plan, ports: SyncPorts) -> None:
    news = [source for source in plan.sources if source.is_state_news]
    if not (plan.replaced or plan.let_go or news):
        return
    with ports.store.write() as writing:
        _require_unchanged(writing, plan)
        _apply(writing, plan, ports.clock.now())
        for source in news:
            _note_state(writing, source, ports.clock.now())
        if plan.replaced:
            ports.failpoints.reach("sync.in_transaction")


def _require_unchanged(writing: Writing, plan: Plan) -> None:
    moved = writing.live_digest() != plan.digest or any(
        writing.source_state(source.state.source) != source.known.state for source in plan.sources
    )
    if moved:
        raise Conflict(
            "Another sync changed the knowledge base meanwhile.",
            hint="Nothing was lost; sync again.",
        )


def _apply(writing: Writing, plan: Plan, at: datetime) -> None:
    entry = partial(AuditEntry, actor="operator", at=at)
    before = plan.before
    for article, passages in plan.changed:
        kind = "knowledge.article_edited" if article.id in before else "knowledge.article_added"
        facts: Facts = {"version": article.version, "passages": len(passages)}
        writing.publish(article, passages, entry(kind=kind, subject=article.id, facts=facts))
    moved = {pair.old: pair.new for pair in plan.renamed}
    for gone in plan.gone:
        facts = {"version": before[gone]}
        if gone in moved:
            facts = facts | {"renamed_to": moved[gone]}
        writing.retire(gone, entry(kind="knowledge.article_retired", subject=gone, facts=facts))
    for ref in plan.let_go:
        writing.lift_pin(ref, entry(kind="knowledge.unpinned", subject=ref))


def _note_state(writing: Writing, plan: SourcePlan, at: datetime) -> None:
    """Write down that a source stands otherwise: it fails or works again, or holds back."""
    state = plan.state
    facts: Facts = {
        "failing": state.failing_since is not None,
        "missing": len(plan.missing),
        "held": 0 if state.held is None else len(state.held.articles),
    }
    entry = AuditEntry(
        kind="knowledge.source_noted", actor="operator", subject=state.source, at=at, facts=facts
    )
    writing.save_source_state(state, plan.missing, entry)


def _report(plan: Plan, *, built: BuiltSnapshot, passages: int, at: datetime) -> SyncReport:
    before = plan.before
    held = [s.state.held for s in plan.sources if s.state.held and s.found.failure is None]
    waiting = tuple(ref for one in held for ref in one.articles)
    missing = (m.article for s in plan.sources for m in s.missing)
    return SyncReport(
        added=tuple(a.id for a, _ in plan.changed if a.id not in before),
        edited=tuple(a.id for a, _ in plan.changed if a.id in before),
        retired=plan.gone,
        kept_back=tuple(sorted(ref for s in plan.sources for ref in s.found.kept_back)),
        let_go=plan.let_go,
        unchanged=sum(source.found.unchanged for source in plan.sources),
        passages=passages,
        embedded=built.embedded,
        skipped=tuple(one for source in plan.sources for one in source.found.skipped),
        warnings=tuple(one for source in plan.sources for one in source.found.warnings),
        renamed=plan.renamed,
        missing=tuple(sorted(set(missing) - set(waiting))),
        held=waiting,
        failed=plan.failed,
        snapshot=built.snapshot,
        finished_at=at,
    )


def _remember(plan: Plan, report: Callable[[Plan], SyncReport], ports: SyncPorts) -> None:
    """Write down what each source that was read to its end brought, also where nothing changed."""
    with ports.store.write() as writing:
        for source in plan.sources:
            if source.found.failure is None:
                name, own = source.state.source, report(replace(plan, sources=(source,)))
                entry = AuditEntry(
                    kind="knowledge.synced",
                    actor="operator",
                    subject=name,
                    at=ports.clock.now(),
                    facts=_counts(own),
                )
                writing.save_sync(name, own, entry)


def _counts(report: SyncReport) -> Facts:
    return {
        "added": len(report.added),
        "edited": len(report.edited),
        "retired": len(report.retired),
        "skipped": len(report.skipped),
        "snapshot": report.snapshot,
    }
