"""Which charts a page shows: how conversations end, where answers are lost, and each measure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handrail.domain.quality.charted import Bars, Chart, Table, bars_table, line, line_table
from handrail.domain.quality.control import limits_of
from handrail.domain.quality.series import WEEK, Series
from handrail.domain.quality.watch_report import WatchReport
from handrail.domain.quality.watched import WATCHED, Watched, place_in_words
from handrail.domain.quality.waterfall import STAGES, Stage
from handrail.flow.show_charts import shown_charts
from handrail.flow.watch_ports import ChartPorts

ENDINGS = {
    "confirmed": "Said it helped",
    "verified": "Checked and right",
    "silent": "Nobody knows",
    "came_back": "Came back",
    "escalated": "A person took over",
    "abandoned": "Left without help",
}
"""How conversations end, in the order in which they are stacked."""
STAGES_SAID = {
    Stage.NOT_INDEXED: "Not in the help centre then",
    Stage.FIRST_STAGE: "Not found",
    Stage.RANKED: "Ranked too low",
    Stage.IN_PROMPT: "Not shown to the writer",
    Stage.CITED: "Seen, not cited",
    Stage.SAID: "Cited, said wrong",
}
_REST, _COUNTS_ALL = "came_back", "confirmed"
"""Whoever came back is all that is left, and no measure: the days to come back are over later."""
_WEEKS = 8
_LEAST_POINTS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Hold a chart with its picture, where it could be drawn, and its numbers."""

    chart: Chart
    table: Table
    svg: str | None = None
    watched: Watched | None = None
    is_outside: bool = False
    """Whether the last week has a day that chance does not explain."""


def endings_of(series: Sequence[Series], until: date) -> Iterator[Drawn]:
    """Yield how conversations ended, week by week; nothing where none did."""
    begin = until - timedelta(days=until.weekday() + _WEEKS * WEEK)
    counts: dict[date, dict[str, int]] = {}
    every: Counter[date] = Counter()
    for one in series:
        for day in one.days if one.measure in ENDINGS else ():
            week = day.day - timedelta(days=day.day.weekday())
            if week >= begin:
                held = counts.setdefault(week, dict.fromkeys(ENDINGS, 0))
                held[one.measure] += day.hits
                every[week] += day.cases if one.measure == _COUNTS_ALL else 0
    for week, held in counts.items():
        held[_REST] = max(0, every[week] - sum(held.values()))
    if counts:
        bars = tuple((week, tuple(counts[week].values())) for week in sorted(counts))
        yield _bars("How conversations ended, week by week", tuple(ENDINGS.values()), bars)


def lost_of(report: WatchReport | None) -> Iterator[Drawn]:
    """Yield at which stage wrong answers lost the right article; nothing where none was found."""
    if report is not None and report.lost:
        bars = tuple(
            (week.begins, tuple(week.by_stage.get(stage, 0) for stage in STAGES))
            for week in report.lost
        )
        parts = tuple(STAGES_SAID[stage] for stage in STAGES)
        yield _bars("Where wrong answers were lost, week by week", parts, bars)


def lines_of(series: Sequence[Series], until: date) -> Iterator[Drawn]:
    """Yield each measure over the last weeks with its limits, those outside them first."""
    by_name = {one.measure: one for one in series}
    found = []
    for watched in WATCHED:
        one = by_name.get(watched.measure)
        points = () if one is None else limits_of(one, until)
        if one is None or len(points) < _LEAST_POINTS:
            continue
        drawn = Drawn(
            chart=line(watched, points, place_in_words(*one.place)),
            table=line_table(watched, points),
            watched=watched,
            is_outside=any(p.is_outside for p in points if p.day >= until - timedelta(days=WEEK)),
        )
        found.append(drawn)
    yield from sorted(found, key=lambda drawn: not drawn.is_outside)


def with_pictures(drawn: Sequence[Drawn], ports: ChartPorts) -> tuple[Drawn, ...]:
    """Return charts with their pictures."""
    pictures = shown_charts([one.chart for one in drawn], ports)
    return tuple(replace(one, svg=svg) for one, svg in zip(drawn, pictures, strict=True))


def _bars(
    title: str, parts: tuple[str, ...], bars: tuple[tuple[date, tuple[int, ...]], ...]
) -> Drawn:
    last, counts = bars[-1]
    said = ", ".join(f"{part} {count}" for part, count in zip(parts, counts, strict=True))
    says = f"{len(bars)} weeks. In the week from {last.isoformat()}: {said}."
    chart = Bars(title=title, says=says, parts=parts, bars=bars)
    return Drawn(chart=chart, table=bars_table(chart))
