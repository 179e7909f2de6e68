"""Measure speed and scale in one run on this machine.

`python -m benchmarks.run [--quick] [--only NAME] [--write-docs]`: prints a table, writes
benchmarks/out/results.json and growth.svg, and with --write-docs the page of figures. Ends with
status 1 only where something could not be measured; a missed target is said, not punished.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    action_speed,
    ask_latency,
    audit_speed,
    gate_speed,
    guard_speed,
    machine,
    memory,
    start_up,
    sync_speed,
    writers,
)
from benchmarks.ask_latency import Latency
from benchmarks.figures import Figure, table
from benchmarks.growth import growth_chart
from benchmarks.page import Section, page
from benchmarks.sync_speed import CentreSpeed
from benchmarks.workshop import Workshop, open_workshop
from handrail.kernel.errors import HandrailError

_ROOT = Path(__file__).parents[1]
_OUT = _ROOT / "benchmarks/out"
_PAGE = _ROOT / "docs/reference/benchmarks.md"
_PICTURE = _ROOT / "docs/images/growth.svg"
_STARTED_SIZE = 2_000
_WORST_WAIT_MS = 1_000.0
_ASKING = """\
Warm, one question after another, each in a conversation of its own: the question is embedded, the
turn is stored durably. 100,000 passages are real ones repeated with words exchanged, their vectors
moved at random; everything smaller is real text with its own vectors."""
_HELD = """\
Of `handrail serve`, asked over HTTP: what is resident counts mapped index files, which processes
share; its own does not. Of `handrail sync`: the most that the process ever held."""


@dataclass(slots=True, kw_only=True)
class Run:
    """Gather what one run measures."""

    workshop: Workshop
    quick: bool
    sections: list[Section] = field(default_factory=list)
    raw: dict[str, object] = field(default_factory=dict)
    centres: tuple[CentreSpeed, ...] = ()
    latencies: list[Latency] = field(default_factory=list)

    def measure_sync(self) -> Section:
        """Measure syncs beside the bare embedder."""
        shop = self.workshop
        rounds = 1 if self.quick else 2
        speed, shop.synced = sync_speed.measure(shop.text, shop.work, rounds=rounds, tell=shop.tell)
        self.centres = speed.centres
        self.raw["sync"] = speed.as_json()
        return Section(
            title="Sync",
            note="Whole syncs of fresh projects, from files to a served index, over "
            f"{shop.text.origin}; beside them the bare embedder on the same texts.",
            figures=speed.figures,
        )

    def measure_ask(self) -> Section:
        """Measure asks and searches at several sizes."""
        shop = self.workshop
        for wanted in shop.sizes:
            built = shop.project_of(wanted)
            latency = ask_latency.measure(
                built.project,
                wanted=wanted,
                passages=built.passages,
                questions=shop.text.questions,
                asks=100 if self.quick else 300,
            )
            self.latencies.append(latency)
            shop.tell(f"  {built.passages:,} passages: ask p50 {latency.ask_p50:.1f} ms")
        self.raw["ask"] = [asdict(latency) for latency in self.latencies]
        sizes = [asdict(built) for built in shop.built.values()]
        self.raw["projects"] = [{**size, "project": size["project"].name} for size in sizes]
        return Section(
            title="Asking",
            note=_ASKING,
            figures=tuple(figure for latency in self.latencies for figure in latency.figures),
        )

    def measure_start(self) -> Section:
        """Measure a new process up to its reply."""
        shop = self.workshop
        built = shop.project_of(_STARTED_SIZE)
        runs = 5 if self.quick else 9
        started = start_up.measure(built.project, shop.text.questions, runs=runs)
        shop.tell(started.import_table)
        self.raw["start"] = asdict(started)
        return Section(
            title="Starting",
            note=f"`handrail ask` as a new process, warm disk, {built.passages:,} passages.",
            figures=started.figures,
        )

    def measure_memory(self) -> Section:
        """Measure a server's memory and a sync's peak."""
        shop = self.workshop
        sizes = [shop.project_of(n) for n in (_STARTED_SIZE, *shop.sizes[-1:])]
        served = [
            memory.measure_server(built.project, built.passages, shop.text.questions)
            for built in {built.project: built for built in sizes}.values()
        ]
        largest = shop.text.centres[2:3] if self.quick else shop.text.centres[-1:]
        peaks = [memory.measure_sync(centre, shop.work / "peak") for centre in largest]
        self.raw["memory"] = [*map(asdict, served), *map(asdict, peaks)]
        return Section(
            title="Memory",
            note=_HELD,
            figures=(
                *(figure for one in served for figure in one.figures),
                *(figure for one in peaks for figure in one.figures),
            ),
        )

    def measure_writers(self) -> Section:
        """Measure 32 writers in two processes on one SQLite database."""
        url = f"sqlite:///{self.workshop.work.resolve()}/writers.db"
        seconds = 5.0 if self.quick else 10.0
        many = writers.measure(url, processes=2, threads=16, seconds=seconds)
        self.raw["writers"] = asdict(many)
        return Section(
            title="Writing at once",
            note="32 writers in two processes store turns on one SQLite database without a pause.",
            figures=(
                Figure(
                    name="Worst wait of a writer",
                    value=many.worst_wait_ms,
                    unit="ms",
                    target=_WORST_WAIT_MS,
                    load=machine.load(),
                ),
                Figure(name="Median wait", value=many.median_wait_ms, unit="ms"),
                Figure(name="Turns stored", value=many.writes_per_second, unit="turns/s"),
            ),
        )

    def measure_guard(self) -> Section:
        """Measure the check of a claim, without any model."""
        speed = guard_speed.measure(rounds=1 if self.quick else 5)
        self.raw["guard"] = asdict(speed)
        return Section(
            title="Guard",
            note=f"The deterministic checks over {speed.claims} claims that rephrase their quotes.",
            figures=speed.figures,
        )

    def measure_gate(self) -> Section:
        """Measure a ruling on an action, with the sample company's policies."""
        speed = gate_speed.measure(1_000 if self.quick else 5_000)
        self.raw["gate"] = asdict(speed)
        return Section(
            title="Gate",
            note=f"Typed checks and policies over {speed.proposals} proposals that reach the "
            "policies, with all facts in memory.",
            figures=speed.figures,
        )

    def measure_audit(self) -> Section:
        """Measure the audit log, and what sealing adds to a turn."""
        entries = 50_000 if self.quick else 200_000
        speed = audit_speed.measure(self.workshop.work / "audit", entries=entries)
        self.raw["audit"] = asdict(speed)
        return Section(
            title="Audit log",
            note="With a signed head for every hundred entries, each checked.",
            figures=speed.figures,
        )

    def measure_actions(self) -> Section:
        """Measure from an action's approval to its effect being noted."""
        return action_speed.section(self.workshop.work, self.raw, quick=self.quick)

    def picture(self) -> str | None:
        """Return the growth chart, or None where too little was measured."""
        built = list(self.workshop.built.values())
        if not self.latencies or not self.centres:
            return None
        return growth_chart(self.centres, built, self.latencies)


