"""What judging answers needs from outside: who judges, what was answered, and what people said."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.figures import ExactInterval
from handrail.domain.quality.judges import AnsweredTurn, JudgeId, Judgement, Score
from handrail.domain.quality.review import Cause, Verdict
from handrail.kernel.clock import Clock


class AnswerJudge(Protocol):
    """Judge answered turns."""

    @property
    def id(self) -> JudgeId:
        """Return name and version: another version is another judge."""
        ...

    def scores(self, turn: AnsweredTurn) -> Mapping[Score, float]:
        """Return a value from 0 to 1 per score, 0.5 and more for yes; raises ModelUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Count what a judge said of all answers on one score."""

    judge: JudgeId
    score: Score
    yes: int
    n: int
    own_work: int
    """Answers that the judge's own kin wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Hold what a judge said of an answer on one score, beside the verdict that counts for it."""

    record: RecordId
    judge: JudgeId
    score: Score
    value: float
    verdict: Verdict
    cause: Cause | None
    at: datetime
    """When the verdict was given."""


class JudgingRead(Protocol):
    """Read what was answered, judged and reviewed; simulated conversations are left out."""

    def unjudged(self, judge: JudgeId, since: datetime, most: int) -> Sequence[RecordId]:
        """Return answered turns that a judge has not looked at, the newest first."""
        ...

    def answered(self, ref: RecordId) -> AnsweredTurn | None:
        """Return an answered turn with its sources; None where it was erased."""
        ...

    def tallies(self, since: datetime) -> Sequence[Tally]:
        """Count what each judge said since a moment."""
        ...

    def compared(
        self, since: datetime, is_wanted: Callable[[RecordId], bool]
    ) -> Sequence[Compared]:
        """Return what judges said of the wanted answers since a moment that were reviewed."""
        ...


class JudgementStore(Protocol):
    """Open readings, and keep what judges say."""

    def judging(self) -> AbstractContextManager[JudgingRead]:
        """Open a short reading transaction."""
        ...

    def keep(self, judgements: Sequence[Judgement], entry: AuditEntry) -> None:
        """Add judgements; one that is there already stays as it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePorts:
    """Hold what judging answers, and telling how far judges are to be believed, needs."""

    store: JudgementStore
    judges: Sequence[AnswerJudge]
    interval: ExactInterval
    clock: Clock
    share: float
    """Of the answers, how many are drawn for review by chance."""
