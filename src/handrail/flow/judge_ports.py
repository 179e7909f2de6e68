"""What judging answers needs from outside: who judges, what was answered, and what people said."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.judges import AnsweredTurn, Judge, JudgeId, Judgement, Score


class AnswerJudge(Protocol):
    """Judge answered turns."""

    @property
    def judge(self) -> Judge:
        """Return who judges, and from which value on a score counts as yes."""
        ...

    def scores(self, turn: AnsweredTurn) -> Mapping[Score, float]:
        """Return a value from 0 to 1 per score; raises ModelUnavailable where nothing comes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Hold the newest verdict of a reviewer on an answered turn."""

    record: RecordId
    verdict: str
    cause: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Hold what a judge said of one turn on one score."""

    record: RecordId
    judge: JudgeId
    score: Score
    value: float
    is_own_work: bool
    """Its own kin wrote the answer."""


class JudgingRead(Protocol):
    """Read what was answered, judged and reviewed; simulated conversations are left out."""

    def unjudged(self, judge: JudgeId, since: datetime, most: int) -> Sequence[RecordId]:
        """Return answered turns that a judge has not looked at, the newest first."""
        ...

    def answered(self, ref: RecordId) -> AnsweredTurn | None:
        """Return an answered turn with its sources; None where it was erased."""
        ...

    def values(self, since: datetime) -> Sequence[Value]:
        """Return what judges said of the turns since a moment."""
        ...

    def verdicts(self, since: datetime) -> Sequence[Verdict]:
        """Return the newest verdict on each answered turn since a moment that was reviewed."""
        ...


class JudgementStore(Protocol):
    """Open readings, and keep what judges say."""

    def judging(self) -> AbstractContextManager[JudgingRead]:
        """Open a short reading transaction."""
        ...

    def keep(self, judgements: Sequence[Judgement], entry: AuditEntry) -> None:
        """Add judgements; one that is there already stays as it is."""
        ...
