"""Ask again what reviewers found wrong: what is still said, and what was mended?

Runs with every check of the knowledge. What is still said, for want of an article or because one
is out of date, stays somebody's task; what is not said any more is noted as mended, and from then
on a replay that brings it back is stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Outcome
from handrail.domain.knowledge.health.model import Finding
from handrail.domain.quality.review import FAULTED, ReviewedCase, is_said_again, task_of
from handrail.flow.review_ports import ReviewPorts

MOST_ASKED = 200
"""Reviewed turns that are asked again at most, the newest."""
AskNow = Callable[[LabelledQuestion], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """Hold what came of asking again."""

    still: tuple[ReviewedCase, ...]
    mended: tuple[ReviewedCase, ...]
    """Those that were not known to be mended."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what is still to be put right in the articles."""
        tasks = (task_of(case.review, case.record) for case in self.still)
        return tuple(task for task in tasks if task is not None)


def recheck_reviewed(ask: AskNow, ports: ReviewPorts) -> Rechecked:
    """Ask again what was found wrong, and note what was mended."""
    with ports.store.reading() as reading:
        cases = reading.cases(MOST_ASKED)
    faulted = [case for case in cases if case.review.verdict in FAULTED]
    still = [case for case in faulted if is_said_again(case, ask(_question(case)))]
    mended = [one for one in faulted if one not in still and one.review.mended_at is None]
    if mended:
        now = ports.clock.now()
        entry = AuditEntry(
            kind="turn.mended",
            actor="system",
            subject="reviews",
            at=now,
            facts={"turns": len(mended)},
        )
        with ports.store.reviewing() as tx:
            tx.note_mended([case.record.id for case in mended], now, entry)
    return Rechecked(still=tuple(still), mended=tuple(mended))


def _question(case: ReviewedCase) -> LabelledQuestion:
    return LabelledQuestion(
        question=case.record.question, answerable=not case.must_abstain, history=case.history
    )
