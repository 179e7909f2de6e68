"""Choose the threshold anew from what reviewers found of real answers.

Only answers that chance drew count, since reviewers otherwise read the worst first; each of them is
as likely to be there as any other, so the exact bound holds for them as for labelled questions. One
that was given long enough ago and that nobody read, or nobody could decide on, counts as wrong:
leaving it out would let a reviewer choose the sample. What was not answered was never seen to be
right, so the threshold can rise or stay this way, and only labelled questions can lower it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.decision.model import TurnRecord
from handrail.domain.decision.ports import UpperBound
from handrail.domain.quality.human_labels import is_wrong
from handrail.domain.quality.review_sample import is_drawn
from handrail.flow.calibrate_answers import (
    CalibrationPorts,
    CannotPromise,
    JudgedAnswer,
    LabelledSet,
    Terms,
    calibrate,
)
from handrail.flow.ports import Progress, Store
from handrail.flow.served_ports import ServedStore, ServedTurn
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids, digest

REVIEWS = Path("reviews")
"""What stands in the place of a file's name where a calibration was made from reviews."""
WINDOW = timedelta(days=90)
READ_WITHIN = timedelta(days=7)
"""Answers younger than this are left out, read or not: their readers may not have come yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPorts:
    """Hold what calibrating from reviews needs."""

    store: Store
    served: ServedStore
    bound: UpperBound
    clock: Clock
    ids: Ids
    progress: Progress
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FromReviews:
    """Hold what came of it, and what it was made from."""

    made: Calibration | CannotPromise
    drawn: int
    unread: int
    """Drawn answers that count as wrong because nobody read them, or nobody could decide."""


def calibrate_from_reviews(terms: Terms, ports: ReviewedPorts) -> FromReviews:
    """Choose and store thresholds from drawn answers; raises SampleTooSmall as `calibrate` does."""
    now = ports.clock.now()
    since = _since(now, ports.store)
    with ports.served.serving() as reading:
        drawn = _drawn(reading.served(since), now, ports.share)
        records = {one.record: reading.record_of(one.record) for one in drawn}
    held = [
        (one, record)
        for one in drawn
        if (record := records[one.record]) is not None and _made_alike(record, terms.fingerprint)
    ]
    labelled = tuple(_labelled(one, record, n) for n, (one, record) in enumerate(held))
    answers = {n: _judged(one, record) for n, (one, record) in enumerate(held)}
    made = calibrate(
        LabelledSet(
            path=REVIEWS,
            digest=digest(*(f"{one.record} {one.verdict}" for one, _ in held)),
            questions=labelled,
        ),
        terms,
        CalibrationPorts(
            store=ports.store,
            ask=lambda question: answers[question.line],
            bound=ports.bound,
            clock=ports.clock,
            ids=ports.ids,
            progress=ports.progress,
        ),
    )
    return FromReviews(
        made=made, drawn=len(held), unread=sum(_is_right(one) is None for one, _ in held)
    )


def _since(now: datetime, store: Store) -> datetime:
    """Return from when on answers count: after a calibration has expired, none from before."""
    with store.read() as reading:
        held = reading.calibration()
    if held is None or held.expired_because is None:
        return now - WINDOW
    return max(held.at, now - WINDOW)


def _drawn(turns: Sequence[ServedTurn], now: datetime, share: float) -> list[ServedTurn]:
    return [
        one
        for one in turns
        if one.is_answer and now - one.at >= READ_WITHIN and is_drawn(one.record, share)
    ]


def _made_alike(record: TurnRecord, fingerprint: Mapping[str, str]) -> bool:
    """Tell whether an answer was made with the models and rules that run now."""
    return all(record.models.get(name) == held for name, held in fingerprint.items())


def _is_right(turn: ServedTurn) -> bool | None:
    found = None if turn.verdict is None else is_wrong(turn.verdict)
    return None if found is None else not found


def _labelled(turn: ServedTurn, record: TurnRecord, number: int) -> LabelledQuestion:
    """Return an answer as a labelled question: answering it was wrong, or was not."""
    return LabelledQuestion(
        question=record.question, answerable=_is_right(turn) is True, line=number
    )


def _judged(turn: ServedTurn, record: TurnRecord) -> JudgedAnswer:
    return JudgedAnswer(
        outcome=record.outcome, confidence=turn.confidence, searched=record.searched
    )
