"""Explain why a reply was given, from what was written down at the time."""

from dataclasses import dataclass

from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.domain.knowledge.model import Passage
from handrail.flow.ports import Reading, Store
from handrail.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceShown:
    """Hold a passage that stood in front of the writer, as it read then."""

    passage: Passage
    rank: int
    score: float
    is_still_served: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Hold a turn record with the passages it names."""

    record: TurnRecord
    evidence: tuple[EvidenceShown, ...]


def explain_record(ref: RecordId, store: Store) -> Explanation:
    """Return a turn record with its evidence; raises NotFound where there is none."""
    with store.read() as reading:
        record = reading.record(ref)
        if record is None:
            raise NotFound(
                f"There is no record {ref!r}.", hint="`handrail ask` prints it after each reply."
            )
        return Explanation(record=record, evidence=_evidence(record, reading))


def _evidence(record: TurnRecord, reading: Reading) -> tuple[EvidenceShown, ...]:
    live = reading.live_versions()
    shown = []
    for used in record.evidence:
        then = {p.id: p for p in reading.passages_of(used.article, used.version)}
        if used.passage in then:
            shown.append(
                EvidenceShown(
                    passage=then[used.passage],
                    rank=used.rank,
                    score=used.score,
                    is_still_served=live.get(used.article) == used.version,
                )
            )
    return tuple(shown)
