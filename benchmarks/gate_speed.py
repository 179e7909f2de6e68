"""How long does a ruling take? A whole `authorise` with Cedar, with all facts in memory."""

import statistics
import time
from dataclasses import dataclass

from benchmarks.figures import Figure
from handrail.domain.actions.gate import authorise
from handrail.domain.actions.model import RefusalReason, Refuse
from tests.byzantine.cases import cases
from tests.byzantine.gate import asked_of, sample_catalogue, sample_rules

_WANTED_MS = 2.0
_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSpeed:
    """Hold what a ruling takes, in milliseconds, over proposals that reach the policies."""

    proposals: int
    p50: float
    p95: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures as they are printed."""
        return (
            Figure(name="Ruling on an action, p50", value=self.p50, unit="ms", target=_WANTED_MS),
            Figure(name="Ruling on an action, p95", value=self.p95, unit="ms"),
        )


def measure(count: int = 3_000) -> GateSpeed:
    """Rule on generated proposals; those that a typed check refuses at once do not count."""
    catalogue, rules = sample_catalogue(), sample_rules()
    taken = []
    for case in cases(count, _SEED):
        asked = asked_of(case, catalogue)
        began = time.perf_counter()
        ruling = authorise(asked, rules)
        spent = 1e3 * (time.perf_counter() - began)
        if not isinstance(ruling, Refuse) or ruling.reason is RefusalReason.POLICY:
            taken.append(spent)
    return GateSpeed(
        proposals=len(taken),
        p50=statistics.median(taken),
        p95=statistics.quantiles(taken, n=20)[-1],
    )
