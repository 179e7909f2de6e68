"""How long does the nightly job take, and how much memory, as conversations are stored?

    python -m benchmarks.nightly [--counts 10000,30000,100000] [--into DIR] [--chart FILE]
    python -m benchmarks.nightly --project DIR… [--chart FILE]

Fills projects of the sample company with stored conversations (see `stored_conversations.py`), or
takes one that was filled and not judged yet, on SQLite or PostgreSQL, and judges them in a process
of its own: all of them, as after the first start; then with nothing new; then after a thousand were
rated since, spread over all days.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from benchmarks.chart import Line, Panel, chart
from benchmarks.stored_conversations import fill, stencils_of
from handrail.app import App, open_app
from handrail.domain.quality.judged import Slice
from handrail.flow.judge_outcomes import judge_outcomes
from handrail.flow.ports import untold
from handrail.flow.tell_rates import AskedRates, tell_rates
from handrail.quality_app import outcome_ports, rate_ports
from handrail.sample.project import sample_company

_COUNTS = "10000,30000,100000"
_EXAMPLES = 200
_RATED = 1_000
_MEGABYTE = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Hold what the job took for one number of stored conversations."""

    conversations: int
    first_seconds: float
    first_cpu_seconds: float
    """Of its processor alone: what is left where others work on the machine, too."""
    idle_seconds: float
    rated_seconds: float
    rated_judged: int
    peak_mb: float
    grown_mb: float
    """The peak, less what the process held before it judged anything."""
    figures: int
    rates_ms: float
    """Telling the rates of every topic, from day figures."""
    returned: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nightly", description=__doc__)
    parser.add_argument("--counts", default=_COUNTS)
    parser.add_argument("--project", type=Path, nargs="+", help="such as are filled already")
    parser.add_argument("--into", type=Path, help="folder to keep the projects in")
    parser.add_argument("--examples", type=int, default=_EXAMPLES)
    parser.add_argument("--chart", type=Path, help="where to draw the growth")
    parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args(arguments)
    if said.job is not None:
        print(json.dumps(asdict(measured(said.job))))
        return 0
    if said.project is not None:
        nights = [_in_a_process(place) for place in said.project]
    else:
        counts = [int(count) for count in said.counts.split(",")]
        with TemporaryDirectory(prefix="handrail-nightly-") as folder:
            nights = list(_filled(counts, said.into or Path(folder), said.examples))
    if said.chart is not None:
        said.chart.write_text(drawn(nights), encoding="utf-8")
    return 0


def measured(project: Path) -> Night:
    """Judge a project's conversations three times; the project is changed by it."""
    app = open_app(project)
    ports = outcome_ports(app)
    ports.embedder.embed(["warm"])
    before = _peak()
    began = time.process_time()
    first, _ = _timed(app)
    busy = time.process_time() - began
    idle, _ = _timed(app)
    _rate(app)
    rated, judged = _timed(app)
    tell_rates(AskedRates(), rate_ports(app))  # loads a library for statistics
    started = time.perf_counter()
    tell_rates(AskedRates(by=Slice.TOPIC), rate_ports(app))
    telling = time.perf_counter() - started
    return Night(
        conversations=_counted(app, "conversations"),
        first_seconds=round(first, 1),
        first_cpu_seconds=round(busy, 1),
        idle_seconds=round(idle, 2),
        rated_seconds=round(rated, 1),
        rated_judged=judged,
        peak_mb=round(_peak(), 0),
        grown_mb=round(_peak() - before, 0),
        figures=_counted(app, "day_figures"),
        rates_ms=round(telling * 1000, 1),
        returned=_counted(app, "conversation_outcomes WHERE outcome = 'returned'"),
    )


def told(night: Night) -> str:
    """Return what was measured as a line."""
    return (
        f"{night.conversations:>7,} conversations: first {night.first_seconds} s "
        f"({night.first_cpu_seconds} s of CPU, "
        f"{night.first_cpu_seconds / night.conversations * 1000:.2f} ms each), "
        f"nothing new {night.idle_seconds} s, {night.rated_judged} rated {night.rated_seconds} s; "
        f"peak {night.peak_mb:.0f} MB, {night.grown_mb:.0f} MB of it grown; "
        f"{night.figures:,} day figures, rates by topic {night.rates_ms} ms; "
        f"{night.returned} returned"
    )


def drawn(nights: Sequence[Night]) -> str:
    """Return the growth as a picture."""

    def line(name: str, field: str) -> Line:
        points = ((float(n.conversations), float(getattr(n, field))) for n in nights)
        return Line(name=name, points=tuple(sorted(points)))

    jobs = (line("all, after the first start", "first_seconds"),)
    nightly = (line("1,000 rated since", "rated_seconds"), line("nothing new", "idle_seconds"))
    memory = (line("peak", "peak_mb"), line("grown", "grown_mb"))
    panels = (
        Panel(title="First run", unit="s", lines=jobs),
        Panel(title="Every run after", unit="s", lines=nightly),
        Panel(title="Memory", unit="MB", lines=memory),
    )
    return chart(panels, "conversations")


def _filled(counts: Sequence[int], folder: Path, examples: int) -> Iterator[Night]:
    """Fill all of them before any is judged."""
    stencils = stencils_of(examples)
    places = [folder / str(count) for count in counts]
    for place, count in zip(places, counts, strict=True):
        with sample_company(place, lambda _text: None, untold) as app:
            fill(app, stencils, count)
            app.close()
    for place in places:
        yield _in_a_process(place)


def _in_a_process(project: Path) -> Night:
    command = [sys.executable, "-m", "benchmarks.nightly", "--job", str(project)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
    night = Night(**json.loads(done.stdout.splitlines()[-1]))
    print(told(night), flush=True)
    return night


def _timed(app: App) -> tuple[float, int]:
    started = time.perf_counter()
    report = judge_outcomes(outcome_ports(app))
    return time.perf_counter() - started, report.conversations


def _rate(app: App) -> None:
    """Let customers rate conversations of all days, a moment ago."""
    at = app.clock.now().isoformat()
    statement = (
        "INSERT INTO ratings (conversation, score, at) SELECT conversation, 4, :at "
        "FROM conversation_outcomes WHERE conversation NOT IN (SELECT conversation FROM ratings) "
        "ORDER BY conversation LIMIT :most"
    )
    with app.store.writing_connection() as connection:
        connection.execute(text(statement), {"at": at, "most": _RATED})


def _counted(app: App, table: str) -> int:
    with app.store.reading_connection() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE


if __name__ == "__main__":
    sys.exit(main())
