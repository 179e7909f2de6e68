"""How does each judge stand: how far it agrees with people, its corrected share, may it be shown?

What people found counts only where chance drew the answer for review; see `review_sample`.
"""

from collections.abc import Sequence
from datetime import datetime

from handrail.domain.quality.agreement import Table, agreement
from handrail.domain.quality.corrected import DEFAULT, Judged, uncorrected
from handrail.domain.quality.human_labels import labels_of
from handrail.domain.quality.judges import says_yes
from handrail.domain.quality.review_sample import is_drawn
from handrail.domain.quality.seen import IsTrusted
from handrail.domain.quality.trusted import Standing, reasons
from handrail.flow.judge_ports import Compared, JudgePorts, Tally
from handrail.flow.judge_turns import WINDOW


def standings(ports: JudgePorts) -> tuple[Standing, ...]:
    """Return how every judge stands on every score, of the answers of the last 90 days."""
    now = ports.clock.now()
    with ports.store.judging() as reading:
        tallies = reading.tallies(now - WINDOW)
        drawn = reading.compared(now - WINDOW, lambda ref: is_drawn(ref, ports.share))
    return tuple(_standing(tally, drawn, ports, now) for tally in tallies)


def trusting(found: Sequence[Standing]) -> IsTrusted:
    """Return what tells whether a judge may be believed on a score."""
    trusted = {(one.judge, one.score.value) for one in found if one.is_trusted}
    return lambda judge, score: (judge, score) in trusted


def _standing(
    tally: Tally, drawn: Sequence[Compared], ports: JudgePorts, now: datetime
) -> Standing:
    table, last_at = Table(), None
    for one in drawn:
        label = labels_of(one.verdict, one.cause).get(tally.score)
        if (one.judge, one.score) != (tally.judge, tally.score) or label is None:
            continue
        table = table.with_pair(judge=says_yes(one.value), people=label)
        last_at = one.at if last_at is None else max(last_at, one.at)
    judged = Judged(yes=tally.yes, n=tally.n)
    found = agreement(table, last_at, ports.interval)
    return Standing(
        judge=tally.judge,
        score=tally.score,
        agreement=found,
        judged=tally.n,
        raw=uncorrected(judged, table),
        corrected=DEFAULT(judged, table),
        greyed=reasons(found, tally.own_work / max(1, tally.n), now),
    )
