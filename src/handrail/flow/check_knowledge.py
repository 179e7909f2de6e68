"""Check the knowledge: run every check on all that is served, and keep what became of findings.

A finding is known by what is wrong, not by when it was found, so a check never asks twice: what is
found again keeps its owner and state, what is no longer found is fixed, and what a person called
intended stays so until the words of a side change.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from handrail.domain.audit.model import AuditEntry, Facts
from handrail.domain.knowledge.health.keeping import Checked, Settled, settle
from handrail.domain.knowledge.health.model import (
    CheckReport,
    Finding,
    FindingId,
    FindingKind,
    Knowledge,
    Use,
)
from handrail.domain.knowledge.model import Article, ArticleId
from handrail.flow.health_ports import FindingsRead, HealthPorts, KnowledgeCheck
from handrail.flow.learn_outlines import learn_outlines
from handrail.flow.try_again import try_again
from handrail.kernel.uncollected import uncollected

SHOWN_FOR = timedelta(days=90)
_MARGIN = timedelta(minutes=10)  # a sync may have begun before the last check and ended after it
_TRIES = 5  # each loser of a race checks again; what a person decides meanwhile is never undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Hold what the checks found."""

    findings: tuple[Finding, ...]
    compared: Mapping[FindingKind, frozenset[ArticleId] | None]
    """By kind: the articles for which it was looked for anew; None: for all."""
    milliseconds: Mapping[str, int]


def check_knowledge(ports: HealthPorts, changed: Set[ArticleId] | None = None) -> CheckReport:
    """Find what is wrong with all that is served, or what touches changed articles; keep it.

    `changed` names the articles that were added, edited or retired since the last check.
    """
    return _check(ports, changed, None)


def check_what_changed(ports: HealthPorts) -> CheckReport | None:
    """Check what was changed since the last check, or everything at the first; None: nothing."""
    with ports.store.read() as reading:
        last = reading.last_check()
        if last is not None and last.digest == reading.live_digest():
            return None
        changed = None if last is None else reading.articles_changed(last.at - _MARGIN)
    return _check(ports, changed, None if last is None else last.digest)


def get_ready(ports: HealthPorts) -> None:
    """Read all that is served, where this process has not, so that an edit is checked at once."""
    if ports.looked.held[0]:
        return
    with ports.store.read() as reading:
        digest = reading.live_digest()
        knowledge = _served(reading, ports, ports.clock.now())
    look(knowledge, ports.checks, frozenset())  # of nothing that changed: only read
    ports.looked.held = digest, _by_id(knowledge)


def look(
    knowledge: Knowledge, checks: Sequence[KnowledgeCheck], changed: Set[ArticleId] | None = None
) -> Looked:
    """Run every check; those that compare pairs look only at what touches a changed article."""
    found: dict[FindingId, Finding] = {}
    compared: dict[FindingKind, frozenset[ArticleId] | None] = {}
    took: dict[str, int] = {}
    for check in checks:
        is_told = changed is not None and (check.is_incremental or check.tells_all)
        scope = frozenset(changed or ()) if is_told else None
        began = perf_counter()
        found.update({finding.id: finding for finding in check.find(knowledge, scope)})
        took[check.name] = round((perf_counter() - began) * 1_000)
        compared.update(dict.fromkeys(check.kinds, None if check.tells_all else scope))
    return Looked(findings=tuple(found.values()), compared=compared, milliseconds=took)


def _check(ports: HealthPorts, changed: Set[ArticleId] | None, since: str | None) -> CheckReport:
    """Check; where this process looked at the state `since` last, `changed` is told by that."""
    learn_outlines(ports)
    with uncollected(is_short=changed is not None):
        return try_again(lambda: _checked(ports, changed, since), _TRIES)


def _checked(ports: HealthPorts, changed: Set[ArticleId] | None, since: str | None) -> CheckReport:
    now = ports.clock.now()
    with ports.store.read() as reading:
        digest = reading.live_digest()
        knowledge = _served(reading, ports, now)
    if since is not None and since == ports.looked.held[0]:
        changed = _changed(ports.looked.held[1], _by_id(knowledge))
    looked = look(knowledge, ports.checks, changed)
    with ports.store.decide() as writing:
        kept = {held.finding.id: held for held in writing.findings()}
        checked = Checked(
            found=looked.findings,
            compared=looked.compared,
            owners={article.id: article.owner for article in knowledge.articles},
            exposure=_exposure(looked.findings, writing, knowledge.use, now - SHOWN_FOR),
            at=now,
        )
        settled = settle(checked, kept)
        if settled.changed:
            writing.save_findings(settled.changed, _entry("knowledge.findings_kept", settled, now))
        writing.note_seen(settled.seen, now)
        report = CheckReport(
            at=now,
            digest=digest,
            articles=len(knowledge.articles),
            passages=len(knowledge.passages),
            is_full=changed is None,
            counts=_counts(writing),
            new=tuple(held.finding.id for held in settled.new),
            returned=tuple(held.finding.id for held in settled.returned),
            fixed=tuple(held.finding.id for held in settled.fixed),
            milliseconds=looked.milliseconds,
        )
        writing.save_check(report, _entry("knowledge.checked", settled, now))
    ports.looked.held = digest, _by_id(knowledge)
    return report


def _by_id(knowledge: Knowledge) -> Mapping[ArticleId, Article]:
    return {article.id: article for article in knowledge.articles}


def _changed(
    then: Mapping[ArticleId, Article], now: Mapping[ArticleId, Article]
) -> frozenset[ArticleId]:
    """Return what came, went or is another since; times alone would add what is only recent."""
    return frozenset(ref for ref in then.keys() | now.keys() if then.get(ref) != now.get(ref))


def _served(reading: FindingsRead, ports: HealthPorts, now: datetime) -> Knowledge:
    return Knowledge(
        articles=reading.live_articles(),
        passages=tuple(reading.all_live_passages()),
        today=now.date(),
        files=ports.files(),
        use=reading.article_use(now - SHOWN_FOR),
    )


def _exposure(
    found: Sequence[Finding],
    reading: FindingsRead,
    use: Mapping[ArticleId, Use],
    since: datetime,
) -> dict[FindingId, int]:
    """Return to how many customers each finding was shown: one of its quotes, or its article."""
    quoted = {q.passage for finding in found for q in finding.quotes}
    shown = reading.conversations_shown(sorted(quoted), since)
    return {
        finding.id: len(set().union(*(shown.get(q.passage, ()) for q in finding.quotes)))
        if finding.quotes
        else max((use.get(article, Use()).shown for article in finding.articles), default=0)
        for finding in found
    }


def _counts(reading: FindingsRead) -> dict[str, int]:
    standing = reading.standing_counts()
    return {kind.value: standing.get(kind, 0) for kind in FindingKind}


def _entry(kind: str, settled: Settled, at: datetime) -> AuditEntry:
    facts: Facts = {
        "new": len(settled.new),
        "returned": len(settled.returned),
        "fixed": len(settled.fixed),
    }
    return AuditEntry(kind=kind, actor="system", subject="knowledge", at=at, facts=facts)
