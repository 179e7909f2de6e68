"""What would a durable-execution library bring over our own sweep? dbos, tried for real.

`pip install dbos==3.4.0`, then `python -m benchmarks.durable_drivers`. Both drive the same use case
over the same rows on SQLite. Under dbos an action is a workflow whose id is the action's; it has a
database file of its own. See docs/decisions/0038.
"""

import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dbos

from benchmarks import action_speed
from benchmarks.machine import load
from handrail.domain.actions.carry import Rest
from handrail.domain.actions.model import ActionId
from handrail.flow.carry_out_action import carry_out_action
from handrail.flow.note_action import CarryPorts
from handrail.flow.recover_actions import due_actions
from handrail.worker.carry_out import POLL_SECONDS

_ACTIONS = 40
_BURST = 60
_ROUNDS = 2
_PORTS: list[CarryPorts] = []


def _step(ref: str) -> float | None:
    step = carry_out_action(ActionId(ref), _PORTS[-1])
    return step.until.timestamp() if isinstance(step, Rest) and step.until is not None else None


_durable_step = dbos.DBOS.step()(_step)


def _carry(ref: str) -> None:
    while (until := _durable_step(ref)) is not None:
        dbos.DBOS.sleep(max(0.01, until - time.time()))


_durable_carry = dbos.DBOS.workflow()(_carry)


@contextmanager
def under_dbos(ports: CarryPorts) -> Generator[None, None, None]:
    """Start a workflow for each action that our rows say is due."""
    _PORTS.append(ports)
    stop = threading.Event()
    running = threading.Thread(target=_start_workflows, args=(ports, stop))
    running.start()
    try:
        yield
    finally:
        stop.set()
        running.join()


def _start_workflows(ports: CarryPorts, stop: threading.Event) -> None:
    started: set[ActionId] = set()
    while not stop.wait(POLL_SECONDS):
        for ref in set(due_actions(ports)) - started:
            started.add(ref)
            with dbos.SetWorkflowID(ref):
                dbos.DBOS.start_workflow(_durable_carry, ref)


def main() -> None:
    """Print both drivers' figures, in turns, and what becomes of dbos when its rows are wrong."""
    with tempfile.TemporaryDirectory() as folder:
        home, began = Path(folder), time.monotonic()
        config: dbos.DBOSConfig = {
            "name": "handrail",
            "system_database_url": f"sqlite:///{home}/dbos.sqlite",
            "application_version": "1",
            "log_level": "CRITICAL",
        }
        dbos.DBOS(config=config)
        dbos.DBOS.launch()
        print(f"dbos launches in {time.monotonic() - began:.2f} s; load {load():.1f}")
        drivers = {"our sweep": action_speed.under_our_worker, "dbos": under_dbos}
        for turn in range(_ROUNDS):
            for name, driver in drivers.items():
                url = f"sqlite:///{home}/{turn}-{name[0]}"
                one = action_speed.measure("SQLite", f"{url}.db", actions=_ACTIONS, driver=driver)
                many = action_speed.burst(f"{url}-burst.db", actions=_BURST, driver=driver)
                print(
                    f"{name:10} p50 {one.p50_ms:.0f} ms, p95 {one.p95_ms:.0f} ms; {_BURST} at once:"
                    f" {many.wall:.1f} s, {many.processor:.1f} s of processor time"
                )
        _lose_rows(home)
        dbos.DBOS.destroy()


def _lose_rows(home: Path) -> None:
    ran: list[str] = []

    def count(ref: str) -> None:
        ran.append(ref)

    counted = dbos.DBOS.workflow(name="counted")(count)
    for _ in range(2):
        with dbos.SetWorkflowID("finished"):
            dbos.DBOS.start_workflow(counted, "finished").get_result()
    print(f"a workflow that its row calls finished, started again: ran {len(ran) - 1} times more")
    for file in home.glob("dbos.sqlite*"):
        file.unlink()
    try:
        with dbos.SetWorkflowID("another"):
            dbos.DBOS.start_workflow(counted, "another").get_result()
        print("its file deleted while running: it goes on")
    except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
        print(f"its file deleted while running: {type(error).__name__} for every new workflow")


if __name__ == "__main__":
    main()
