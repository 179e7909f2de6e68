"""The part of the composition root that calibrates: what is promised, and whether it still holds.

Apart from app.py for its size.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.adapters.sql.store import SqlStore
from handrail.domain.decision.calibration import Promise
from handrail.domain.decision.topics import Topic
from handrail.domain.decision.validity import Expired
from handrail.flow.ask_labelled import LabelledAsker
from handrail.flow.calibrate_answers import (
    CalibrationPorts,
    Terms,
    labelled_set,
    recheck_calibration,
)
from handrail.flow.ports import Progress
from handrail.kernel.clock import Clock
from handrail.kernel.ids import Ids


@dataclass(frozen=True, slots=True)
class Promised:
    """Hold what the settings promise, and what the promise is bound to."""

    promise: Promise
    topics: tuple[Topic, ...]
    bound_to: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationApp:
    """Hold what calibrating one project takes; what is slow to open is opened when needed."""

    questions: Path | None
    """Labelled questions that are asked again after every sync."""
    promised: Callable[[], Promised]
    bound: Callable[[], Callable[[int, int, float], float]]
    """Return the exact binomial bound."""
    store: SqlStore
    clock: Clock
    ids: Ids
    asker: Callable[[], LabelledAsker]

    def terms(self, *, max_wrong: float | None = None, confidence: float | None = None) -> Terms:
        """Return what is promised, or would be, and what the promise is bound to."""
        promised = self.promised()
        promise = Promise(
            max_wrong=promised.promise.max_wrong if max_wrong is None else max_wrong,
            confidence=promised.promise.confidence if confidence is None else confidence,
        )
        return Terms(promise=promise, topics=promised.topics, fingerprint=promised.bound_to)

    def ports(self, progress: Progress) -> CalibrationPorts:
        """Return what calibrating needs."""
        return CalibrationPorts(
            store=self.store,
            ask=self.asker().for_calibration,
            bound=self.bound(),
            clock=self.clock,
            ids=self.ids,
            progress=progress,
        )

    def recheck(self, progress: Progress) -> str | None:
        """Ask the calibration's questions again; return why it no longer holds, or None."""
        if self.questions is None:
            return None
        labelled = labelled_set(self.questions)
        standing = recheck_calibration(labelled, self.terms(), self.ports(progress))
        return standing.why if isinstance(standing, Expired) else None


def upper_bound() -> Callable[[int, int, float], float]:
    """Return the exact upper bound of a share; loads a statistics library."""
    from handrail.adapters.statistics.binomial import binomial_upper_bound

    return binomial_upper_bound
