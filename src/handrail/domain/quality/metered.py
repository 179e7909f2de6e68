"""What a monitoring system may know: counts of the last whole day, open alerts, how old they are.

Nothing personal and no text: labels are names of measures. Parts of a deflection or resolution rate
are left out, as a graph of one number would be just what must not be shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handrail.domain.quality.alert import Alert
from handrail.domain.quality.exported import PARTS_OF_RATES
from handrail.domain.quality.judged import DayFigure
from handrail.domain.quality.watched import BY_MEASURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Hold one metric with a value per measure; the name of none stands for no label."""

    name: str
    help: str
    values: tuple[tuple[str, float], ...]


def gauges_of(
    figures: Iterable[DayFigure], alerts: Sequence[Alert], day: date, age: float | None
) -> tuple[Gauge, ...]:
    """Return what is told of a day; `age` is how long ago all days were looked at."""
    held = {
        one.measure: one.tally
        for one in figures
        if one.slice == "all" and one.day == day and one.measure not in PARTS_OF_RATES
    }
    open_ = {name: sum(a.measure == name and a.is_open for a in alerts) for name in BY_MEASURE}
    totals = {n: t for n, t in held.items() if n in BY_MEASURE and not BY_MEASURE[n].is_share}
    found = (
        _gauge("handrail_day_hits", _HITS, {n: float(t.hits) for n, t in held.items()}),
        _gauge("handrail_day_cases", _CASES, {n: float(t.cases) for n, t in held.items()}),
        _gauge("handrail_day_total", _TOTAL, {n: t.total for n, t in totals.items()}),
        _gauge("handrail_alerts_open", _OPEN, {n: float(count) for n, count in open_.items()}),
    )
    aged = _gauge("handrail_quality_look_age_seconds", _AGE, {"": age or 0.0})
    return found if age is None else (*found, aged)


_HITS = "Cases of the last whole day of which it was so, by measure."
_CASES = "Cases of the last whole day, by measure."
_TOTAL = "Sums of the last whole day of measures that are no share."
_OPEN = "Alerts that nobody closed yet, by measure."
_AGE = "Seconds since all days were looked at."


def _gauge(name: str, says: str, values: Mapping[str, float]) -> Gauge:
    return Gauge(name=name, help=says, values=tuple(sorted(values.items())))
