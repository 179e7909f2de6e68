"""The part of the composition root that finds gaps and serves what is written to close them.

Apart from health_app.py for its size.
"""

from collections.abc import Set
from dataclasses import replace
from typing import Protocol

from handrail.adapters.sources.pushed import PushedArticles
from handrail.adapters.sql.reviews import SqlReviews
from handrail.adapters.sql.store import SqlStore
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Answer, Outcome
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.health.gaps import gap_findings
from handrail.domain.knowledge.health.model import Finding, FindingKind, Knowledge
from handrail.domain.knowledge.model import ArticleId, SyncReport
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.find_gaps import find_gaps
from handrail.flow.gap_ports import WRITTEN, GapPorts
from handrail.flow.health_ports import KnowledgeCheck
from handrail.flow.masking import PersonalDataFinder
from handrail.flow.ports import Embedder, untold
from handrail.flow.recheck_reviewed import Since, recheck_reviewed
from handrail.flow.review_ports import ReviewPorts
from handrail.flow.sync_knowledge import SyncPorts, sync_knowledge
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


class GapShared(Protocol):
    """What finding gaps shares with the rest of the project."""

    @property
    def store(self) -> SqlStore:
        """Return the database."""
        ...

    @property
    def embedder(self) -> Embedder:
        """Return the embedder."""
        ...

    @property
    def personal_data(self) -> PersonalDataFinder:
        """Return what finds personal data."""
        ...

    @property
    def clock(self) -> Clock:
        """Return the clock."""
        ...

    @property
    def ids(self) -> Ids:
        """Return what mints ids."""
        ...

    def sync_ports(self) -> SyncPorts:
        """Return what a sync needs."""
        ...

    def labelled_asker(self) -> LabelledAsker:
        """Return what asks as a customer does and stores nothing."""
        ...


def gap_ports(shared: GapShared) -> GapPorts:
    """Return what finding gaps, drafting articles and deciding on them need."""
    from handrail.adapters.statistics.topics import group_questions

    return GapPorts(
        store=shared.store,
        embedder=shared.embedder,
        cluster=group_questions,
        answers=lambda question: _answering(question, shared),
        finder=shared.personal_data,
        sync_written=lambda: _sync_written(shared),
        clock=shared.clock,
        ids=shared.ids,
    )


def gap_check(shared: GapShared) -> KnowledgeCheck:
    """Return the check for gaps; it looks only when all that is served is checked."""
    return KnowledgeCheck(
        name="gaps",
        kinds=frozenset({FindingKind.GAP}),
        find=lambda _, changed: (
            gap_findings(find_gaps(gap_ports(shared))) if changed is None else ()
        ),
        is_incremental=True,
    )


def reviewed_check(shared: GapShared) -> KnowledgeCheck:
    """Return the check that asks again what reviewers found wrong; any edit may have mended it."""
    ports = ReviewPorts(store=SqlReviews(shared.store), clock=shared.clock, ids=shared.ids)

    def find(held: Knowledge, changed: Set[ArticleId] | None) -> tuple[Finding, ...]:
        since = None if changed is None else Since(knowledge=held, changed=changed)
        return recheck_reviewed(lambda asked: _asked(asked, shared), ports, since).findings

    return KnowledgeCheck(
        name="reviewed",
        kinds=frozenset({FindingKind.WRONG_ANSWER}),
        find=find,
        tells_all=True,
    )


def _asked(labelled: LabelledQuestion, shared: GapShared) -> Outcome:
    with shared.store.read() as reading:
        calibration = reading.calibration()
    return shared.labelled_asker().thought(labelled, None, calibration).outcome


def _answering(question: str, shared: GapShared) -> tuple[ArticleId, ...]:
    outcome = _asked(LabelledQuestion(question=question, answerable=True), shared)
    if not isinstance(outcome, Answer):
        return ()
    cited = [c.article for claim in outcome.claims for c in claim.citations]
    return tuple(dict.fromkeys(cited))


def _sync_written(shared: GapShared) -> SyncReport:
    written = PushedArticles(store=shared.store, defaults=SourceDefaults(source=WRITTEN))
    ports = replace(shared.sync_ports(), sources=(written,))
    return sync_knowledge(ports, WRITTEN, untold)