_STEPS: dict[str, Callable[[Run], Section]] = {
    "sync": Run.measure_sync,
    "ask": Run.measure_ask,
    "start": Run.measure_start,
    "memory": Run.measure_memory,
    "writers": Run.measure_writers,
    "guard": Run.measure_guard,
    "actions": Run.measure_actions,
    "gate": Run.measure_gate,
    "audit": Run.measure_audit,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; return the exit status."""
    asked = _parser().parse_args(arguments)
    began = time.monotonic()
    with open_workshop(_OUT, quick=asked.quick, tell=_tell) as workshop:
        _tell(f"Measuring on {workshop.text.origin}; load {machine.load()}.")
        run = Run(workshop=workshop, quick=asked.quick)
        failed = [name for name in asked.only or _STEPS if not _measured(name, run)]
        minutes = (time.monotonic() - began) / 60
        _write(run, minutes, with_docs=asked.write_docs and not failed)
    for section in run.sections:
        _tell(f"\n{section.title}\n{table(section.figures)}")
    _tell(f"\n{_summary(run, failed)} Took {minutes:.1f} minutes.")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description="Measure speed and scale.")
    parser.add_argument("--quick", action="store_true", help="less of everything, under 3 minutes")
    parser.add_argument(
        "--only", action="append", choices=sorted(_STEPS), metavar="NAME", help=", ".join(_STEPS)
    )
    parser.add_argument("--write-docs", action="store_true", help="write the page of figures")
    return parser


def _measured(name: str, run: Run) -> bool:
    _tell(f"{name} …")
    try:
        run.sections.append(_STEPS[name](run))
    except (HandrailError, RuntimeError, OSError, subprocess.CalledProcessError) as error:
        _tell(f"  could not be measured: {error}")
        return False
    return True


def _write(run: Run, minutes: float, *, with_docs: bool) -> None:
    now = datetime.now(UTC)
    described = machine.description()
    results = {
        "at": now.isoformat(timespec="seconds"),
        "minutes": round(minutes, 1),
        "quick": run.quick,
        "text": run.workshop.text.origin,
        "machine": described,
        "sections": [_plain(section) for section in run.sections],
        "raw": run.raw,
    }
    (_OUT / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    picture = run.picture()
    if picture is not None:
        (_OUT / "growth.svg").write_text(picture, encoding="utf-8")
    if with_docs:
        text = page(
            run.sections,
            machine=described,
            text=run.workshop.text.origin,
            date=now.date().isoformat(),
            minutes=minutes,
        )
        for place, content in ((_PAGE, text), (_PICTURE, picture)):
            if content is not None:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(content, encoding="utf-8")


def _plain(section: Section) -> dict[str, object]:
    figures = [{**asdict(figure), "met": figure.is_met} for figure in section.figures]
    return {"title": section.title, "figures": figures}


def _summary(run: Run, failed: Sequence[str]) -> str:
    figures = [figure for section in run.sections for figure in section.figures]
    held = [figure for figure in figures if figure.target is not None]
    missed = [figure.name for figure in held if not figure.is_met]
    words = [f"{len(held) - len(missed)} of {len(held)} targets met."]
    words += [f"Missed: {'; '.join(missed)}."] if missed else []
    words += [f"Not measured: {', '.join(failed)}."] if failed else []
    return " ".join(words)


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
