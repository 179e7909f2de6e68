"""Bring the knowledge base up to date with its sources.

The slow part (reading, cutting, embedding meanwhile, building the index beside the old one) happens
before anything is changed; then one transaction makes the new state true and one rename makes it
findable. A crash at any point leaves a state that serves, and the next sync finishes the work.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.knowledge.cut import cut
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    Skipped,
    SourceName,
    SyncReport,
    VersionId,
)
from handrail.flow.ports import (
    IndexBuilder,
    Progress,
    SnapshotBuilding,
    Source,
    SourceDocument,
    Store,
    Writing,
)
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict
from handrail.kernel.failpoints import Failpoints

_TRIES = (
    5  # each loser of a race reads the sources again; five syncs at once are a mistake elsewhere
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPorts:
    """Hold what a sync needs from outside."""

    store: Store
    sources: Sequence[Source]
    builder: IndexBuilder
    clock: Clock
    failpoints: Failpoints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Hold what a sync found and what it is going to change."""

    digest: str
    """Of what was served when the plan was made."""
    before: dict[ArticleId, VersionId]
    changed: tuple[tuple[Article, tuple[Passage, ...]], ...]
    gone: tuple[ArticleId, ...]
    held_back: tuple[ArticleId, ...]
    let_go: tuple[ArticleId, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    unchanged: int

    @property
    def replaced(self) -> frozenset[ArticleId]:
        return frozenset(article.id for article, _ in self.changed) | frozenset(self.gone)

    @property
    def new_passages(self) -> list[Passage]:
        return [passage for _, passages in self.changed for passage in passages]


def sync_knowledge(ports: SyncPorts, only: SourceName | None, progress: Progress) -> SyncReport:
    """Take in what changed at the sources, or at the one called `only`; return what was done.

    Starts over where another sync was quicker; raises Conflict where that keeps happening.
    """
    sources = _chosen(ports.sources, only)
    for _ in range(_TRIES - 1):
        try:
            return _sync(ports, sources, progress)
        except Conflict:
            continue
    return _sync(ports, sources, progress)


def _sync(ports: SyncPorts, sources: Sequence[Source], progress: Progress) -> SyncReport:
    with ports.builder.building() as building:
        plan = _plan(ports, sources, building, progress)
        ports.failpoints.reach("sync.read")
        with ports.store.read() as reading:
            kept = [p for p in reading.all_live_passages() if p.article not in plan.replaced]
        passages = sorted([*kept, *plan.new_passages], key=lambda p: (p.article, p.position))
        built = building.prepare(passages, progress)
    ports.failpoints.reach("sync.before_write")

    if plan.replaced or plan.let_go:
        with ports.store.write() as writing:
            _require_unchanged(writing, plan)
            _apply(writing, plan, ports)
            ports.failpoints.reach("sync.in_transaction")
    ports.failpoints.reach("sync.after_write")
    ports.builder.serve(built.snapshot)

    report = SyncReport(
        added=tuple(a.id for a, _ in plan.changed if a.id not in plan.before),
        edited=tuple(a.id for a, _ in plan.changed if a.id in plan.before),
        retired=plan.gone,
        held_back=plan.held_back,
        let_go=plan.let_go,
        unchanged=plan.unchanged,
        passages=len(passages),
        embedded=built.embedded,
        skipped=plan.skipped,
        warnings=plan.warnings,
        snapshot=built.snapshot,
        finished_at=ports.clock.now(),
    )
    _remember(report, sources, ports)
    return report


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
) -> _Plan:
    with ports.store.read() as reading:
        before: dict[ArticleId, VersionId] = {}
        for source in sources:
            before.update(reading.live_versions(source.name))
        digest = reading.live_digest()
        pins = reading.pins()
    survey = _Survey(before=before, pins=pins, building=building)
    for document in _documents(sources, progress):
        survey.take(document)
    gone = set(before) - survey.present - {ref for ref, pin in pins.items() if pin.holds(None)}
    moved_on = gone | survey.agreed | {article.id for article, _ in survey.changed}
    return _Plan(
        digest=digest,
        before=before,
        changed=tuple(survey.changed),
        gone=tuple(sorted(gone)),
        held_back=tuple(sorted(survey.held_back)),
        let_go=tuple(sorted(moved_on & set(pins))),
        skipped=tuple(survey.skipped),
        warnings=tuple(survey.warnings),
        unchanged=survey.unchanged,
    )


