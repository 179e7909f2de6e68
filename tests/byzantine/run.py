"""`python -m tests.byzantine.run --turns N --seed S --database sqlite|postgres|both`.

Lets the attacker take so many turns, over as many worlds as that needs, and prints what came of
it; exit status 1 where anything was done, or let through, that was not legal. `--teeth` takes every
check and every condition away, one at a time, and writes docs/reference/byzantine.md.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from random import Random

from tests.byzantine.whole.attacker import Attack
from tests.byzantine.whole.page import write_page
from tests.byzantine.whole.report import Report
from tests.byzantine.whole.world import a_world, quick_folder
from tests.postgres import cluster, programs

_TURNS_A_WORLD = 2_500
"""Then the orders, the customers and the books begin anew: nobody waits for a long history."""
Address = Callable[[], str | None]


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
        report.add(turns, seed, world.court, attack.broke)


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
        is_clean &= not report.wrong()
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
