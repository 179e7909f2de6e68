"""Judge answered turns that no judge has looked at yet, a bounded number of them at a time.

The newest come first: what a page shows of today is judged before what is weeks old. Nothing is
judged twice, and a judge that cannot be reached leaves its turns for the next run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handrail.domain.audit.model import AuditEntry
from handrail.domain.quality.judges import Judgement, is_kin
from handrail.flow.judge_ports import AnswerJudge, JudgePorts
from handrail.kernel.errors import ModelUnavailable

WINDOW = timedelta(days=90)
"""Older answers are neither judged nor counted: they say nothing about today."""
MOST = 200
"""Turns that one judge looks at in one run."""
_KEPT_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedTurns:
    """Say how many turns were judged, and what kept a judge from its work."""

    turns: int
    faults: tuple[str, ...] = ()


def judge_turns(ports: JudgePorts, most: int = MOST) -> JudgedTurns:
    """Let every judge look at what it has not seen; return how many turns were judged."""
    done, faults = 0, []
    for judge in ports.judges:
        try:
            for judged in _in_parts(judge, ports, most):
                done += judged
        except ModelUnavailable as fault:
            faults.append(f"{judge.id}: {fault}")
    return JudgedTurns(turns=done, faults=tuple(faults))


def _in_parts(judge: AnswerJudge, ports: JudgePorts, most: int) -> Iterator[int]:
    """Judge and keep, a few turns at a time: a fault loses little of what was done."""
    since = ports.clock.now() - WINDOW
    with ports.store.judging() as reading:
        refs = reading.unjudged(judge.id, since, most)
    for start in range(0, len(refs), _KEPT_AT_ONCE):
        with ports.store.judging() as reading:
            found = [reading.answered(ref) for ref in refs[start : start + _KEPT_AT_ONCE]]
        judged = [
            Judgement(
                record=turn.record,
                judge=judge.id,
                scores=judge.scores(turn),
                at=ports.clock.now(),
                is_own_work=is_kin(judge.id, turn.writer),
            )
            for turn in found
            if turn is not None
        ]
        if judged:
            ports.store.keep(judged, _entry(judge, judged))
        yield len(judged)


def _entry(judge: AnswerJudge, judged: Sequence[Judgement]) -> AuditEntry:
    return AuditEntry(
        kind="answers.judged",
        actor="system",
        subject=judge.id,
        at=judged[-1].at,
        facts={"turns": len(judged)},
    )
