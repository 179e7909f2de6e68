"""How long does the guard take over a claim? Measured on claims that rephrase their quotes."""

import statistics
import time
from dataclasses import dataclass

from benchmarks.figures import Figure
from benchmarks.written_claims import drafted, rows_of
from handrail.domain.answering.checks.clauses import sentences_of
from handrail.domain.answering.ground import QuoteChecker

_WANTED_MS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSpeed:
    """Hold what the check of one claim takes, in milliseconds."""

    claims: int
    p50: float
    p95: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures as they are printed."""
        return (
            Figure(name="Check of a claim, p50", value=self.p50, unit="ms", target=_WANTED_MS),
            Figure(name="Check of a claim, p95", value=self.p95, unit="ms"),
        )


def measure(rounds: int = 3) -> GuardSpeed:
    """Check every rephrased claim anew; nothing that was read before is remembered."""
    checker = QuoteChecker()
    drafts = [drafted(row["text"], row["evidence"]) for row in rows_of("paraphrased_claims")]
    taken = []
    for _ in range(rounds):
        sentences_of.cache_clear()
        for draft, passages in drafts:
            began = time.perf_counter()
            checker.check(draft, passages)
            taken.append(1e3 * (time.perf_counter() - began))
    return GuardSpeed(
        claims=len(drafts),
        p50=statistics.median(taken),
        p95=statistics.quantiles(taken, n=20)[-1],
    )
