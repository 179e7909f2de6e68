"""A worker as a process of its own: `python -m tests.crash.carrying_process DATABASE ORDERS`."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.kernel.failpoints import Failpoints
from handrail.kernel.stopping import told_to_stop
from handrail.worker.carry_out import ActionWorker
from tests.crash.action_worker import PACE, carry_ports
from tests.projects import ROOT, plain_environment
from tests.vault import a_cipher

UNHURRIED = replace(
    PACE,
    lease=timedelta(seconds=1),
    send_within=timedelta(seconds=2),
    clock_skew=timedelta(milliseconds=100),
)


def tell(text: str) -> None:
    """Say what went wrong."""
    sys.stderr.write(text + "\n")


def main() -> None:
    """Carry out actions until stopped."""
    store = open_store(sys.argv[1], upgrade, cipher=a_cipher)
    ports = replace(carry_ports(store, sys.argv[2], Failpoints()), pace=UNHURRIED)
    sys.stdout.write(f"{ports.worker}\n")
    sys.stdout.flush()
    with told_to_stop() as stop:
        ActionWorker(ports, tell).run(stop)
    store.close()


@contextmanager
def a_worker(url: str, orders: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run a worker until the block ends; yield its name and its process."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.carrying_process", url, orders],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=plain_environment() | {"OMP_NUM_THREADS": "1"},
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        try:
            yield name, process
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.communicate(timeout=20)


def within(seconds: float, what: str) -> Iterator[None]:
    """Yield again and again until that many seconds are over; then fail."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen in {seconds} s")


if __name__ == "__main__":
    main()
