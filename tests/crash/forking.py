"""Workers that are killed: a process that has imported everything and forks one for each task.

It reads a task a line, lets a worker do it, and tells how that ended. A fork costs milliseconds
where a new interpreter costs a second.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from typing_extensions import override

from handrail.kernel.failpoints import Failpoints
from tests.projects import ROOT, plain_environment

_Task = TypeVar("_Task", bound=Any)
"""A dataclass that JSON can spell."""


class KillAt(Failpoints):
    """Kill the process at its n-th failpoint, whichever it is."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self._number = number
        self._passed = 0

    @override
    def reach(self, name: str) -> None:
        self._passed += 1
        if self._passed == self._number:
            os.write(1, f"{name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Ended:
    """Hold how a worker ended."""

    status: int
    at: str | None
    """The failpoint at which it was killed."""
    seconds: float

    @property
    def is_killed(self) -> bool:
        """Tell whether it was killed, rather than done."""
        return self.status == -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Workers(Generic[_Task]):
    """Start workers, one after another."""

    server: "subprocess.Popen[str]"

    def run(self, task: _Task) -> Ended:
        """Let a worker do a task, and wait until it is done or dead."""
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        began = time.monotonic()
        self.server.stdin.write(json.dumps(asdict(task)) + "\n")
        self.server.stdin.flush()
        at = None
        while not (line := self.server.stdout.readline().strip()).startswith("ended "):
            assert line, "the fork server is gone"
            at = line
        return Ended(int(line.removeprefix("ended ")), at, time.monotonic() - began)


@contextmanager
def forking(module: str) -> Iterator[Workers[Any]]:
    """Run the process that forks workers, which is this module, for as long as the block lasts."""
    with subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=plain_environment() | {"OMP_NUM_THREADS": "1"},
    ) as server:
        try:
            yield Workers(server)
        finally:
            server.kill()


def fork_for_each_task(kind: Callable[..., _Task], work: Callable[[_Task], int]) -> None:
    """Fork a worker for each task that is read, and tell how it ended."""
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            os._exit(work(kind(**json.loads(line))))
        _, status = os.waitpid(worker, 0)
        sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
