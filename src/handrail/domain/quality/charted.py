"""What a chart shows: values over time with limits, or counts in parts; never how it is drawn.

A chart has a title and says in words what there is to see, for those who do not see it; its numbers
stand in a table beneath it. No chart shows a deflection or resolution rate: these have no form in
which one number stands alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handrail.domain.quality.control import Limit
from handrail.domain.quality.watch_words import spelled
from handrail.domain.quality.watched import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Show a measure over days, with what is usual and between what chance keeps it."""

    title: str
    says: str
    points: tuple[Limit, ...]
    is_share: bool
    is_bad_high: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Show how many of each part there were, week by week."""

    title: str
    says: str
    parts: tuple[str, ...]
    """In the order in which they are stacked."""
    bars: tuple[tuple[date, tuple[int, ...]], ...]
    """Beginning of the week, and one count per part."""


Chart = Line | Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Hold the numbers of a chart in words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def line(watched: Watched, points: Sequence[Limit], place: str) -> Line:
    """Return the chart of a measure."""
    return Line(
        title=f"{watched.name}, {place}",
        says=_line_in_words(watched, points),
        points=tuple(points),
        is_share=watched.is_share,
        is_bad_high=watched.is_bad_high,
    )


def line_table(watched: Watched, points: Sequence[Limit]) -> Table:
    """Return the numbers of a line, the newest first."""
    rows = (
        (
            point.day.isoformat(),
            spelled(point.value, watched),
            spelled(point.usual, watched),
            f"{spelled(point.low, watched)} to {spelled(point.high, watched)}",
            str(point.cases),
            "outside" if point.is_outside else "",
        )
        for point in reversed(points)
    )
    columns = ("Day", watched.name, "Usual", "By chance", watched.things.capitalize(), "")
    return Table(columns=columns, rows=tuple(rows))


def bars_table(chart: Bars) -> Table:
    """Return the numbers of bars, the newest first."""
    rows = ((day.isoformat(), *map(str, counts)) for day, counts in reversed(chart.bars))
    return Table(columns=("Week from", *chart.parts), rows=tuple(rows))


def _line_in_words(watched: Watched, points: Sequence[Limit]) -> str:
    first, last = points[0], points[-1]
    outside = _days(point.day for point in points if point.is_outside)
    return (
        f"{first.day.isoformat()} to {last.day.isoformat()}. Last day "
        f"{spelled(last.value, watched)}, usual {spelled(last.usual, watched)}. "
        f"Outside what chance explains: {outside or 'no day'}."
    )


def _days(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
