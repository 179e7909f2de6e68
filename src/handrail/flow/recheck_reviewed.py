"""Ask again what reviewers found wrong: what is still said, and what was mended?

Runs with every check of the knowledge; after a sync only what the changed articles may have to do
with is asked, the rest at the next check of everything. What is still said, for want of an article
or because one is out of date, stays somebody's task; what is not said any more is noted as mended,
and from then on a replay that brings it back is stopped.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import Outcome
from handrail.domain.knowledge.health.model import STANDING, Finding, Knowledge
from handrail.domain.knowledge.health.touched import share_told, words_of
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.review import FAULTED, ReviewedCase, is_said_again, task_of
from handrail.domain.quality.worth import cited
from handrail.flow.review_ports import ReviewPorts, ReviewRead

MOST_ASKED = 200
"""Reviewed turns that are asked again at most, the newest."""
MOST_TOUCHED = 20
"""Of those, how many after a sync, those nearest to what changed first: a second or so."""
_TOUCHED = 0.5
"""Share of a question's telling words that changed articles hold, from which on it is asked."""
AskNow = Callable[[LabelledQuestion], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """Hold what is served now, and which articles of it changed."""

    knowledge: Knowledge
    changed: Set[ArticleId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """Hold what came of asking again."""

    still: tuple[ReviewedCase, ...]
    mended: tuple[ReviewedCase, ...]
    """Those that were not known to be mended."""
    untouched: tuple[ReviewedCase, ...] = ()
    """Those that were not asked again, and stood the last time."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what is still to be put right in the articles."""
        tasks = (task_of(case.review, case.record) for case in (*self.still, *self.untouched))
        return tuple(task for task in tasks if task is not None)


def recheck_reviewed(ask: AskNow, ports: ReviewPorts, since: Since | None = None) -> Rechecked:
    """Ask again what was found wrong, and note what was mended; all, or what changes may touch."""
    with ports.store.reading() as reading:
        cases = reading.cases(MOST_ASKED)
        faulted = [case for case in cases if case.review.verdict in FAULTED]
        asked = faulted if since is None else _touched(faulted, since)
        known = {case.record.id for case in asked}
        left = [case for case in faulted if case.record.id not in known]
        untouched = tuple(case for case in left if _stands(case, reading))
    still = [case for case in asked if is_said_again(case, ask(_question(case)))]
    mended = [one for one in asked if one not in still and one.review.mended_at is None]
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
    return Rechecked(still=tuple(still), mended=tuple(mended), untouched=untouched)


def _touched(faulted: Sequence[ReviewedCase], since: Since) -> list[ReviewedCase]:
    """Return the cases that changed articles may have to do with, the nearest first."""
    words = words_of(since.changed, since.knowledge)
    near = [(_nearness(case, since.changed, words), case) for case in faulted]
    some = [(share, case) for share, case in near if share >= _TOUCHED]
    some.sort(key=lambda found: -found[0])
    return [case for _, case in some[:MOST_TOUCHED]]


def _nearness(case: ReviewedCase, changed: Set[ArticleId], words: Set[str]) -> float:
    """Return 2 for what is about a changed article, else the share of words that they have."""
    stood = {*cited(case.record.outcome), *case.review.articles}
    return 2.0 if not changed.isdisjoint(stood) else share_told(case.record.searched, words)


def _stands(case: ReviewedCase, reading: ReviewRead) -> bool:
    """Tell whether its task was still to be put right when it was asked last."""
    task = task_of(case.review, case.record)
    held = None if task is None else reading.finding(task.id)
    return held is not None and held.state in STANDING


def _question(case: ReviewedCase) -> LabelledQuestion:
    return LabelledQuestion(
        question=case.record.question, answerable=not case.must_abstain, history=case.history
    )
