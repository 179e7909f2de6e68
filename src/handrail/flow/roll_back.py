"""Bring articles back to what they were at a moment, and keep them so against their source.

As with a sync, the slow part comes first, beside what is served; then one transaction makes the
earlier state true and one rename makes it findable. Each article that differs from its source from
then on is pinned: a sync does not take what the source holds until the source changes it again, or
a person lifts the pin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.knowledge.history import Pin, VersionNumber
from handrail.domain.knowledge.model import Article, ArticleId, Passage, VersionId
from handrail.flow.history_ports import HistoryRead, HistoryStore, HistoryWritten
from handrail.flow.ports import IndexBuilder, Progress
from handrail.flow.try_again import try_again
from handrail.kernel.clock import Clock
from handrail.kernel.errors import BadInput, Conflict, NotFound

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackPorts:
    """Hold what looking back and bringing back need from outside."""

    store: HistoryStore
    builder: IndexBuilder
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack:
    """Say what was brought back."""

    served: tuple[ArticleId, ...] = ()
    """Articles of which an earlier version is served again."""
    retired: tuple[ArticleId, ...] = ()
    """Articles that were not served at that moment, and are not any more."""
    pinned: tuple[ArticleId, ...] = ()
    """Those of them that differ from what their source holds."""

    @property
    def changed(self) -> bool:
        """Tell whether anything was another way at that moment."""
        return bool(self.served or self.retired)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    digest: str
    back: Mapping[ArticleId, VersionNumber]
    """What is served again."""
    away: tuple[ArticleId, ...]
    pins: Mapping[ArticleId, Pin]
    served: Mapping[ArticleId, VersionId]
    """What was served of the articles that change."""
    earlier: Mapping[ArticleId, VersionId]
    passages: Sequence[Passage]
    """All that will be served."""

    @property
    def replaced(self) -> tuple[ArticleId, ...]:
        return (*self.back, *self.away)


def roll_back(
    articles: Sequence[ArticleId] | None,
    to: datetime,
    by: str,
    ports: RollBackPorts,
    progress: Progress,
) -> RolledBack:
    """Serve what was served of these articles, or of all (None), at a moment.

    Raises NotFound for an article that was never served, BadInput for a moment that is to come,
    Conflict where syncs keep changing what is served.
    """
    if to > ports.clock.now():
        raise BadInput("That moment is still to come.", hint="Name one that has passed.")
    return try_again(lambda: _rolled_back(articles, to, by, ports, progress), _TRIES)


def lift_pin(ref: ArticleId, by: str, ports: RollBackPorts) -> None:
    """Let the next sync take what the source holds; raises NotFound where nothing is pinned."""
    entry = AuditEntry(kind="knowledge.unpinned", actor=by, subject=ref, at=ports.clock.now())
    with ports.store.write() as writing:
        writing.lift_pin(ref, entry)


def _rolled_back(
    articles: Sequence[ArticleId] | None,
    to: datetime,
    by: str,
    ports: RollBackPorts,
    progress: Progress,
) -> RolledBack:
    with ports.store.read() as reading:
        plan = _plan(articles, to, reading)
    if not plan.replaced:
        return RolledBack()
    with ports.builder.building() as building:
        built = building.prepare(plan.passages, progress)
    pinned = []
    with ports.store.write() as writing:
        if writing.live_digest() != plan.digest:
            raise Conflict("A sync changed the knowledge base meanwhile.", hint="Try again.")
        entry = partial(AuditEntry, actor=by, at=ports.clock.now())
        for ref in plan.replaced:
            _apply(ref, plan, writing, entry)
            if _settle_pin(ref, plan, to, writing, entry):
                pinned.append(ref)
    ports.builder.serve(built.snapshot)
    return RolledBack(served=tuple(plan.back), retired=plan.away, pinned=tuple(pinned))


def _plan(articles: Sequence[ArticleId] | None, to: datetime, reading: HistoryRead) -> _Plan:
    then, now = reading.served_at(to), reading.served_at()
    asked = sorted(then.keys() | now.keys()) if articles is None else articles
    for ref in articles or ():
        if not (ref in now or ref in then or reading.steps(article=ref, limit=1)):
            raise NotFound(f"No article {ref!r} was ever served.")
    changed = [ref for ref in asked if then.get(ref) != now.get(ref)]
    back = {ref: then[ref] for ref in changed if ref in then}
    moved = frozenset(changed)
    kept = [number for ref, number in now.items() if ref not in moved]
    return _Plan(
        digest=reading.live_digest(),
        back=back,
        away=tuple(ref for ref in changed if ref not in then),
        pins=reading.pins(),
        served=_versions([now[ref] for ref in changed if ref in now], reading),
        earlier=_versions(list(back.values()), reading),
        passages=tuple(reading.passages_numbered([*kept, *back.values()])),
    )


def _versions(
    numbers: Sequence[VersionNumber], reading: HistoryRead
) -> Mapping[ArticleId, VersionId]:
    found: Sequence[Article] = tuple(reading.articles_numbered(numbers).values())
    return {article.id: article.version for article in found}


def _apply(
    ref: ArticleId, plan: _Plan, writing: HistoryWritten, entry: "partial[AuditEntry]"
) -> None:
    facts: Facts = {"version": plan.earlier.get(ref) or plan.served[ref]}
    if ref in plan.back:
        kind = "knowledge.article_brought_back"
        writing.serve_again(ref, plan.back[ref], entry(kind=kind, subject=ref, facts=facts))
    else:
        kind = "knowledge.article_taken_back"
        writing.retire(ref, entry(kind=kind, subject=ref, facts=facts))


def _settle_pin(
    ref: ArticleId,
    plan: _Plan,
    to: datetime,
    writing: HistoryWritten,
    entry: "partial[AuditEntry]",
) -> bool:
    """Pin an article where its source holds something else; tell whether it is pinned now."""
    before = plan.pins.get(ref)
    at_source = plan.served.get(ref) if before is None else before.refused
    if at_source != plan.earlier.get(ref):
        made = entry(kind="knowledge.pinned", subject=ref, facts={"back_to": to.isoformat()})
        pin = Pin(article=ref, refused=at_source, back_to=to, at=made.at, by=made.actor)
        writing.pin(pin, made)
        return True
    if before is not None:
        writing.lift_pin(ref, entry(kind="knowledge.unpinned", subject=ref))
    return False
