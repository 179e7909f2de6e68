"""Two processes answer customers while a third edits, deletes and restores their articles."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.knowledge.model import ArticleId, VersionId
from handrail.kernel.failpoints import Failpoints
from tests.crash.schedules import live
from tests.projects import ROOT, a_synced_project, opened, plain_environment, synced, write_article

ROUNDS = 25
PROCESSES = 2


class CommitClock:
    """Note between which two moments a sync's transaction committed."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self.failpoints = Failpoints(
            dict.fromkeys(("sync.in_transaction", "sync.after_write"), (self._note, 1))
        )

    def _note(self, name: str) -> None:
        self.at[name] = time.monotonic()


@dataclass(slots=True)
class History:
    """Hold which versions were live, and between which commits, in the order they happened."""

    states: list[tuple[float, float, Mapping[ArticleId, VersionId]]] = field(default_factory=list)

    def note(self, before_commit: float, after_commit: float, project: Path) -> None:
        """Add the state that a commit between two moments made true."""
        self.states.append((before_commit, after_commit, live(opened(project))))

    def lives(self) -> Iterator[tuple[str, str, float, float]]:
        """Yield article, version, and the widest span in which a state held them."""
        ends = [*(after for _, after, _ in self.states[1:]), float("inf")]
        for (earliest, _, state), latest in zip(self.states, ends, strict=True):
            for article, version in state.items():
                yield article, version, earliest, latest

    def was_live(self, article: str, version: str, began: float, ended: float) -> bool:
        """Tell whether a version was served at some moment between two moments."""
        return any(
            (a, v) == (article, version) and earliest <= ended and began <= latest
            for a, v, earliest, latest in self.lives()
        )


@contextmanager
def customers(project: Path, stop: Path) -> Iterator[list["subprocess.Popen[str]"]]:
    command = [sys.executable, "-m", "tests.crash.customers", str(project), str(stop)]
    asking = []
    try:
        for number in range(PROCESSES):
            log = (project / f"asked-{number}.jsonl").open("w")
            with log:
                environment = plain_environment() | {"OMP_NUM_THREADS": "1"}
                asking.append(
                    subprocess.Popen(
                        command,
                        stdout=log,
                        stderr=subprocess.PIPE,
                        text=True,
                        cwd=ROOT,
                        env=environment,
                    )
                )
        yield asking
    finally:
        for process in asking:
            process.kill()
            process.communicate()


def asked_by(project: Path, number: int) -> list[dict[str, Any]]:
    lines = (project / f"asked-{number}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def wait_until_all_have_asked(project: Path, at_least: int) -> None:
    deadline = time.monotonic() + 60
    while any(
        (project / f"asked-{n}.jsonl").read_text().count("\n") < at_least for n in range(PROCESSES)
    ):
        assert time.monotonic() < deadline, "the customers never began to ask"


def change(project: Path, turn: int) -> None:
    """Edit one article each time; let the others come and go."""
    write_article(
        project, "billing/refunds.md", f"# Refunds\n\nA refund takes {turn + 6} days to arrive.\n"
    )
    for path, every, text in (
        ("shipping.md", 2, "# Shipping\n\nShipping a parcel costs 4 euros.\n"),
        ("hours.md", 3, f"# Opening hours\n\nThe shop opens from 9 to {turn % 5 + 15} o'clock.\n"),
    ):
        if turn % every:
            write_article(project, path, text)
        else:
            (project / "docs" / path).unlink(missing_ok=True)


def make_every_snapshot_old(project: Path) -> None:
    """Let the next sync sweep every snapshot but its own, even one that is being opened."""
    for snapshot in (project / ".handrail/index/snapshots").iterdir():
        os.utime(snapshot, (0, 0))


@pytest.mark.slow
def test_no_customer_ever_reads_a_version_that_was_not_served_while_they_asked(
    tmp_path: Path,
) -> None:
    project, stop = a_synced_project(tmp_path / "project"), tmp_path / "stop"
    history = History()
    history.note(0.0, 0.0, project)

    with customers(project, stop) as asking:
        wait_until_all_have_asked(project, 3)
        for turn in range(ROUNDS):
            change(project, turn)
            make_every_snapshot_old(project)
            clock = CommitClock()
            synced(project, clock.failpoints)
            history.note(clock.at["sync.in_transaction"], clock.at["sync.after_write"], project)
        stop.touch()
        errors = [process.communicate(timeout=60)[1] for process in asking]

    assert errors == ["", ""]
    assert [process.returncode for process in asking] == [0, 0]
    turns = [turn for number in range(PROCESSES) for turn in asked_by(project, number)]
    assert [turn["fault"] for turn in turns if turn["fault"]] == []
    stale = [
        (turn["began"], article, version)
        for turn in turns
        for article, version in (*turn["found"], *turn["cited"])
        if not history.was_live(article, version, turn["began"], turn["ended"])
    ]
    assert stale == []
    relied_on = {version for turn in turns for _, version in turn["found"]}
    assert len(relied_on) > ROUNDS / 2, "the customers hardly noticed the edits: a vacuous test"


def test_the_oracle_of_these_tests_finds_a_stale_citation() -> None:
    article, old, new = ArticleId("help/a.md"), VersionId("old"), VersionId("new")
    history = History([(0.0, 0.0, {article: old}), (10.0, 11.0, {article: new}), (20.0, 21.0, {})])

    verdicts = [
        history.was_live(article, version, began, ended)
        for version, began, ended in (
            (old, 1.0, 2.0),
            (old, 10.5, 12.0),  # the commit may have come after the question began
            (old, 11.5, 12.0),
            (new, 8.0, 9.0),
            (new, 12.0, 13.0),
            (new, 21.5, 22.0),
        )
    ]

    assert verdicts == [True, True, False, False, True, False]
    assert all(a[0] <= b[0] for a, b in pairwise(history.states))
