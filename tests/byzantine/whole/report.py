"""What came of the turns, in figures."""

from collections import Counter
from dataclasses import dataclass, field

from tests.byzantine.whole.court import Court


@dataclass(slots=True, kw_only=True)
class Report:
    """Count what came of the turns on one database."""

    database: str
    turns: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    violations: list[tuple[str, str]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)

    @property
    def carried_share(self) -> float:
        """Return which share of what all had agreed to took effect."""
        return self.counts["effects"] / max(1, self.counts["agreed"])

    def wrong(self) -> list[str]:
        """Return all that was wrong."""
        found = [f"{kind}: {detail}" for kind, detail in self.violations]
        return [
            *found,
            *(f"stopped: {s}" for s in self.stopped),
            *(f"broke: {b}" for b in self.broke),
        ]

    def lines(self) -> list[str]:
        """Return the figures."""
        counted = ", ".join(f"{name} {n:,}" for name, n in sorted(self.counts.items()))
        return [
            f"{self.database}: {self.turns:,} turns in {self.seconds:.0f} s,"
            f" {self.turns / max(self.seconds, 0.001):.0f} a second; {len(self.violations)}"
            f" violations, {len(self.stopped)} legal proposals stopped, {len(self.broke)} broken",
            f"  {counted}",
            f"  {self.carried_share:.0%} of what all agreed to took effect",
            *(f"  {line}" for line in self.wrong()[:20]),
        ]

    def add(self, turns: int, seed: int, court: Court, broke: list[str]) -> None:
        """Add what came of the turns in one world."""
        self.turns += turns
        self.counts += court.counts
        self.violations += [(kind, f"{what} (seed {seed})") for kind, what in court.violations]
        self.stopped += court.stopped
        self.broke += broke
