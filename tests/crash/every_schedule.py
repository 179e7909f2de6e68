"""Play every schedule with one crash and with two, on both databases: `make crash`.

`python -m tests.crash.every_schedule [--one]` prints a table and ends with 1 where a promise was
broken. `--one` leaves the schedules with two crashes out.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from handrail.domain.actions.model import ActionState
from handrail.domain.actions.spec import BackendClass
from tests.crash.action_schedules import Place, Played, one_crash, place_on, two_crashes, wrongs
from tests.crash.action_worker import Task, running_workers
from tests.crash.forking import Workers
from tests.order_system import OrderSystem, running_orders
from tests.postgres import cluster, programs

FAULTS = ("none", "drop", "error_before")
Schedules = Callable[[Place, BackendClass, str], Iterator[Played]]
_KINDS: tuple[tuple[str, Schedules, tuple[str, ...]], ...] = (
    ("one crash", one_crash, FAULTS),
    ("two crashes", two_crashes, FAULTS[:2]),
)


@dataclass(slots=True)
class Tally:
    """Count what came of the schedules of one kind."""

    schedules: int = 0
    effects: dict[int, int] = field(default_factory=dict)
    with_person: int = 0
    slowest: float = 0.0
    broken: list[str] = field(default_factory=list)

    def add(self, played: Played) -> None:
        """Count one schedule."""
        self.schedules += 1
        number = len(played.effects)
        self.effects[number] = self.effects.get(number, 0) + 1
        self.with_person += played.action.state is ActionState.NEEDS_PERSON
        self.slowest = max(self.slowest, played.ends[-1].seconds)
        self.broken += [f"{played.name}: {', '.join(found)}" for found in [wrongs(played)] if found]


def say(line: str) -> None:
    """Write a line at once: the whole takes minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Play them and return the exit status."""
    began, broken, total = time.monotonic(), 0, 0
    kinds = _KINDS[:1] if "--one" in arguments else _KINDS
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        orders = stack.enter_context(running_orders(home / "orders.db"))
        workers = stack.enter_context(running_workers())
        for database, url in _databases(home, stack):
            for crashes, schedules, faults in kinds:
                for backend in BackendClass:
                    tally = _played(url(), orders, workers, schedules, backend, faults)
                    say(f"{database:10} class {backend}  {crashes:11} {_told(tally)}")
                    for line in tally.broken:
                        say(f"  broken: {line}")
                    broken, total = broken + len(tally.broken), total + tally.schedules
    say(f"{total} schedules, {broken} broken, {time.monotonic() - began:.0f} s")
    return int(broken > 0)


def _played(
    url: str,
    orders: OrderSystem,
    workers: Workers[Task],
    schedules: Schedules,
    backend: BackendClass,
    faults: tuple[str, ...],
) -> Tally:
    tally = Tally()
    with place_on(url, orders, workers) as place:
        for fault in faults:
            for played in schedules(place, backend, fault):
                tally.add(played)
        tally.broken += [f"audit log: {problem.says}" for problem in place.audit().problems]
    return tally


def _told(tally: Tally) -> str:
    effects = ", ".join(f"{n} effects: {times}" for n, times in sorted(tally.effects.items()))
    return (
        f"{tally.schedules:4} schedules  {effects}; with a person: {tally.with_person}; "
        f"slowest recovery {tally.slowest:.1f} s; broken: {len(tally.broken)}"
    )


def _databases(home: Path, stack: ExitStack) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "SQLite", iter(f"sqlite:///{home}/handrail-{n}.db" for n in range(1000)).__next__
    if (found := programs()) is not None:
        yield "PostgreSQL", stack.enter_context(cluster(found)).empty_database
    else:
        say("PostgreSQL  its server's programs are not installed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
