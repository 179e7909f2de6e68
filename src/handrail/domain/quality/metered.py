"""What a monitoring system may know: counts of the last whole day, open alerts, how old they are.

Nothing personal and no text: labels are names of measures. Parts of a deflection or resolution rate
are left out, as a graph of one number would be just what must not be shown.
"""

from collections.abc import Iterable, Sequence
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
    found = [
        Gauge(
            name="handrail_day_hits",
            help="Cases of the last whole day of which it was so, by measure.",
            values=tuple((name, float(tally.hits)) for name, tally in sorted(held.items())),
        ),
        Gauge(
            name="handrail_day_cases",
            help="Cases of the last whole day, by measure.",
            values=tuple((name, float(tally.cases)) for name, tally in sorted(held.items())),
        ),
        Gauge(
            name="handrail_day_total",
            help="Sums of the last whole day of measures that are no share.",
            values=tuple(
                (name, tally.total)
                for name, tally in sorted(held.items())
                if name in BY_MEASURE and not BY_MEASURE[name].is_share
            ),
        ),
        Gauge(
            name="handrail_alerts_open",
            help="Alerts that nobody closed yet, by measure.",
            values=tuple((name, float(count)) for name, count in open_.items()),
        ),
    ]
    if age is not None:
        found.append(
            Gauge(
                name="handrail_quality_look_age_seconds",
                help="Seconds since all days were looked at.",
                values=(("", age),),
            )
        )
    return tuple(found)
