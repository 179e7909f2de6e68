"""What the server holds in memory after it has answered, and what a sync needs at its peak."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.centres import Centre, write_project
from benchmarks.figures import Figure
from benchmarks.machine import Memory, load, memory_of
from benchmarks.unpaced import unpaced_server

ASKS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Hold what a server of one size of project holds."""

    passages: int
    idle: Memory
    answered: Memory
    load: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of this size."""
        what = f"`handrail serve` after {ASKS} asks, {self.passages:,} passages"
        return (
            Figure(name=f"{what}: resident", value=self.answered.resident, unit="MB"),
            Figure(name=f"{what}: its own", value=self.answered.own, unit="MB"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPeak:
    """Hold the most memory that a first sync took."""

    passages: int
    peak: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figure."""
        return (
            Figure(
                name=f"First sync, {self.passages:,} passages: peak", value=self.peak, unit="MB"
            ),
        )


def measure_server(project: Path, passages: int, questions: Sequence[str]) -> Served:
    """Start a server, ask it over HTTP, and look at its memory."""
    with unpaced_server(project) as (address, pid):
        idle = memory_of(pid)
        for number in range(ASKS):
            _ask(address, questions[number % len(questions)])
        return Served(passages=passages, idle=idle, answered=memory_of(pid), load=load())


def measure_sync(centre: Centre, folder: Path) -> SyncPeak:
    """Sync a fresh project in a process of its own, and learn its peak when it ends."""
    write_project(folder, [centre])
    command = [sys.executable, "-m", "handrail", "sync", "--json", "--project", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        report = json.load(child.stdout)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"`handrail sync` ended with {child.returncode}")
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1_024
    return SyncPeak(passages=int(report["passages"]), peak=used.ru_maxrss / unit)


def _ask(address: str, question: str) -> None:
    request = urllib.request.Request(
        f"{address}/api/v1/conversations",
        data=json.dumps({"text": question}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        json.load(reply)["reply"]["outcome"]
