"""How time, disk and latency grow with the knowledge base, as one picture."""

from collections.abc import Sequence

from benchmarks.ask_latency import TARGETS, Latency
from benchmarks.built_projects import Built
from benchmarks.chart import Line, Panel, Target, chart
from benchmarks.sync_speed import CentreSpeed

_MEGABYTE = 1e6


def growth_chart(
    centres: Sequence[CentreSpeed], built: Sequence[Built], latencies: Sequence[Latency]
) -> str:
    """Return the picture as SVG; what was not measured is left out."""
    panels = [_time(centres, built), _disk(built), _latency(latencies)]
    return chart([panel for panel in panels if panel.lines], "passages")


def _time(centres: Sequence[CentreSpeed], built: Sequence[Built]) -> Panel:
    lines = [
        _line("first sync", [(c.passages, c.sync.wall) for c in centres]),
        _line("index alone", [(b.passages, b.index_seconds) for b in built]),
        _line("sync, no change", [(c.passages, c.again.wall) for c in centres]),
    ]
    return Panel(title="Sync", unit="s", lines=_drawable(lines))


def _disk(built: Sequence[Built]) -> Panel:
    sizes = [(b.passages, b.index_bytes / _MEGABYTE) for b in built]
    return Panel(title="Index on disk", unit="MB", lines=_drawable([_line("index", sizes)]))


def _latency(latencies: Sequence[Latency]) -> Panel:
    lines = [
        _line("ask p50", [(m.passages, m.ask_p50) for m in latencies]),
        _line("ask p95", [(m.passages, m.ask_p95) for m in latencies]),
        _line("search p50", [(m.passages, m.search_p50) for m in latencies]),
    ]
    targets = [
        Target(at=m.passages, most=TARGETS[m.wanted]) for m in latencies if m.wanted in TARGETS
    ]
    return Panel(title="Latency", unit="ms", lines=_drawable(lines), targets=tuple(targets))


def _line(name: str, points: Sequence[tuple[float, float]]) -> Line:
    return Line(name=name, points=tuple(sorted(points)))


def _drawable(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if len(line.points) > 1)
