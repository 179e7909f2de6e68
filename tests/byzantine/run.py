"""`python -m tests.byzantine.run --turns N --seed S --database sqlite|postgres|both`.

Lets the attacker take so many turns, over as many worlds as that needs, and prints what came of
it; exit status 1 where anything was done, or let through, that was not legal. `--teeth` takes every
check and every condition away, one at a time, and writes docs/reference/byzantine.md.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.byzantine.whole.attacker import Attack
from tests.byzantine.whole.teeth import write_page
from tests.byzantine.whole.world import a_world, quick_folder
from tests.postgres import cluster, programs

_TURNS_A_WORLD = 2_500
"""Then the orders, the customers and the books begin anew: nobody waits for a long history."""
Address = Callable[[], str | None]


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
    def is_clean(self) -> bool:
        """Tell whether nothing was wrong."""
        return not (self.violations or self.stopped or self.broke)

    @property
    def carried_share(self) -> float:
        """Return which share of what all had agreed to took effect."""
        return self.counts["effects"] / max(1, self.counts["agreed"])

    def lines(self) -> list[str]:
        """Return the figures."""
        found = [f"{kind}: {detail}" for kind, detail in self.violations]
        wrong = (*found, *(f"stopped: {s}" for s in self.stopped), *(f"broke: {b}" for b in self.broke))
        counted = ", ".join(f"{name} {n:,}" for name, n in sorted(self.counts.items()))
        return [
            f"{self.database}: {self.turns:,} turns in {self.seconds:.0f} s,"
            f" {self.turns / max(self.seconds, 0.001):.0f} a second; {len(self.violations)}"
            f" violations, {len(self.stopped)} legal proposals stopped, {len(self.broke)} broken",
            f"  {counted}",
            f"  {self.carried_share:.0%} of what all agreed to took effect",
            *(f"  {line}" for line in wrong[:20]),
        ]


def attacked(turns: int, seed: int, database: str, address: Address) -> Report:
    """Let the attacker take turns; `address` gives the address of an empty database each time."""
    report, chance = Report(database=database), Random(seed)
    began = time.perf_counter()
    while report.turns < turns:
        count = min(_TURNS_A_WORLD, turns - report.turns)
        _one_world(count, chance.randrange(2**32), report, address())
    report.seconds = time.perf_counter() - began
    return report


def _one_world(turns: int, seed: int, report: Report, url: str | None) -> None:
    with quick_folder() as folder, a_world(folder, url) as world:
        attack = Attack(world=world, chance=Random(seed))
        for _ in range(turns):
            attack.turn()
        attack.finish()
        court = world.court
        report.turns += turns
        report.counts += court.counts
        report.violations += [(kind, f"{what} (seed {seed})") for kind, what in court.violations]
        report.stopped += court.stopped
        report.broke += attack.broke


@contextmanager
def addresses(database: str) -> Iterator[Address]:
    """Give addresses of empty databases: None is a new SQLite file."""
    if database == "sqlite":
        yield lambda: None
        return
    found = programs()
    if found is None:
        raise SystemExit("PostgreSQL's server programs (initdb, pg_ctl) are not installed")
    with cluster(found) as running:
        yield running.empty_database


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack, print the figures, return the exit status."""
    asked = _parser().parse_args(arguments)
    if asked.teeth:
        return write_page(sys.stdout.write)
    databases = ("sqlite", "postgres") if asked.database == "both" else (asked.database,)
    is_clean = True
    for database in databases:
        with addresses(database) as address:
            report = attacked(asked.turns // len(databases), asked.seed, database, address)
        sys.stdout.write("\n".join(report.lines()) + "\n")
        is_clean &= report.is_clean
    return 0 if is_clean else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.byzantine.run")
    parser.add_argument("--turns", type=int, default=100_000, help="over all databases together")
    parser.add_argument("--seed", type=int, default=20_261)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--teeth", action="store_true", help="take each check away in turn")
    return parser


if __name__ == "__main__":
    sys.exit(main())