def _documents(
    sources: Iterable[Source], progress: Progress
) -> Iterator[tuple[Source, SourceDocument | Skipped]]:
    seen = 0
    for source in sources:
        for document in source.documents():
            seen += 1
            progress("read", seen, 0)
            yield source, document


@dataclass(slots=True, kw_only=True)
class _Survey:
    """Sort documents into what changed, what did not, and what cannot be read."""

    before: dict[ArticleId, VersionId]
    pins: Mapping[ArticleId, Pin]
    """What people brought back: what its source holds is not taken while that stays the same."""
    building: SnapshotBuilding
    changed: list[tuple[Article, tuple[Passage, ...]]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    present: set[ArticleId] = field(default_factory=set)
    held_back: set[ArticleId] = field(default_factory=set)
    agreed: set[ArticleId] = field(default_factory=set)
    unchanged: int = 0

    def take(self, found: tuple[Source, SourceDocument | Skipped]) -> None:
        """Add one document; text that can no longer be read stops being served."""
        source, document = found
        match document:
            case Skipped():
                self.skipped.append(replace(document, path=f"{source.name}/{document.path}"))
            case SourceDocument(article=ref, version=version):
                pin = self.pins.get(ref)
                if self.before.get(ref) == version:
                    self.present.add(ref)
                    self.agreed.add(ref)
                    self.unchanged += 1
                elif pin is not None and pin.holds(version):
                    self.present.add(ref)
                    self.held_back.add(ref)
                else:
                    self._parse(document)

    def _parse(self, document: SourceDocument) -> None:
        try:
            article, warnings = document.load()
        except BadInput as error:
            self.skipped.append(Skipped(path=document.article, why=str(error)))
            return
        passages = cut(article)
        if not passages:
            why = "It holds no text that a customer could read."
            self.skipped.append(Skipped(path=document.article, why=why))
            return
        self.present.add(document.article)
        self.warnings.extend(f"{document.article}: {warning}" for warning in warnings)
        self.changed.append((article, passages))
        self.building.expect(passages)


def _require_unchanged(writing: Writing, plan: _Plan) -> None:
    if writing.live_digest() != plan.digest:
        raise Conflict(
            "Another sync changed the knowledge base meanwhile.",
            hint="Nothing was lost; sync again.",
        )


def _apply(writing: Writing, plan: _Plan, ports: SyncPorts) -> None:
    at = ports.clock.now()
    for article, passages in plan.changed:
        known = article.id in plan.before
        kind = "knowledge.article_edited" if known else "knowledge.article_added"
        facts: Facts = {"version": article.version, "passages": len(passages)}
        entry = AuditEntry(kind=kind, actor="operator", subject=article.id, at=at, facts=facts)
        writing.publish(article, passages, entry)
    for gone in plan.gone:
        facts = {"version": plan.before[gone]}
        entry = AuditEntry(
            kind="knowledge.article_retired", actor="operator", subject=gone, at=at, facts=facts
        )
        writing.retire(gone, entry)
    for ref in plan.let_go:
        entry = AuditEntry(kind="knowledge.unpinned", actor="operator", subject=ref, at=at)
        writing.lift_pin(ref, entry)


def _remember(report: SyncReport, sources: Sequence[Source], ports: SyncPorts) -> None:
    """Write down when each source was last read, also where nothing changed."""
    at = ports.clock.now()
    facts: Facts = {
        "added": len(report.added),
        "edited": len(report.edited),
        "retired": len(report.retired),
        "skipped": len(report.skipped),
        "snapshot": report.snapshot,
    }
    with ports.store.write() as writing:
        for source in sources:
            entry = AuditEntry(
                kind="knowledge.synced", actor="operator", subject=source.name, at=at, facts=facts
            )
            writing.save_sync(source.name, report, entry)
